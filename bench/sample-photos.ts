import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';

const folder = join(tmpdir(), 'rollcall-bench-photos');

export interface SamplePhoto {
  readonly name: string;
  readonly path: string;
}

/** So many small photos, all different, made once and kept in the temporary folder. */
export async function samplePhotos(count: number): Promise<SamplePhoto[]> {
  const photos: SamplePhoto[] = [];
  for (let n = 1; n <= count; n += 1) photos.push(await samplePhoto({ n, width: 640, height: 480 }));
  return photos;
}

/** A photo-like JPEG: broad areas of colour with grain on them. */
export async function samplePhoto(of: { n: number; width: number; height: number }): Promise<SamplePhoto> {
  const { n, width, height } = of;
  const name = `IMG_${String(n).padStart(5, '0')}-${width}x${height}.jpg`;
  const path = join(folder, name);
  const known = await readFile(path).catch(() => null);
  if (known !== null) return { name, path };
  await mkdir(folder, { recursive: true });
  const jpeg = await sharp(colours(n), { raw: { width: 8, height: 6, channels: 3 } })
    .resize(width, height, { fit: 'fill', kernel: 'cubic' })
    .composite([{ input: await grain(width, height), blend: 'soft-light', tile: true }])
    .jpeg({ quality: 88 })
    .toBuffer();
  await writeFile(`${path}.new`, jpeg);
  await rename(`${path}.new`, path);
  return { name, path };
}

/** Of a linear congruential generator: the same number gives the same picture. */
function colours(seed: number): Uint8Array {
  let state = seed * 2_654_435_761;
  return Uint8Array.from({ length: 8 * 6 * 3 }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state >>> 24;
  });
}

async function grain(width: number, height: number): Promise<Buffer> {
  return sharp({
    create: {
      width: Math.min(width, 512),
      height: Math.min(height, 512),
      channels: 3,
      background: '#000',
      noise: { type: 'gaussian', mean: 128, sigma: 24 },
    },
  })
    .png({ compressionLevel: 1 })
    .toBuffer();
}

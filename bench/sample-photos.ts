import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';

const folder = join(tmpdir(), 'rollcall-bench-pictures');

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

/** A photo-like JPEG: broad areas of colour with detail and grain on them. */
export async function samplePhoto(of: { n: number; width: number; height: number }): Promise<SamplePhoto> {
  const { n, width, height } = of;
  const name = `IMG_${String(n).padStart(5, '0')}-${width}x${height}.jpg`;
  const path = join(folder, name);
  const known = await readFile(path).catch(() => null);
  if (known !== null) return { name, path };
  await mkdir(folder, { recursive: true });
  const jpeg = await sharp(await blow(randomColours(n, 8 * 6), { columns: 8, rows: 6, width, height }))
    .composite([
      {
        input: await blow(randomColours(n + 1, 240 * 180), { columns: 240, rows: 180, width, height }),
        blend: 'soft-light',
      },
      { input: await grain(width, height), blend: 'soft-light', tile: true },
    ])
    .jpeg({ quality: 88 })
    .toBuffer();
  await writeFile(`${path}.${process.pid}`, jpeg);
  await rename(`${path}.${process.pid}`, path);
  return { name, path };
}

/** Of a linear congruential generator: the same number gives the same picture. */
function randomColours(seed: number, pixels: number): Uint8Array {
  let state = seed * 2_654_435_761;
  return Uint8Array.from({ length: pixels * 3 }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state >>> 24;
  });
}

async function blow(
  pixels: Uint8Array,
  to: { columns: number; rows: number; width: number; height: number },
): Promise<Buffer> {
  return sharp(pixels, { raw: { width: to.columns, height: to.rows, channels: 3 } })
    .resize(to.width, to.height, { fit: 'fill', kernel: 'cubic' })
    .png({ compressionLevel: 1 })
    .toBuffer();
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

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import type { Sharp } from 'sharp';

/** A busy picture whose top left quarter is red, so that one sees how it is turned. */
export function scene(width = 900, height = 600, channels: 3 | 4 = 3): Sharp {
  const data = new Uint8Array(width * height * channels);
  for (let pixel = 0; pixel < width * height; pixel += 1) {
    const x = pixel % width;
    const y = Math.floor(pixel / width);
    const isCorner = x < width / 2 && y < height / 2;
    const [across, down] = [x / width, y / height];
    const tone = 100 + 90 * Math.sin(across * 19 + down * 7) * Math.cos(down * 11 - across * 4);
    data.set(
      isCorner ? [250, tone / 8, tone / 8, 255] : [tone / 4, tone, 255 - tone, 255].slice(0, channels),
      pixel * channels,
    );
  }
  return sharp(data, { raw: { width, height, channels } });
}

export const exif = {
  IFD0: { Make: 'NIKON CORPORATION', Model: 'NIKON D40' },
  IFD2: {
    DateTimeOriginal: '2024:05:06 07:08:09',
    OffsetTimeOriginal: '+02:00',
    FNumber: '28/10',
    ExposureTime: '1/250',
    ISOSpeedRatings: '400',
    FocalLength: '35/1',
    LensModel: 'AF-S 35mm',
  },
  IFD3: {
    GPSLatitudeRef: 'N',
    GPSLatitude: '40/1 25/1 0/1',
    GPSLongitudeRef: 'W',
    GPSLongitude: '3/1 42/1 0/1',
  },
};

/** A page of writing: dark strokes in lines on white. */
function writing(): Sharp {
  const rows = Array.from({ length: 40 }, (_, row) =>
    Array.from({ length: 90 }, (__, column) =>
      (row * 7 + column * 3) % 5 === 0
        ? ''
        : `<rect x="${20 + column * 9}" y="${20 + row * 24}" width="3" height="11"/>` +
          `<rect x="${20 + column * 9}" y="${20 + row * 24 + (column % 3) * 4}" width="6" height="2"/>`,
    ).join(''),
  ).join('');
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="860" height="1000"><rect width="860" height="1000" fill="#fff"/>${rows}</svg>`;
  return sharp(Buffer.from(svg)).flatten({ background: '#fff' });
}

/** Pictures that every decoder must tell the same about. Made anew each time, from nothing but code and one HEIC. */
export async function makePictures(): Promise<ReadonlyMap<string, Uint8Array>> {
  const turned = Array.from(
    { length: 8 },
    (_, index) =>
      [
        `JPEG, orientation ${index + 1}`,
        scene()
          .withMetadata({ orientation: index + 1 })
          .jpeg(),
      ] as const,
  );
  const made: readonly (readonly [string, Sharp])[] = [
    ...turned,
    ['JPEG with EXIF', scene().withExif(exif).jpeg()],
    ['progressive JPEG', scene(1000, 700).jpeg({ progressive: true })],
    ['grey JPEG', scene().greyscale().jpeg()],
    ['CMYK JPEG', scene(300, 200).toColourspace('cmyk').jpeg()],
    ['large JPEG', scene(3000, 2000).jpeg({ quality: 90 })],
    ['panorama', scene(2400, 500).jpeg()],
    ['small PNG', scene(60, 40).png()],
    ['PNG, turned', scene().withMetadata({ orientation: 6 }).png()],
    ['PNG with transparency', seeThrough()],
    ['writing', writing().png()],
    ['deep PNG', scene(300, 200).toColourspace('rgb16').png()],
    ['WebP, turned', scene().withMetadata({ orientation: 8 }).withExifMerge(exif).webp()],
    ['GIF', scene(300, 200).gif()],
    ['AVIF', scene().withExif(exif).avif({ effort: 0 })],
    ['narrow', scene(2, 900).png()],
  ];
  const pictures = new Map<string, Uint8Array>();
  for (const [name, picture] of made) pictures.set(name, await picture.toBuffer());
  pictures.set('HEIC', await readFile(join(import.meta.dirname, '../photos/four-tiles.heic')));
  return pictures;
}

function seeThrough(): Sharp {
  const hole = Buffer.from('<svg width="900" height="600"><circle cx="600" cy="400" r="150"/></svg>');
  return scene(900, 600, 4)
    .composite([{ input: hole, blend: 'dest-out' }])
    .png();
}

export const cut = (bytes: Uint8Array, share: number) => bytes.subarray(0, Math.floor(bytes.length * share));

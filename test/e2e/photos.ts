import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';

/**
 * Small JPEGs that all look different, as a camera would call them: IMG_0001.JPG and so on. The same numbers give the
 * same bytes. Returns their paths.
 */
export async function makePhotos(folder: string, count: number, after = 0): Promise<string[]> {
  await mkdir(folder, { recursive: true });
  return Promise.all(
    Array.from({ length: count }, async (_, at) => {
      const index = at + after;
      const path = join(folder, `IMG_${String(index + 1).padStart(4, '0')}.JPG`);
      await writeFile(path, await onePhoto(index));
      return path;
    }),
  );
}

async function onePhoto(index: number): Promise<Buffer> {
  const hue = (index * 47) % 360;
  const shapes = [
    `<rect width="640" height="480" fill="hsl(${hue} 60% 55%)"/>`,
    `<circle cx="${120 + ((index * 53) % 400)}" cy="${100 + ((index * 31) % 280)}" r="90" fill="hsl(${hue + 120} 70% 40%)"/>`,
    `<path d="M0 ${300 + ((index * 17) % 120)}L640 260V480H0Z" fill="hsl(${hue + 40} 40% 30%)"/>`,
  ];
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="640" height="480">${shapes.join('')}</svg>`;
  const taken = `2024:05:${String((index % 28) + 1).padStart(2, '0')} 09:${String(index % 60).padStart(2, '0')}:00`;
  return sharp(Buffer.from(svg))
    .withExif({ IFD2: { DateTimeOriginal: taken }, IFD0: { DateTime: taken } })
    .jpeg({ quality: 80 })
    .toBuffer();
}

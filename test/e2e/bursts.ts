import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp, { type Sharp } from 'sharp';

/** The same view a second apart, a little brighter each time: IMG_5001.JPG and so on. Returns their paths. */
export async function makeBurst(folder: string, count: number): Promise<string[]> {
  await mkdir(folder, { recursive: true });
  return Promise.all(
    Array.from({ length: count }, async (_, at) => {
      const path = join(folder, `IMG_${5001 + at}.JPG`);
      const taken = `2024:04:01 09:00:0${at}`;
      const picture = sharp(Buffer.from(view('teal', 'khaki'))).modulate({ brightness: 1 + at * 0.01 });
      await writeFile(path, await withTime(picture, taken).jpeg().toBuffer());
      return path;
    }),
  );
}

/** DSC_7001 as RAW and as JPEG, of one shot. Returns their paths. */
export async function makePair(folder: string): Promise<string[]> {
  await mkdir(folder, { recursive: true });
  const paths = [join(folder, 'DSC_7001.JPG'), join(folder, 'DSC_7001.DNG')] as const;
  const picture = sharp(Buffer.from(view('salmon', 'navy')));
  await writeFile(paths[0], await withTime(picture, '2024:04:02 10:00:00').jpeg().toBuffer());
  await writeFile(paths[1], await dngOf(picture));
  return [...paths];
}

const view = (ground: string, shape: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="660" height="495"><rect width="660" height="495" fill="${ground}"/>` +
  `<circle cx="200" cy="220" r="120" fill="${shape}"/><path d="M0 380L660 300V495H0Z" fill="black"/></svg>`;

const withTime = (picture: Sharp, taken: string): Sharp =>
  picture.withExif({ IFD2: { DateTimeOriginal: taken }, IFD0: { DateTime: taken } });

/** The smallest DNG there is: one uncompressed picture, and the tag that says it is one. */
async function dngOf(picture: Sharp): Promise<Buffer> {
  const { data, info } = await picture.removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const tags: [tag: number, type: number, value: number][] = [
    [0x0100, 4, info.width],
    [0x0101, 4, info.height],
    [0x0102, 3, 8],
    [0x0103, 3, 1],
    [0x0106, 3, 2],
    [0x0111, 4, 0],
    [0x0115, 3, 3],
    [0x0116, 4, info.height],
    [0x0117, 4, data.length],
    [0xc612, 4, 1],
  ];
  const directory = Buffer.alloc(2 + tags.length * 12 + 4);
  directory.writeUInt16LE(tags.length, 0);
  for (const [at, [tag, type, value]] of tags.entries()) {
    directory.writeUInt16LE(tag, 2 + at * 12);
    directory.writeUInt16LE(type, 4 + at * 12);
    directory.writeUInt32LE(1, 6 + at * 12);
    directory.writeUInt32LE(tag === 0x0111 ? 8 + directory.length : value, 10 + at * 12);
  }
  return Buffer.concat([Buffer.from([0x49, 0x49, 0x2a, 0, 8, 0, 0, 0]), directory, data]);
}

import sharp from 'sharp';
import { defaultPixelLimits } from '../src/images/pixel-limits.ts';
import { preparePicture } from '../src/images/prepare-picture.ts';
import { milliseconds, type Row } from './row.ts';
import { samplePhoto } from './sample-photos.ts';

const rounds = 16;
const sizes = [
  { megapixels: 12, width: 4000, height: 3000 },
  { megapixels: 24, width: 6000, height: 4000 },
];

/** One decode for both small pictures, hashes and measures, against the two pictures alone as sharp makes them. */
export async function measurePictures(): Promise<Row[]> {
  sharp.cache(false);
  sharp.concurrency(1);
  const rows: Row[] = [];
  for (const { megapixels, width, height } of sizes) {
    const { path } = await samplePhoto({ n: 1, width, height });
    const ours: number[] = [];
    const bare: number[] = [];
    let preview = 0;
    for (let round = 0; round < rounds; round += 1) {
      ours.push(await cpuOf(async () => void (preview = await prepare(path))));
      bare.push(await cpuOf(() => shrinkBare(path)));
    }
    const ratio = Math.min(...ours) / Math.min(...bare);
    const met = ratio <= 1.1 && preview <= 120_000;
    rows.push({
      what: `thumbnail and preview of a ${megapixels} MP JPEG, CPU`,
      ours: `${milliseconds(Math.min(...ours))}, ${Math.round(preview / 1000)} KB`,
      against: `bare sharp ${milliseconds(Math.min(...bare))}`,
      ratio,
      target: '≤ 1.1, ≤ 120 KB',
      met,
    });
  }
  return rows;
}

async function prepare(path: string): Promise<number> {
  const outcome = await preparePicture({ path, limits: defaultPixelLimits, now: Date.now() }, () => {
    throw new Error('These pictures have no place.');
  });
  if (!outcome.ok) throw new Error(outcome.detail);
  return outcome.prepared.preview.length;
}

/** The shortest way with sharp alone: one decode at reduced size, and the thumbnail out of the preview. */
async function shrinkBare(path: string): Promise<void> {
  const preview = await sharp(path)
    .autoOrient()
    .resize(768, 768, { fit: 'inside' })
    .jpeg({ quality: 70 })
    .toBuffer();
  await sharp(preview).resize(480, 480, { fit: 'inside' }).webp({ quality: 72, effort: 1 }).toBuffer();
}

/** Time on all processors, this process only. */
async function cpuOf(run: () => Promise<void>): Promise<number> {
  const before = process.cpuUsage();
  await run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

import type { Clock } from '../../src/clock.ts';
import { createDecoderPool } from '../../src/images/decoder-pool.ts';
import { toOutcome } from '../../src/images/decoder-verdict.ts';
import type { ImageWork } from '../../src/images/image-work.ts';
import { defaultPixelLimits } from '../../src/images/pixel-limits.ts';
import type { PixelLimits } from '../../src/images/pixel-limits.ts';
import type { BlobOutcome, BlobTask } from './prepare-blob.ts';
import { startWorkerDecoder } from './start-worker-decoder.ts';

/** The port, and what an upload needs besides: type and hash of the original. */
export interface BrowserImageWork extends ImageWork<Blob> {
  prepare(original: Blob, signal: AbortSignal): Promise<BlobOutcome>;
}

export interface BrowserImageWorkOptions {
  readonly createWorker: () => Worker;
  readonly clock: Clock;
  /** How many pictures are decoded at the same time. */
  readonly workers: number;
  readonly timeoutMs?: number;
}

/** Browsers decode whole pictures at 4 bytes a pixel, in the memory of one page: less than a server may take. */
const largestPixels = 110e6;

const browserPixelLimits: PixelLimits = {
  ...defaultPixelLimits,
  jpeg: largestPixels,
  webp: 64e6,
  gif: 64e6,
  interlacedPng: 50e6,
};

const idleMs = 30_000;

/** Image work in the browser: each picture in a worker that is ended when it takes too long. */
export function createBrowserImageWork(options: BrowserImageWorkOptions): BrowserImageWork {
  const { clock, createWorker, timeoutMs = 30_000, workers } = options;
  const pool = createDecoderPool<BlobOutcome>({
    processes: workers,
    start: () => startWorkerDecoder<BlobOutcome>({ createWorker, timeoutMs, clock }),
    restartAboveBytes: Infinity,
    idleMs,
    clock,
  });
  return {
    prepare: async (file, signal) => {
      const task: BlobTask = { file, limits: browserPixelLimits, now: clock.now() };
      return toOutcome(await pool.run(task, signal), timeoutMs);
    },
    close: async () => await pool.close(),
  };
}

/** Two at least, four at most; two where memory is short or not known, as on phones: one picture takes up to half a gigabyte. */
export function workersFor(processors: number, gigabytes: number | undefined): number {
  if (gigabytes === undefined || gigabytes <= 4) return 2;
  return Math.max(2, Math.min(4, Math.floor(processors / 2)));
}

import type { Clock } from '../clock.ts';
import { createDecoderPool } from './decoder-pool.ts';
import { toOutcome } from './decoder-verdict.ts';
import { startDecoder } from './decoder.ts';
import type { ImageWork } from './image-work.ts';
import { defaultPixelLimits } from './pixel-limits.ts';
import type { PixelLimits } from './pixel-limits.ts';

export interface ImageWorkOptions {
  readonly clock: Clock;
  /** How many pictures are decoded at the same time, each in a process of its own. */
  readonly processes?: number;
  /** Time for one picture, the start of its process included. */
  readonly timeoutMs?: number;
  /** Memory one process may hold; it is killed above. Watched on Linux only, elsewhere `limits` alone guard. */
  readonly maxRssBytes?: number;
  readonly limits?: Partial<PixelLimits>;
  readonly logger?: { warn(details: object, message: string): void };
  /** The decoder's program; another one only in tests. */
  readonly program?: URL;
}

const idleMs = 30_000;
/** A decoder at rest holds 100 to 150 MB; what it holds besides would count against its next picture. */
const restartAboveBytes = 200 * 1024 * 1024;

/**
 * Image work on the server. Decoders are written in C and fed by strangers, so they run in child processes that are
 * killed when a picture takes too long, takes too much memory or crashes them; the server never decodes a pixel itself.
 * Nothing is started before the first picture.
 */
export function createImageWork(options: ImageWorkOptions): ImageWork {
  const { clock, processes = 2, timeoutMs = 30_000, maxRssBytes = 900 * 1024 * 1024, logger } = options;
  const program = options.program ?? new URL('./decoder-process.ts', import.meta.url);
  const limits = { ...defaultPixelLimits, ...options.limits };
  const pool = createDecoderPool({
    processes,
    start: () => startDecoder({ program, timeoutMs, maxRssBytes, clock }),
    restartAboveBytes: Math.min(restartAboveBytes, maxRssBytes / 2),
    idleMs,
    clock,
  });
  return {
    prepare: async ({ path }, signal) => {
      const verdict = await pool.run({ path, limits, now: clock.now() }, signal);
      const outcome = toOutcome(verdict, timeoutMs);
      if (verdict.kind !== 'outcome')
        logger?.warn({ verdict: verdict.kind }, 'a picture stopped its decoder');
      return outcome;
    },
    close: async () => await pool.close(),
  };
}

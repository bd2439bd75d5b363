import type { Clock } from '../clock.ts';
import { createDecoderPool } from './decoder-pool.ts';
import type { DecoderPool } from './decoder-pool.ts';
import { startDecoder } from './decoder.ts';
import type { DecoderVerdict } from './decoder.ts';
import type { ImageWork, PrepareOutcome } from './image-work.ts';
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
      const verdict = await runTwiceIfItDies(pool, { path, limits, now: clock.now() }, signal);
      const outcome = toOutcome(verdict, timeoutMs);
      if (verdict.kind !== 'outcome')
        logger?.warn({ verdict: verdict.kind }, 'a picture stopped its decoder');
      return outcome;
    },
    close: async () => await pool.close(),
  };
}

/** A process may die for reasons of its own; only a picture that ends a fresh one too is to blame. */
async function runTwiceIfItDies(
  pool: DecoderPool,
  task: object,
  signal: AbortSignal,
): Promise<DecoderVerdict> {
  const first = await pool.run(task, signal);
  return first.kind === 'died' ? await pool.run(task, signal) : first;
}

function toOutcome(verdict: DecoderVerdict, timeoutMs: number): PrepareOutcome {
  switch (verdict.kind) {
    case 'outcome':
      return verdict.outcome;
    case 'timeout': {
      const seconds = Math.round(timeoutMs / 1000);
      return {
        ok: false,
        code: 'took_too_long',
        detail: `The picture was not read within ${seconds} seconds.`,
      };
    }
    case 'memory':
      return {
        ok: false,
        code: 'too_large',
        detail: 'Reading the picture takes more memory than one photo may have.',
      };
    case 'died':
      // Not a word about the photo may be said by a decoder that never came to look at it.
      if (!verdict.started) throw new Error('The picture decoder could not be started.');
      return {
        ok: false,
        code: 'file_damaged',
        detail: 'The file is damaged: it makes the picture decoder crash.',
      };
    case 'broken':
      throw new Error(`The picture decoder could not work: ${verdict.reason}`);
    case 'ready':
      throw new Error('The picture decoder answered out of turn.');
    default:
      return verdict satisfies never;
  }
}

import { availableParallelism } from 'node:os';
import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import { createRecogniser, type Recogniser } from '../recognition/create-recogniser.ts';
import { startDetector } from '../recognition/detector.ts';
import { missingPackages } from '../recognition/find-packages.ts';

/** More than two find no more in the same time, and each holds 200 MB. */
const mostDetectors = 2;

/** Null where the optional packages are not installed: then names come from facts alone. Nothing is loaded yet. */
export function openRecogniser({ clock, logger }: { clock: Clock; logger: Logger }): Recogniser | null {
  const missing = missingPackages();
  if (missing.length > 0) {
    logger.debug({ missing }, 'Nothing is recognised on this machine without these packages');
    return null;
  }
  return createRecogniser({
    start: startDetector,
    detectors: Math.min(mostDetectors, Math.max(1, Math.floor(availableParallelism() / 2))),
    timeoutMs: 20_000,
    idleMs: 60_000,
    clock,
    onError: (error) => logger.warn({ error: String(error) }, 'A picture could not be looked at'),
  });
}

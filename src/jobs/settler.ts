import type { Clock } from '../clock.ts';
import { settle, type Finished, type SettleDependencies } from './settle.ts';

export interface Settler {
  add(finished: Finished): void;
  /** How many results are not in the database yet. */
  size(): number;
  /** Resolves once everything added so far is in the database. */
  drain(): Promise<void>;
}

/** Results gathered for this long are written together; it bounds what a crash can make be asked again. */
const gatherMs = 25;
const fullBatch = 64;

/**
 * Writes results in small batches. While the database is away they wait here and are tried again: an answer that was
 * paid for is not thrown away because PostgreSQL restarted.
 */
export function createSettler(
  dependencies: SettleDependencies & {
    readonly clock: Clock;
    readonly onSettled: (batch: readonly Finished[]) => void;
    readonly onError: (error: unknown) => void;
  },
): Settler {
  const { clock, onSettled, onError } = dependencies;
  let waiting: Finished[] = [];
  let writing = 0;
  let running: Promise<void> | null = null;
  let full: (() => void) | null = null;

  async function run(): Promise<void> {
    while (waiting.length > 0) {
      if (waiting.length < fullBatch) await gather();
      const batch = waiting.slice(0, fullBatch);
      waiting = waiting.slice(fullBatch);
      writing = batch.length;
      await write(batch);
    }
  }

  function start(): void {
    running ??= run().finally(() => {
      running = null;
      // Added after the last look and before this: nobody else would come for it.
      if (waiting.length > 0) start();
    });
  }

  async function gather(): Promise<void> {
    const enough = new Promise<void>((resolve) => {
      full = resolve;
    });
    const timer = new AbortController();
    await Promise.race([enough, clock.sleep(gatherMs, timer.signal).catch(() => {})]);
    timer.abort();
    full = null;
  }

  async function write(batch: readonly Finished[]): Promise<void> {
    for (let attempt = 0; ; attempt++) {
      try {
        await settle(dependencies, batch);
        writing = 0;
        onSettled(batch);
        return;
      } catch (error) {
        onError(error);
        await clock.sleep(Math.min(5000, 200 * 2 ** attempt));
      }
    }
  }

  return {
    add(finished) {
      waiting.push(finished);
      if (waiting.length >= fullBatch) full?.();
      start();
    },
    size: () => waiting.length + writing,
    async drain() {
      for (let current = running; current !== null; current = running) await current;
    },
  };
}

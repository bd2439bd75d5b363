import type { Clock } from '../clock.ts';

export interface Chore {
  readonly name: string;
  readonly everyMs: number;
  /** Also at once when the worker starts. */
  readonly atStart?: boolean;
  run(signal: AbortSignal): Promise<unknown>;
}

/** Runs each chore at its interval until the signal, one after the other; a failing one is reported and goes on. */
export async function runHousekeeping(
  {
    clock,
    chores,
    onError,
  }: { clock: Clock; chores: readonly Chore[]; onError: (error: unknown, what: string) => void },
  signal: AbortSignal,
): Promise<void> {
  await Promise.all(chores.map((chore) => runChore(chore)));

  async function runChore(chore: Chore): Promise<void> {
    if (chore.atStart !== true) await clock.sleep(chore.everyMs, signal).catch(() => {});
    while (!signal.aborted) {
      try {
        await chore.run(signal);
      } catch (error) {
        if (!signal.aborted) onError(error, chore.name);
      }
      await clock.sleep(chore.everyMs, signal).catch(() => {});
    }
  }
}

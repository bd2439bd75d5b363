import type { Clock } from '../clock.ts';
import {
  claimPrepare,
  giveBackPrepare,
  prepareOne,
  type PrepareDependencies,
  type PrepareTask,
} from '../photos/prepare.ts';

export interface PrepareLoopDependencies extends PrepareDependencies {
  readonly clock: Clock;
  /** Pictures decoded at the same time; one more is claimed, so that no decoder waits for the database. */
  readonly concurrency: number;
  readonly hint: (signal: AbortSignal) => Promise<void>;
  readonly onPrepared?: () => void;
  readonly onError: (error: unknown, what: string) => void;
}

const touchMs = 15_000;
const pollMs = 500;
/** A running job gives many hints a second, and few of them mean a new picture. */
const restMs = 100;

/** Prepares photos until the signal; what is not finished then is given back to whoever comes next. */
export async function runPrepareLoop(
  dependencies: PrepareLoopDependencies,
  signal: AbortSignal,
): Promise<void> {
  const { clock, concurrency, onError } = dependencies;
  const held = new Map<string, PrepareTask>();
  const leases = keepLeases(dependencies, held, signal).catch(() => {});
  const running = new Set<Promise<void>>();
  let wake: () => void = () => {};
  const work = async (task: PrepareTask) => {
    try {
      await prepareOne(dependencies, task, signal);
      dependencies.onPrepared?.();
    } catch (error) {
      if (!signal.aborted) onError(error, 'prepare');
      else
        await giveBackPrepare(dependencies, task).catch((failure: unknown) => onError(failure, 'give back'));
    } finally {
      held.delete(task.message.id);
      wake();
    }
  };
  while (!signal.aborted) {
    let claimed = 0;
    try {
      const tasks = await claimPrepare(dependencies, concurrency + 1 - held.size);
      claimed = tasks.length;
      for (const task of tasks) {
        held.set(task.message.id, task);
        const ended = work(task);
        running.add(ended);
        void ended.finally(() => running.delete(ended));
      }
    } catch (error) {
      onError(error, 'claim to prepare');
      await clock.sleep(1000, signal).catch(() => {});
    }
    if (claimed > 0 && held.size <= concurrency) continue;
    const over = new AbortController();
    const woken = new Promise<void>((resolve) => (wake = resolve));
    const either = AbortSignal.any([over.signal, signal]);
    const hinted = () => Promise.all([dependencies.hint(either), clock.sleep(restMs, either)]);
    const waits: Promise<unknown>[] = [woken, clock.sleep(pollMs, either)];
    if (held.size <= concurrency) waits.push(hinted());
    await Promise.race(waits.map((wait) => wait.catch(() => {})));
    over.abort(new Error('Woken'));
  }
  await Promise.all(running);
  await leases;
}

async function keepLeases(
  { clock, queue, onError }: PrepareLoopDependencies,
  held: ReadonlyMap<string, PrepareTask>,
  signal: AbortSignal,
): Promise<void> {
  for (;;) {
    await clock.sleep(touchMs, signal);
    try {
      await queue.touch(
        'prepare',
        [...held.values()].map((task) => task.message),
      );
    } catch (error) {
      onError(error, 'lease');
    }
  }
}

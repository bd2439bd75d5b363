import { runSlice, type SliceDependencies } from '../jobs/slice.ts';

/** How long calls in flight may finish when the worker is told to stop. */
const graceMs = 10_000;

/** Runs jobs until the signal; the slice itself goes on through errors, this only starts it again if it ever ends. */
export async function runItemLoop(dependencies: SliceDependencies, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      await runSlice(dependencies, { signal, whenIdle: 'wait', graceMs });
    } catch (error) {
      dependencies.onError(error, 'slice');
      await dependencies.clock.sleep(1000, signal).catch(() => {});
    }
  }
}

import type { Clock } from '../clock.ts';
import type { Database } from '../database/sql.ts';
import { beginAlone, suspectCrashes } from './begin-alone.ts';
import type { ClaimedItem } from './claim.ts';
import { handle, type HandleDependencies, type Result } from './handle.ts';

export interface WorkDependencies extends Omit<HandleDependencies, 'now'> {
  readonly clock: Clock;
  readonly database: Database;
  readonly onError: (error: unknown, what: string) => void;
}

/** What becomes of one claimed item; there is always a result, so that nothing is held for ever. */
export async function workOn(
  dependencies: WorkDependencies,
  item: ClaimedItem,
  signal: AbortSignal,
): Promise<Result> {
  try {
    if (!(await mayBegin(dependencies, item))) return { kind: 'give_back' };
    return await handle({ ...dependencies, now: dependencies.clock.now }, item, signal);
  } catch (error) {
    dependencies.onError(error, 'handle');
    return afterOwnMistake(item);
  }
}

/** What runs alone is written down first: if it ends its worker, it is to blame. */
async function mayBegin({ database, onError }: WorkDependencies, item: ClaimedItem): Promise<boolean> {
  if (item.crashes < suspectCrashes) return true;
  try {
    return await beginAlone(database, item);
  } catch (error) {
    onError(error, 'begin alone');
    return false;
  }
}

/** A mistake of ours must not hold the item for ever: it is tried again, and counts as a try. */
function afterOwnMistake(item: ClaimedItem): Result {
  return item.errors + 1 >= 3
    ? { kind: 'fail', code: 'unstorable', detail: '', call: null }
    : { kind: 'later', seconds: 5, costs: 'error', call: null };
}

export interface Counts {
  readonly total: number;
  readonly succeeded: number;
  readonly failed: number;
  readonly skipped: number;
  readonly canceled: number;
}

/**
 * The status a job has once its last item has ended, null while some have not. Some failed items never fail a job:
 * it is `error` only if something failed and nothing succeeded or was skipped.
 */
export function finalStatus(counts: Counts): 'completed' | 'error' | 'canceled' | null {
  const ended = counts.succeeded + counts.failed + counts.skipped + counts.canceled;
  if (ended < counts.total) return null;
  if (counts.canceled > 0) return 'canceled';
  if (counts.failed > 0 && counts.succeeded === 0 && counts.skipped === 0) return 'error';
  return 'completed';
}

import { describe, expect, it } from 'vitest';
import { aloneInLane, mergeReports } from './limiter-store.ts';
import { nothing } from './outcomes.testdata.ts';

describe('merging reports', () => {
  const pace = (perMs: number, learntMsAgo: number) => ({ perMs, ceiling: null, learntMsAgo });
  const other = (process: string, told: object, msAgo = 0) => ({
    process,
    here: true,
    msAgo,
    report: { ...nothing, ...told },
  });

  it('takes the longest wait and the newest pace, less the time since they were told', () => {
    const merged = mergeReports('b', [
      other('a', { closedForMs: 5000, reason: 'unreachable', requests: pace(0.1, 100) }, 1000),
      other('c', { closedForMs: 4500, reason: 'rate_limit', requests: pace(0.2, 500) }, 100),
    ]);
    expect(merged).toMatchObject({ sharers: 3, place: 1, closedForMs: 4400, reason: 'rate_limit' });
    expect(merged.requests).toEqual(pace(0.2, 600));
  });

  it('counts the calls of those too that only wait for their ends, and none where an older version does not say', () => {
    const { inFlight: _, ...older } = nothing;
    const merged = mergeReports('b', [
      other('a', { isUsing: false, inFlight: 3 }),
      other('c', { inFlight: 2 }),
      { process: 'd', here: true, msAgo: 0, report: older },
      { ...other('e', { inFlight: 9 }), here: false },
    ]);
    expect(merged).toMatchObject({ sharers: 3, place: 0, othersInFlight: 5 });
  });

  it('counts who speaks another language, and believes none of it', () => {
    const strange = { closedForMs: 'long', reason: 'because' };
    expect(mergeReports('b', [other('a', strange)])).toEqual({ ...aloneInLane, sharers: 2, place: 1 });
  });
});

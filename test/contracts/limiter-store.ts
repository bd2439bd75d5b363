import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { LaneReport, LimiterStore } from '../../src/vision/limiter-store.ts';

export interface LimiterStoresUnderTest {
  /** The store as the process of this id has it; all share what they know. */
  of(process: string): LimiterStore;
  /** Makes everything that was told so far older. */
  pass(ms: number): Promise<void>;
  cleanUp(): Promise<void>;
}

const [a, b, c] = ['a', 'b', 'c'].map((letter) => `00000000-0000-7000-8000-00000000000${letter}`) as [
  string,
  string,
  string,
];
const quiet: LaneReport = {
  isUsing: true,
  inFlight: 0,
  closedForMs: 0,
  reason: null,
  requests: null,
  tokens: null,
};
const closed: LaneReport = {
  isUsing: true,
  inFlight: 0,
  closedForMs: 30_000,
  reason: 'rate_limit',
  requests: { perMs: 0.005, ceiling: null, learntMsAgo: 12.5 },
  tokens: { perMs: 3.2, ceiling: 4, learntMsAgo: 0 },
};

/** What every place promises where processes tell each other about lanes. */
export function describeLimiterStore(name: string, make: () => Promise<LimiterStoresUnderTest>): void {
  describe(`limiter store: ${name}`, () => {
    let subject: LimiterStoresUnderTest;
    beforeEach(async () => {
      subject = await make();
    });
    afterEach(async () => {
      await subject.cleanUp();
    });
    const tell = async (process: string, report: LaneReport, lane = 'lane') =>
      await subject.of(process).exchange(lane, report);
    const names = (reports: readonly { readonly process: string }[]) =>
      reports.map(({ process }) => process).toSorted();

    test('nobody hears himself', async () => {
      expect(await tell(a, closed)).toEqual([]);
      expect(await tell(a, closed)).toEqual([]);
    });

    test('everybody hears the last word of everybody else, and how long ago it was', async () => {
      await tell(a, quiet);
      await tell(a, closed);
      await tell(b, quiet);
      await subject.pass(2000);
      const heard = await tell(c, quiet);
      expect(names(heard)).toEqual([a, b]);
      const fromA = heard.find(({ process }) => process === a);
      expect(fromA).toMatchObject({ here: true, report: closed });
      expect(fromA?.msAgo).toBeGreaterThanOrEqual(2000);
      expect(fromA?.msAgo).toBeLessThan(4000);
    });

    test('lanes know nothing of each other', async () => {
      await tell(a, closed, 'one');
      expect(await tell(b, quiet, 'two')).toEqual([]);
    });

    test('who is silent for five seconds is not here, but heard for an hour', async () => {
      await tell(a, closed);
      await subject.pass(5100);
      expect(await tell(b, quiet)).toMatchObject([{ process: a, here: false, report: closed }]);
      await subject.pass(3_600_000);
      expect(await tell(b, quiet)).toEqual([]);
      await tell(a, quiet);
      expect(await tell(b, quiet)).toMatchObject([{ process: a, here: true }]);
    });

    test('who leaves is not here at once, in no lane, and what he was told still holds', async () => {
      await tell(a, closed, 'one');
      await tell(a, quiet, 'two');
      await subject.of(a).leave();
      expect(await tell(b, quiet, 'one')).toMatchObject([{ here: false, report: closed }]);
      expect(await tell(b, quiet, 'two')).toMatchObject([{ here: false }]);
      await tell(a, quiet, 'one');
      expect(await tell(b, quiet, 'one')).toMatchObject([{ here: true }]);
    });

    test('many tell at the same time and nobody is lost', async () => {
      const many = Array.from(
        { length: 12 },
        (_, nth) => `00000000-0000-7000-8000-0000000001${String(nth).padStart(2, '0')}`,
      );
      await Promise.all(many.flatMap((process) => [tell(process, quiet), tell(process, quiet)]));
      expect(names(await tell(a, quiet))).toEqual(many);
    });
  });
}

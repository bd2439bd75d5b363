import { z } from 'zod';
import type { Lanes } from './slice.ts';
import type { WorkCounters } from './work-counters.ts';

const rateSchema = z.object({ left: z.number().nullable(), perSecond: z.number().nullable() });

const statsSchema = z.object({
  counts: z.object({
    items: z.record(z.string(), z.number()),
    retries: z.record(z.string(), z.number()),
    leasesExpired: z.number(),
    pictures: z.number(),
  }),
  lanes: z.array(
    z.object({
      lane: z.string(),
      window: z.number(),
      inFlight: z.number(),
      waitingUntil: z.number().nullable(),
      rates: z.object({ requests: rateSchema, tokens: rateSchema }).nullable(),
    }),
  ),
});

/** What a process tells of itself: what it has done since it began, and how its lanes stand. */
export type ProcessStats = Readonly<z.infer<typeof statsSchema>>;

export function collectStats({ counters, lanes }: { counters: WorkCounters; lanes: Lanes }): ProcessStats {
  return {
    counts: counters.read(),
    lanes: [...lanes.known()].map(([lane, { state }]) => {
      const { window, inFlight, waitingUntil, rates } = state();
      return { lane, window, inFlight, waitingUntil, rates };
    }),
  };
}

/** Null if another version of this program tells it otherwise. */
export function readStats(stats: unknown): ProcessStats | null {
  const parsed = statsSchema.safeParse(stats);
  return parsed.success ? parsed.data : null;
}

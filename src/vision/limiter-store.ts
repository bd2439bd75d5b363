import { z } from 'zod';

/** A rate for all processes together, as it was learnt; it has grown since, but not above the ceiling. */
const paceSchema = z.object({
  perMs: z.number().positive(),
  ceiling: z.number().positive().nullable(),
  learntMsAgo: z.number(),
});

const reportSchema = z.object({
  /** Takes its share of the lane; false once it has nothing more to ask, even if calls of it have not ended yet. */
  isUsing: z.boolean(),
  /** Calls that have not ended; an older version does not say. */
  inFlight: z.number().int().nonnegative().default(0),
  /** How much longer the provider wants nothing to start; 0 while it does not mind. */
  closedForMs: z.number().nonnegative(),
  reason: z.enum(['rate_limit', 'unreachable', 'stopped']).nullable(),
  requests: paceSchema.nullable(),
  tokens: paceSchema.nullable(),
});

export type Pace = Readonly<z.infer<typeof paceSchema>>;

/** What one process knows of a lane. Times are told as distances, since clocks of machines differ. */
export type LaneReport = Readonly<z.infer<typeof reportSchema>>;

/** The report of another process, as it was `msAgo`. */
export interface OthersReport {
  readonly process: string;
  /** Still at work on this lane; a process that left is heard for the wait it was told. */
  readonly here: boolean;
  readonly msAgo: number;
  /** Perhaps of another version of this program. */
  readonly report: unknown;
}

/**
 * Where processes tell each other about the lanes they share. Each writes its own report only, so nobody waits for
 * anybody; who has not been heard for 5 s is no longer here, and after an hour nobody remembers it.
 */
export interface LimiterStore {
  /** This process, different from every other one. */
  readonly process: string;
  /** Tells and hears in one go; says at the same time that this process is here. */
  exchange(lane: string, report: LaneReport): Promise<OthersReport[]>;
  /** This process ends: its share of every lane is free at once. */
  leave(): Promise<void>;
}

/** All processes together, seen from one of them. */
export interface SharedLane {
  /** Processes that use the lane, this one included. */
  readonly sharers: number;
  /** Place of this one among them, from 0; no two have the same. */
  readonly place: number;
  /** Calls of all others together, as far as they told. */
  readonly othersInFlight: number;
  readonly closedForMs: number;
  readonly reason: LaneReport['reason'];
  /** What others learnt last. */
  readonly requests: Pace | null;
  readonly tokens: Pace | null;
}

export const aloneInLane: SharedLane = {
  sharers: 1,
  place: 0,
  othersInFlight: 0,
  closedForMs: 0,
  reason: null,
  requests: null,
  tokens: null,
};

/** What the reports of the others come to; one that cannot be read counts as a process that uses the lane, no more. */
export function mergeReports(process: string, others: readonly OthersReport[]): SharedLane {
  const read = others.map((other) => ({ ...other, told: readReport(other.report) }));
  const using = read.filter(({ here, told }) => here && told?.isUsing !== false);
  const heard = read.flatMap(({ told, msAgo }) => (told === null ? [] : [{ ...told, msAgo }]));
  const closings = heard.map((told) => ({ ...told, closedForMs: told.closedForMs - told.msAgo }));
  const longest = closings.toSorted((a, b) => b.closedForMs - a.closedForMs)[0];
  const isClosed = longest !== undefined && longest.closedForMs > 0;
  return {
    sharers: using.length + 1,
    place: using.filter((other) => other.process < process).length,
    othersInFlight: read.reduce((sum, { here, told }) => sum + (here ? (told?.inFlight ?? 0) : 0), 0),
    closedForMs: isClosed ? longest.closedForMs : 0,
    reason: isClosed ? longest.reason : null,
    requests: newest(heard.map(({ requests, msAgo }) => aged(requests, msAgo))),
    tokens: newest(heard.map(({ tokens, msAgo }) => aged(tokens, msAgo))),
  };
}

function readReport(report: unknown): LaneReport | null {
  const parsed = reportSchema.safeParse(report);
  return parsed.success ? parsed.data : null;
}

const aged = (pace: Pace | null, msAgo: number): Pace | null =>
  pace === null ? null : { ...pace, learntMsAgo: pace.learntMsAgo + msAgo };

function newest(paces: readonly (Pace | null)[]): Pace | null {
  return paces
    .filter((pace) => pace !== null)
    .reduce<Pace | null>(
      (first, one) => (first !== null && first.learntMsAgo <= one.learntMsAgo ? first : one),
      null,
    );
}

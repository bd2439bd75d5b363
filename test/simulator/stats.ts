/** What the simulator saw; tests assert on it. */
export interface Stats {
  calls: number;
  /** By mode, `ok` included. */
  byMode: Record<string, number>;
  inFlight: number;
  maxConcurrency: number;
  throttled: number;
  billed: number;
  inputTokens: number;
  outputTokens: number;
  /** At the prices of gpt-6-luna, in nano-USD. */
  costNano: number;
  distinctImages: number;
  imagesBilledTwice: number;
  contractViolations: { param: string; message: string }[];
  startedDuringRetryAfter: number;
  startedAfterStop: number;
  sameBodyAfterRefusal: number;
  missingDetail: number;
  bothTokenCaps: number;
  httpImageUrls: number;
  longestEdge: number;
  abortedByClient: number;
}

/** Calls that were on their way when an answer arrived are not to blame. */
const onTheWayMs = 10;

export interface StatsKeeper {
  readonly stats: Stats;
  arrived(bodyHash: string, now: number): void;
  refusedForGood(bodyHash: string): void;
  retryAfter(until: number, now: number): void;
  stopped(now: number): void;
  billed(image: string, tokens: { input: number; output: number }): void;
  left(): void;
}

export function createStats(): StatsKeeper {
  const stats = emptyStats();
  const billedImages = new Map<string, number>();
  const refusedBodies = new Set<string>();
  let quiet: { from: number; until: number } | null = null;
  let stoppedAt: number | null = null;
  return {
    stats,
    arrived(bodyHash, now) {
      stats.calls += 1;
      stats.inFlight += 1;
      stats.maxConcurrency = Math.max(stats.maxConcurrency, stats.inFlight);
      if (quiet !== null && now > quiet.from + onTheWayMs && now < quiet.until)
        stats.startedDuringRetryAfter += 1;
      if (stoppedAt !== null && now > stoppedAt + onTheWayMs) stats.startedAfterStop += 1;
      if (refusedBodies.has(bodyHash)) stats.sameBodyAfterRefusal += 1;
    },
    refusedForGood: (bodyHash) => void refusedBodies.add(bodyHash),
    retryAfter(until, now) {
      quiet = {
        from: Math.min(quiet !== null && now < quiet.until ? quiet.from : now, now),
        until: Math.max(until, quiet?.until ?? 0),
      };
    },
    stopped(now) {
      stoppedAt ??= now;
    },
    billed(image, tokens) {
      const times = (billedImages.get(image) ?? 0) + 1;
      billedImages.set(image, times);
      stats.billed += 1;
      stats.distinctImages = billedImages.size;
      if (times === 2) stats.imagesBilledTwice += 1;
      stats.inputTokens += tokens.input;
      stats.outputTokens += tokens.output;
      stats.costNano += tokens.input * 100 + tokens.output * 500;
    },
    left() {
      stats.inFlight -= 1;
    },
  };
}

function emptyStats(): Stats {
  return {
    calls: 0,
    byMode: {},
    inFlight: 0,
    maxConcurrency: 0,
    throttled: 0,
    billed: 0,
    inputTokens: 0,
    outputTokens: 0,
    costNano: 0,
    distinctImages: 0,
    imagesBilledTwice: 0,
    contractViolations: [],
    startedDuringRetryAfter: 0,
    startedAfterStop: 0,
    sameBodyAfterRefusal: 0,
    missingDetail: 0,
    bothTokenCaps: 0,
    httpImageUrls: 0,
    longestEdge: 0,
    abortedByClient: 0,
  };
}

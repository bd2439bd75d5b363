/** A budget that refills all the time and holds `burst` at most. */
export interface Limit {
  readonly perSecond: number;
  readonly burst: number;
}

export interface Limits {
  readonly requests?: Limit;
  readonly tokens?: Limit;
  /** Whether responses tell what is left (default), and how a 429 says when to come back. */
  readonly headers?: boolean;
  readonly retryAfter?: 'seconds' | 'ms' | 'none';
}

export interface Verdict {
  readonly ok: boolean;
  readonly headers: Record<string, string>;
  readonly retryAfterMs: number;
}

export interface RateLimits {
  /** Charges a call; a refused one costs a request too, as with the real ones. */
  charge(tokens: number, now: number): Verdict;
}

export function createRateLimits(limits: Limits, startedAt: number): RateLimits {
  const requests = createBucket(limits.requests, startedAt);
  const tokens = createBucket(limits.tokens, startedAt);
  return {
    charge(cost, now) {
      const waits = [requests.waitMs(1, now), tokens.waitMs(cost, now)];
      const retryAfterMs = Math.max(...waits);
      requests.take(1, now);
      if (retryAfterMs === 0) tokens.take(cost, now);
      const rate =
        limits.headers === false ? {} : { ...requests.headers('requests'), ...tokens.headers('tokens') };
      const retry = retryAfterMs === 0 ? {} : retryHeaders(limits.retryAfter ?? 'seconds', retryAfterMs);
      return { ok: retryAfterMs === 0, headers: { ...rate, ...retry }, retryAfterMs };
    },
  };
}

function retryHeaders(how: 'seconds' | 'ms' | 'none', ms: number): Record<string, string> {
  if (how === 'none') return {};
  const seconds = { 'retry-after': String(Math.ceil(ms / 1000)) };
  return how === 'seconds' ? seconds : { ...seconds, 'retry-after-ms': String(Math.ceil(ms)) };
}

function createBucket(limit: Limit | undefined, startedAt: number) {
  let level = limit?.burst ?? 0;
  let levelAt = startedAt;
  function fill(now: number): void {
    if (limit === undefined) return;
    level = Math.min(limit.burst, level + ((now - levelAt) / 1000) * limit.perSecond);
    levelAt = now;
  }
  return {
    waitMs(cost: number, now: number): number {
      fill(now);
      return limit === undefined || level >= cost ? 0 : Math.ceil(((cost - level) / limit.perSecond) * 1000);
    },
    take(cost: number, now: number): void {
      fill(now);
      if (limit !== undefined) level = Math.max(0, level - cost);
    },
    headers(kind: string): Record<string, string> {
      if (limit === undefined) return {};
      return {
        [`x-ratelimit-limit-${kind}`]: String(limit.burst),
        [`x-ratelimit-remaining-${kind}`]: String(Math.max(0, Math.floor(level))),
        [`x-ratelimit-reset-${kind}`]: goDuration(((limit.burst - level) / limit.perSecond) * 1000),
      };
    },
  };
}

/** `120ms`, `1.5s`, `2m3s`. */
function goDuration(ms: number): string {
  if (ms < 1000) return `${Math.ceil(ms)}ms`;
  const minutes = Math.floor(ms / 60_000);
  const seconds = ((ms % 60_000) / 1000).toFixed(2).replace(/\.?0+$/u, '');
  return minutes > 0 ? `${minutes}m${seconds}s` : `${seconds}s`;
}

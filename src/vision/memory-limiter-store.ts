import type { LaneReport, LimiterStore } from './limiter-store.ts';

interface Heard {
  readonly report: LaneReport;
  readonly at: number;
  readonly here: boolean;
}

const hereMs = 5000;
const rememberedMs = 3_600_000;

/** Lanes shared inside one process: by several limiters of a test, or by workers that run in one place. */
export function createMemoryLimiterStores(now: () => number): (process: string) => LimiterStore {
  const lanes = new Map<string, Map<string, Heard>>();
  return (process) => ({
    process,
    async exchange(lane, report) {
      const reports = lanes.get(lane) ?? new Map<string, Heard>();
      lanes.set(lane, reports);
      reports.set(process, { report, at: now(), here: true });
      return [...reports].flatMap(([other, heard]) => {
        const msAgo = now() - heard.at;
        if (other === process || msAgo > rememberedMs) return [];
        return [{ process: other, here: heard.here && msAgo < hereMs, msAgo, report: heard.report }];
      });
    },
    async leave() {
      for (const reports of lanes.values()) {
        const own = reports.get(process);
        if (own !== undefined) reports.set(process, { ...own, here: false });
      }
    },
  });
}

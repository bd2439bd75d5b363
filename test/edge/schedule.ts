import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '../../src/database/sql.ts';

/** pg_cron and pg_net at the network edge: runs the worker's entry every so often and sends what it asked for. */
export function startSchedule(database: Database, { everyMs }: { everyMs: number }) {
  const stop = new AbortController();
  const told = { calls: 0, failed: 0 };

  async function tick(): Promise<void> {
    const [entry] = await database.query<{ command: string }>(
      `select command from cron.job where jobname = 'rollcall-worker'`,
    );
    if (entry !== undefined) await database.query(entry.command);
    const sent = await database.query<{ url: string; headers: Record<string, string>; body: object }>(
      'delete from net.requests returning url, headers, body',
    );
    for (const { url, headers, body } of sent) {
      told.calls += 1;
      const response = await fetch(url, {
        method: 'POST',
        headers: { ...headers, 'x-test-outside': 'schedule' },
        body: JSON.stringify(body),
      });
      if (!response.ok) told.failed += 1;
    }
  }

  const running = (async () => {
    while (!stop.signal.aborted) {
      // Like the real one, it misses a turn when something is wrong and comes again.
      await tick().catch(() => (told.failed += 1));
      await sleep(everyMs, undefined, { signal: stop.signal }).catch(() => {});
    }
  })();
  return {
    told,
    async stop() {
      stop.abort();
      await running;
    },
  };
}

import type { Database } from './sql.ts';
import { statement } from './sql.ts';

// clock_timestamp(): inside a transaction now() would stand still.
const exchange = statement(
  'lanes.exchange',
  `with told as (
     insert into rollcall.lane_processes as l (lane, process, report, seen_at)
     values ($1, $2, $3, clock_timestamp())
     on conflict (lane, process) do update
       set report = excluded.report, seen_at = excluded.seen_at, here = true)
   select process, here and seen_at > clock_timestamp() - interval '5 s' as here, report,
          greatest(0, extract(epoch from clock_timestamp() - seen_at) * 1000)::float8 as "msAgo"
   from rollcall.lane_processes
   where lane = $1 and process <> $2 and seen_at > clock_timestamp() - interval '1 hour'`,
);

const leave = statement('lanes.leave', 'update rollcall.lane_processes set here = false where process = $1');

const forget = statement(
  'lanes.forget',
  `delete from rollcall.lane_processes where seen_at < clock_timestamp() - interval '1 hour'`,
);

interface ReportRow {
  process: string;
  here: boolean;
  msAgo: number;
  report: unknown;
}

/** What the processes on one database tell each other about the lanes they share (the port is in `vision/`). */
export function createPostgresLimiterStore({ database, process }: { database: Database; process: string }) {
  return {
    process,
    async exchange(lane: string, report: object): Promise<ReportRow[]> {
      return await database.query<ReportRow>(exchange, [lane, process, JSON.stringify(report)]);
    },
    async leave(): Promise<void> {
      await database.query(leave, [process]);
      await database.query(forget);
    },
  };
}

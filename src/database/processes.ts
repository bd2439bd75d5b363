import type { Database } from './sql.ts';
import { statement } from './sql.ts';

// clock_timestamp(): inside a transaction now() would stand still.
const beat = statement(
  'processes.beat',
  `insert into rollcall.processes as p (id, kind, place, pid, begun, stats, seen_at)
   values ($1, $2, $3, $4, $5, $6, clock_timestamp())
   on conflict (id) do update set stats = excluded.stats, seen_at = excluded.seen_at`,
);

const neighbours = statement(
  'processes.neighbours',
  `select id, pid, begun from rollcall.processes where place = $1 and place <> '' and id <> $2`,
);

const living = statement(
  'processes.living',
  `select id, kind, stats from rollcall.processes
   where id <> $1 and seen_at > clock_timestamp() - interval '15 s' order by id`,
);

const leave = statement('processes.leave', 'delete from rollcall.processes where id = $1');

/** Not at once: a transaction that a dead process had sent may still be under way. */
const forget = statement(
  'processes.forget',
  `delete from rollcall.processes
   where (id = any($1::uuid[]) and seen_at < clock_timestamp() - interval '1 minute')
      or seen_at < clock_timestamp() - interval '1 day'`,
);

/** A process, as one on the same machine needs to know it to see whether it is still there. */
export interface Neighbour {
  readonly id: string;
  readonly pid: number;
  readonly begun: string;
}

export interface ProcessIdentity extends Neighbour {
  readonly kind: 'server' | 'worker';
  readonly place: string;
}

export interface LivingProcess {
  readonly id: string;
  readonly kind: string;
  /** Perhaps of another version of this program. */
  readonly stats: unknown;
}

/** The processes on one database: who they are and what they tell of themselves. */
export interface Processes {
  readonly self: ProcessIdentity;
  beat(stats: object): Promise<void>;
  /** Those that this one could see if they still lived. */
  neighbours(): Promise<Neighbour[]>;
  /** All others that were heard in the last 15 s. */
  living(): Promise<LivingProcess[]>;
  leave(): Promise<void>;
  /** Drops the rows of processes known to be gone, and of those not heard for a day. */
  forget(gone: readonly string[]): Promise<void>;
}

export function createProcesses(database: Database, self: ProcessIdentity): Processes {
  const { id, kind, place, pid, begun } = self;
  return {
    self,
    beat: async (stats) =>
      void (await database.query(beat, [id, kind, place, pid, begun, JSON.stringify(stats)])),
    neighbours: () => database.query<Neighbour>(neighbours, [place, id]),
    living: () => database.query<LivingProcess>(living, [id]),
    leave: async () => void (await database.query(leave, [id])),
    forget: async (gone) => void (await database.query(forget, [gone])),
  };
}

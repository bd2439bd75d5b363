import type { Database } from '../database/sql.ts';
import { statement } from '../database/sql.ts';

/** What a slice hears when it says that it lives. */
export interface Neighbourhood {
  /** Other slices that claim and go on doing so. */
  readonly others: number;
  /** Photos that are due and nobody has, counted no further than asked. */
  readonly due: number;
}

/** Slices that live, as the database knows them; the schedule there looks at the same rows. */
export interface SliceSeats {
  /** Takes a place for this slice; false while as many as wanted claim already. */
  take(id: string): Promise<boolean>;
  /** Says that it lives, and whether another one may take its place. */
  beat(slice: { id: string; isLeaving: boolean; countTo: number }): Promise<Neighbourhood>;
  leave(id: string): Promise<void>;
  /** Slices that were cut off leave their row. */
  forgetDead(): Promise<void>;
}

// One at a time; a lock of the transaction, since behind the pooler there is no session.
const queueUp = statement('slices.queue_up', `select pg_advisory_xact_lock(hashtext('rollcall.slices'))`);

const take = statement(
  'slices.take',
  `insert into rollcall.slices (id, wanted)
   select $1::uuid, $2::int
   where (select count(*) from rollcall.slices where not leaving and beat_at > now() - interval '5 s') < $2::int
   returning id`,
);

const beat = statement(
  'slices.beat',
  `with told as (
     insert into rollcall.slices (id, wanted, leaving) values ($1, $2, $3)
     on conflict (id) do update set beat_at = now(), wanted = excluded.wanted, leaving = excluded.leaving)
   select (select count(*) from rollcall.slices
           where id <> $1 and not leaving and beat_at > now() - interval '5 s')::int as others,
          (select count(*) from (select from pgboss.job where name = 'items' and state < 'active' and not blocked
             and start_after <= now() limit $4) waiting)::int as due`,
);

const leave = statement('slices.leave', 'delete from rollcall.slices where id = $1');
const forget = statement(
  'slices.forget',
  `delete from rollcall.slices where beat_at < now() - interval '1 hour'`,
);

export function createSliceSeats({ database, wanted }: { database: Database; wanted: number }): SliceSeats {
  return {
    take: (id) =>
      database.transaction(async (tx) => {
        await tx.query(queueUp);
        return (await tx.query(take, [id, wanted])).length > 0;
      }),
    async beat({ id, isLeaving, countTo }) {
      const [row] = await database.query<Neighbourhood>(beat, [id, wanted, isLeaving, countTo]);
      return row ?? { others: 0, due: 0 };
    },
    leave: async (id) => void (await database.query(leave, [id])),
    forgetDead: async () => void (await database.query(forget)),
  };
}

import type { Clock } from '../clock.ts';
import { statement, type Database } from '../database/sql.ts';

const beat = statement(
  'slices.beat',
  `insert into rollcall.slices (id) values ($1) on conflict (id) do update set beat_at = now()`,
);
const end = statement('slices.end', 'delete from rollcall.slices where id = $1');
const forget = statement(
  'slices.forget',
  `delete from rollcall.slices where beat_at < now() - interval '1 hour'`,
);

/** A third of what the schedule in the database takes for dead. */
const beatMs = 2000;

/** Says in the database that a slice lives, so that the schedule need not start another, until the slice has ended. */
export async function whileBeating<T>(
  { database, clock, id }: { database: Database; clock: Clock; id: string },
  run: () => Promise<T>,
): Promise<T> {
  const over = new AbortController();
  const beating = keepBeating();
  try {
    return await run();
  } finally {
    over.abort(new Error('Slice ended'));
    await beating;
    await database.query(end, [id]).catch(() => {});
  }

  async function keepBeating(): Promise<void> {
    while (!over.signal.aborted) {
      // Missing one means a second slice at worst, which does no harm.
      await database.query(beat, [id]).catch(() => {});
      await clock.sleep(beatMs, over.signal).catch(() => {});
    }
  }
}

/** Slices that were cut off leave their row. */
export const forgetDeadSlices = async (database: Database): Promise<void> =>
  void (await database.query(forget));

import { afterAll, beforeAll } from 'vitest';
import { DatabaseError, type Sql } from '../../src/database/sql.ts';
import type { TestDatabase } from '../integration/database.ts';
import { createSupabaseDatabase } from './supabase-database.ts';

export const ana = '00000000-0000-8000-8000-00000000000a';
export const ben = '00000000-0000-8000-8000-00000000000b';
export const job = '00000000-0000-7000-8000-0000000000d1';

/** A Supabase database for a file of tests: ana has a job of a hundred photos that runs, and ben has nothing. */
export function usePeopleDatabase(): TestDatabase {
  const db = {} as TestDatabase;
  beforeAll(async () => {
    Object.assign(db, await createSupabaseDatabase());
    await addPeople(db);
  });
  afterAll(() => db.close());
  return db;
}

async function addPeople({ database }: TestDatabase): Promise<void> {
  await database.query(`insert into rollcall.owners (id, subject) values ($1, 'ana'), ($2, 'ben')`, [
    ana,
    ben,
  ]);
  await database.query(
    `insert into rollcall.jobs (owner_id, id, kind, status, options, provider, model, lane, question, total, seq)
     values ($1, $2, 'rename', 'processing', '{}', 'p', 'm', 'l', 'q', 100, 1)`,
    [ana, job],
  );
}

export type AsPerson = <T>(role: string, sub: string | null, run: (tx: Sql) => Promise<T>) => Promise<T>;

/** Transactions as PostgREST, Storage and Realtime begin them. */
export const personsOf =
  (db: TestDatabase): AsPerson =>
  async (role, sub, run) =>
    await db.database.transaction(async (tx) => {
      const claims = sub === null ? '' : JSON.stringify({ sub, role });
      await tx.query(`select set_config('request.jwt.claims', $1, true)`, [claims]);
      await tx.query(`set local role ${role}`);
      return await run(tx);
    });

/** The code of the database's refusal; null when it did not refuse. */
export const refused = async (run: Promise<unknown>): Promise<string | null> => {
  const error = await run.then(
    () => null,
    (reason: unknown) => reason,
  );
  return error instanceof DatabaseError ? error.code : String(error);
};

export const noRight = '42501';

import { DatabaseError, type Database, type Sql } from '../../src/database/sql.ts';

/** What people may do in the bucket, as the policies of the real database say. */
export interface StoragePeople {
  /** Makes the object's row as whoever has this token; or says why not. */
  insert(token: string, name: string): Promise<'done' | 'refused' | 'exists'>;
  /** The same, without leaving anything behind. */
  mayInsert(token: string, name: string): Promise<'done' | 'refused' | 'exists'>;
  sees(token: string, name: string): Promise<boolean>;
  /** How many rows went; policies decide again. */
  remove(token: string, names: readonly string[]): Promise<number>;
  /** As the service, which may do anything. */
  forget(names: readonly string[]): Promise<void>;
}

export function createStoragePeople(options: {
  readonly database: Database;
  readonly bucket: string;
  /** Claims of a token that holds, else null. */
  readonly claimsOf: (token: string) => Promise<object | null>;
}): StoragePeople {
  const { database, bucket, claimsOf } = options;

  /** A transaction as Storage begins it. */
  async function as<T>(token: string, run: (tx: Sql) => Promise<T>): Promise<T | 'refused' | 'exists'> {
    const claims = await claimsOf(token);
    if (claims === null) return 'refused';
    try {
      return await database.transaction(async (tx) => {
        await tx.query(`select set_config('request.jwt.claims', $1, true)`, [JSON.stringify(claims)]);
        await tx.query('set local role authenticated');
        return await run(tx);
      });
    } catch (error) {
      if (error instanceof DatabaseError && error.code === '42501') return 'refused';
      if (error instanceof DatabaseError && error.code === '23505') return 'exists';
      if (error instanceof RolledBack) return 'done' as never;
      throw error;
    }
  }

  const insertRow = async (tx: Sql, name: string) => {
    await tx.query('insert into storage.objects (bucket_id, name) values ($1, $2)', [bucket, name]);
    return 'done' as const;
  };
  return {
    insert: (token, name) => as(token, (tx) => insertRow(tx, name)),
    mayInsert: (token, name) =>
      as(token, async (tx) => {
        await insertRow(tx, name);
        throw new RolledBack();
      }),
    async sees(token, name) {
      const rows = await as(token, (tx) =>
        tx.query('select name from storage.objects where bucket_id = $1 and name = $2', [bucket, name]),
      );
      return Array.isArray(rows) && rows.length > 0;
    },
    async remove(token, names) {
      const rows = await as(token, (tx) =>
        tx.query('delete from storage.objects where bucket_id = $1 and name = any($2) returning name', [
          bucket,
          names,
        ]),
      );
      return Array.isArray(rows) ? rows.length : 0;
    },
    async forget(names) {
      await database.query('delete from storage.objects where bucket_id = $1 and name = any($2)', [
        bucket,
        names,
      ]);
    },
  };
}

class RolledBack extends Error {
  override name = 'RolledBack';
}

import type { Sql } from './sql.ts';
import { statement } from './sql.ts';

const get = statement('settings.get', 'select data from rollcall.settings where owner_id = $1');
const put = statement(
  'settings.put',
  `insert into rollcall.settings (owner_id, data) values ($1, $2)
   on conflict (owner_id) do update set data = excluded.data, updated_at = now()`,
);

/** What the owner has set, as stored; the caller knows its shape. */
export async function getSettings(tx: Sql, ownerId: string): Promise<unknown> {
  const [row] = await tx.query<{ data: unknown }>(get, [ownerId]);
  return row?.data ?? {};
}

/** Replaces all of the owner's settings. */
export async function putSettings(tx: Sql, ownerId: string, data: object): Promise<void> {
  await tx.query(put, [ownerId, JSON.stringify(data)]);
}

import type { Sql } from './sql.ts';
import { statement } from './sql.ts';

const get = statement('settings.get', 'select data from rollcall.settings where owner_id = $1');
const change = statement(
  'settings.change',
  `insert into rollcall.settings as s (owner_id, data) values ($1, $2)
   on conflict (owner_id) do update set updated_at = now(), data =
     case when jsonb_typeof(s.data) = 'object' then s.data || excluded.data else excluded.data end
   returning data`,
);

/** What the owner has set, as stored; the caller knows its shape. */
export async function getSettings(tx: Sql, ownerId: string): Promise<unknown> {
  const [row] = await tx.query<{ data: unknown }>(get, [ownerId]);
  return row?.data ?? {};
}

/**
 * Lays these over the owner's settings and answers with all of them. One statement: several rooms keep theirs in the
 * same place, and of two at once neither may erase the other's.
 */
export async function changeSettings(tx: Sql, ownerId: string, changes: object): Promise<unknown> {
  const [row] = await tx.query<{ data: unknown }>(change, [ownerId, JSON.stringify(changes)]);
  return row?.data ?? {};
}

import type { Sql } from './sql.ts';
import { statement } from './sql.ts';

const bump = statement(
  'owners.bump',
  `with l as materialized (select id from rollcall.owners where id = any($1::uuid[]) order by id for no key update)
   update rollcall.owners w set seq = w.seq + 1 from l where w.id = l.id returning w.id, w.seq`,
);
const notify = statement(
  'owners.notify',
  `select pg_notify('rollcall', id::text) from unnest($1::uuid[]) as o(id)`,
);
const ensure = statement(
  'owners.ensure',
  'insert into rollcall.owners (id, subject) values ($1, $2) on conflict do nothing',
);

/**
 * Raises the sequence of every owner whose rows this transaction changes, and answers with the new values. First
 * after the queue and before anything else, once, for all owners together: it is their lock until the end.
 */
export async function bumpOwners(tx: Sql, ownerIds: Iterable<string>): Promise<Map<string, number>> {
  const rows = await tx.query<{ id: string; seq: number }>(bump, [[...new Set(ownerIds)]]);
  return new Map(rows.map(({ id, seq }) => [id, seq]));
}

/** The same for a transaction that changes one owner's rows only. */
export async function bumpOwner(tx: Sql, ownerId: string): Promise<number> {
  return (await bumpOwners(tx, [ownerId])).get(ownerId) ?? 0;
}

/** Tells every listening process, when this transaction commits, that these owners have something new. */
export async function notifyOwners(tx: Sql, ownerIds: Iterable<string>): Promise<void> {
  await tx.query(notify, [[...new Set(ownerIds)]]);
}

/** Makes the owner's row if it is the first time they are seen. */
export async function ensureOwner(sql: Sql, owner: { id: string; subject: string }): Promise<void> {
  await sql.query(ensure, [owner.id, owner.subject]);
}

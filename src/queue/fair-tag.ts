import type { Sql } from '../database/sql.ts';
import { statement } from '../database/sql.ts';
import type { NewMessage } from './queue-message.ts';

/*
 * Start-time fair queueing. Every message has a tag, minus its priority, and the lowest goes first. The tags of one
 * owner follow each other; the first is what the queue is serving now (`served`), or the owner's last tag if that is
 * higher. So who comes later takes turns with who waits already, and nobody saves up for idle times.
 *
 * What is served now is read off the first message that is new and due: one that was deferred or whose worker died
 * keeps its old tag, and would let a newcomer pass everybody else. With none waiting it is the highest tag ever
 * given: a restart at 0 would leave the owners with high tags behind those with low ones.
 */
const first = statement(
  'queue.fair_tag',
  `select greatest(coalesce(
      (select -priority from pgboss.job where name = 'items' and state < 'active' and state = 'created' and not blocked
       and start_after <= now() order by priority desc limit 1),
      (select max(fair_tag) from rollcall.owners), 0),
    (select fair_tag from rollcall.owners where id = $1)) as tag`,
);
const store = statement(
  'queue.store_fair_tag',
  `with l as materialized (
     select o.id, g.tag from rollcall.owners o join unnest($1::uuid[], $2::bigint[]) as g(id, tag) on g.id = o.id
     order by o.id for no key update of o)
   update rollcall.owners o set fair_tag = l.tag from l where o.id = l.id and l.tag > o.fair_tag`,
);

/** The priority of the owner's next message; the ones after it count down from there. Takes no lock. */
export async function fairTag(tx: Sql, ownerId: string): Promise<number> {
  const [row] = await tx.query<{ tag: number | null }>(first, [ownerId]);
  return -((row?.tag ?? 0) + 1);
}

/**
 * Keeps the tags given. After the messages are in: this takes the owner's row, and messages come before owners in
 * the lock order everywhere.
 */
export async function storeFairTags(tx: Sql, messages: readonly NewMessage[]): Promise<void> {
  const tags = new Map<string, number>();
  for (const { ownerId, priority } of messages)
    tags.set(ownerId, Math.max(tags.get(ownerId) ?? 0, -priority));
  await tx.query(store, [[...tags.keys()], [...tags.values()]]);
}

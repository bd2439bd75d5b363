import { bumpOwners } from '../database/bump.ts';
import type { Database } from '../database/sql.ts';
import { statement } from '../database/sql.ts';

/** From this many deaths of its holders on an item runs alone, so that healthy neighbours are never blamed. */
export const suspectCrashes = 3;

/**
 * Whether the death of its holder counts against an item (`i`, as it was before). At first each does, since nobody knows
 * which of those held was at fault; once it runs alone, only one that came after it had begun.
 */
export const countsAsCrash = `(i.status = 'processing'
  and (i.crashes < ${suspectCrashes} or coalesce(i.alone_claim = i.claim_no, false)))::int`;

const begin = statement(
  'items.begin_alone',
  `update rollcall.job_items set alone_claim = claim_no
   where owner_id = $1 and id = $2 and claim_no = $3 and status = 'processing' returning id`,
);

/** Writes down, before anything happens to it, that the item runs with nothing beside it; false if it is no longer ours. */
export async function beginAlone(
  database: Database,
  item: { readonly ownerId: string; readonly id: string; readonly claimNo: number },
): Promise<boolean> {
  return database.transaction(async (tx) => {
    await bumpOwners(tx, [item.ownerId]);
    return (await tx.query(begin, [item.ownerId, item.id, item.claimNo])).length > 0;
  });
}

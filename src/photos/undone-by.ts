/**
 * SQL: the undo that took a rename back, as `undone_by`; null where there is none, or where that was undone itself and
 * the names have come again.
 */
export const undoneBy = (ownerId: string, renameId: string): string =>
  `(with recursive chain as (
      select u.id, 1 as step from rollcall.renames u where u.owner_id = ${ownerId} and u.undoes = ${renameId}
      union all
      select u.id, c.step + 1 from chain c join rollcall.renames u on u.owner_id = ${ownerId} and u.undoes = c.id)
    select case when c.step % 2 = 1 then c.id end as undone_by from chain c order by c.step desc limit 1)`;

import type { Sql } from '../database/sql.ts';
import { statement } from '../database/sql.ts';

/** A stack as each of its photos shows it. */
export interface StackView {
  readonly id: string;
  /** Its photos that are not deleted. */
  readonly size: number;
  /** `pair`: the files of one shot, of different kinds. */
  readonly kind: 'burst' | 'pair';
}

/** SQL: whether the person wants photos that belong together treated as one; so it is unless they said no. */
export const wantsStacks = (ownerId: string): string =>
  `not exists (select from rollcall.settings s where s.owner_id = ${ownerId} and s.data ->> 'stacks' = 'false')`;

const viewStacks = statement(
  'stacks.view',
  `select w.id, c.size::int as size, c.shots = 1 and c.kinds = c.size as is_pair from unnest($2::uuid[]) w(id)
   cross join lateral (
     select count(*) as size, count(distinct coalesce(x.shot_key, x.id::text)) as shots,
            count(distinct lower(x.extension)) as kinds
     from rollcall.photos x where x.owner_id = $1 and x.stack_id = w.id and x.deleted_at is null) c
   where c.size > 1 and ${wantsStacks('$1')}`,
);

/** The stacks these photos show, all in one query; none where the person does not want them. */
export async function readStacks(
  sql: Sql,
  ownerId: string,
  photos: readonly { readonly stack_id: string | null }[],
): Promise<ReadonlyMap<string, StackView>> {
  const ids = new Set(photos.flatMap(({ stack_id }) => (stack_id === null ? [] : [stack_id])));
  if (ids.size === 0) return new Map();
  const rows = await sql.query<{ id: string; size: number; is_pair: boolean }>(viewStacks, [
    ownerId,
    [...ids],
  ]);
  return new Map(
    rows.map(({ id, size, is_pair }) => [
      id,
      { id, size, kind: is_pair ? ('pair' as const) : ('burst' as const) },
    ]),
  );
}

import type { Sql } from '../database/sql.ts';
import { statement } from '../database/sql.ts';
import { burstSeconds, planStacks, type Shot } from './plan-stacks.ts';

/** Nearest in time on either side, and files that came with the same stem: so many of each are looked at. */
const mostNeighbours = 24;

const facts = 'x.id, x.folder, x.stack_id, x.shot_key, x.taken_local, x.sha256';
const living = 'from rollcall.photos x where x.owner_id = $1 and x.deleted_at is null';

/** Each photo itself and its neighbours, as far as they are prepared; every look-up ends after a few rows of an index. */
const neighbours = statement(
  'stacks.neighbours',
  `select w.i::int as i, n.id, n.stack_id, n.shot_key, n.taken_local, o.media_type, o.perceptual_hash
   from unnest($2::uuid[]) with ordinality w(id, i)
   cross join lateral (select * from rollcall.photos x where x.owner_id = $1 and x.id = w.id limit 1) p
   cross join lateral (
     select p.id, p.folder, p.stack_id, p.shot_key, p.taken_local, p.sha256
     union all
     (select ${facts} ${living} and (x.taken_local, x.name_key, x.id) < (p.taken_local, p.name_key, p.id)
        and x.taken_local >= p.taken_local - interval '${burstSeconds} seconds'
      order by x.taken_local desc, x.name_key desc, x.id desc limit ${mostNeighbours})
     union all
     (select ${facts} ${living} and (x.taken_local, x.name_key, x.id) > (p.taken_local, p.name_key, p.id)
        and x.taken_local <= p.taken_local + interval '${burstSeconds} seconds'
      order by x.taken_local, x.name_key, x.id limit ${mostNeighbours})
     union all
     (select ${facts} ${living} and x.folder = p.folder and x.shot_key = p.shot_key and x.id <> p.id
      limit ${mostNeighbours})) n
   cross join lateral (select y.media_type, y.perceptual_hash from rollcall.originals y
     where y.owner_id = $1 and y.sha256 = n.sha256 and y.prepared_at is not null limit 1) o
   where n.folder = p.folder and p.deleted_at is null`,
);

/** Deleted ones too: they come back to where they were. */
const membersOf = statement(
  'stacks.members',
  `select w.id as stack_id, x.id from unnest($2::uuid[]) w(id)
   cross join lateral (select y.id from rollcall.photos y
     where y.owner_id = $1 and y.stack_id = w.id and y.deleted_at is null limit 1000) x`,
);

const writeStacks = statement(
  'stacks.write',
  `update rollcall.photos p set stack_id = w.stack_id, seq = $2
   from unnest($1::uuid[], $3::uuid[], $4::uuid[]) w(owner_id, id, stack_id)
   where p.owner_id = w.owner_id and p.id = w.id`,
);

interface NeighbourRow {
  i: number;
  id: string;
  stack_id: string | null;
  shot_key: string | null;
  taken_local: string | null;
  media_type: string;
  perceptual_hash: Uint8Array | null;
}

/**
 * Puts photos that were just prepared, or brought back, into stacks with their neighbours. The owner's row must be
 * held: of two neighbours prepared at the same time the later one sees the other.
 */
export async function assignStacks(
  tx: Sql,
  { ownerId, seq }: { ownerId: string; seq: number },
  photoIds: readonly string[],
): Promise<void> {
  if (photoIds.length === 0) return;
  const rows = await tx.query<NeighbourRow>(neighbours, [ownerId, photoIds]);
  const found = [...Map.groupBy(rows, (row) => row.i).values()].flatMap((near) => meet(near, photoIds));
  if (found.length === 0) return;
  const stacks = new Set(found.flat().flatMap(({ stackId }) => (stackId === null ? [] : [stackId])));
  const moved = planStacks(found, await readMembers(tx, ownerId, stacks));
  const ids = [...moved.keys()];
  if (ids.length > 0) await tx.query(writeStacks, [ids.map(() => ownerId), seq, ids, [...moved.values()]]);
}

/** The photo with each of its neighbours. */
function meet(near: readonly NeighbourRow[], photoIds: readonly string[]): [Shot, Shot][] {
  const id = photoIds[(near[0]?.i ?? 0) - 1];
  const shots = near.map(toShot);
  const own = shots.find((shot) => shot.id === id);
  if (own === undefined) return [];
  return shots.filter((shot) => shot.id !== id).map((shot) => [own, shot]);
}

const toShot = (row: NeighbourRow): Shot => ({
  id: row.id,
  stackId: row.stack_id,
  shotKey: row.shot_key,
  takenLocal: row.taken_local,
  mediaType: row.media_type,
  hash: row.perceptual_hash,
});

async function readMembers(
  tx: Sql,
  ownerId: string,
  stacks: ReadonlySet<string>,
): Promise<ReadonlyMap<string, readonly string[]>> {
  if (stacks.size === 0) return new Map();
  const rows = await tx.query<{ stack_id: string; id: string }>(membersOf, [ownerId, [...stacks]]);
  return new Map(
    [...Map.groupBy(rows, (row) => row.stack_id)].map(([stack, all]) => [stack, all.map(({ id }) => id)]),
  );
}

const touchMates = statement(
  'stacks.touch_mates',
  `update rollcall.photos p set seq = $3
   from (select distinct s.stack_id from unnest($2::uuid[]) w(id)
     cross join lateral (select x.stack_id from rollcall.photos x
       where x.owner_id = $1 and x.id = w.id and x.stack_id is not null limit 1) s) m
   where p.owner_id = $1 and p.stack_id = m.stack_id and p.deleted_at is null`,
);

/** These photos left their stacks, or came back to them: the others are told. */
export async function touchStacks(
  tx: Sql,
  { ownerId, seq }: { ownerId: string; seq: number },
  photoIds: readonly string[],
): Promise<void> {
  await tx.query(touchMates, [ownerId, photoIds, seq]);
}

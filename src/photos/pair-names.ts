import type { Sql } from '../database/sql.ts';
import { statement } from '../database/sql.ts';
import { nameKey } from '../names/name-key.ts';
import { freeNames, readTaken, type FreeName, type WantedName } from './free-names.ts';
import { scopeOf } from './name-bases.ts';
import { wantsStacks } from './read-stacks.ts';

export interface WantedForPhoto extends WantedName {
  readonly photoId: string;
  /** The job that names it, if one does. */
  readonly jobId: string | null;
  /** Typed for it by a person: others take it, it takes no other. */
  readonly typed?: boolean;
}

/** A name that the files of one shot can have, each with its extension. */
type Stem = Pick<FreeName, 'stem' | 'extension' | 'baseKey' | 'number'>;

interface MateRow {
  i: number;
  id: string;
  extension: string;
  stem: string;
  base_key: string;
  number: number;
  /** It has the name that this photo is to have as well. */
  named: boolean;
}

// A photo that comes to a file of its shot which has a name takes that; one that has a name of its own keeps step with
// those that the same job names.
const mates = statement(
  'names.mates',
  `select w.i::int as i, m.id, lower(m.extension) as extension, m.stem, m.base_key, m.number,
          case when p.name_source = 'upload' and m.name_source <> 'upload'
               then (select x.id from rollcall.job_items x where x.owner_id = w.owner_id and x.photo_id = m.id
                     and x.status in ('pending', 'processing') limit 1) is null
               else exists (select from rollcall.job_items x where x.owner_id = w.owner_id and x.photo_id = m.id
                            and x.job_id = w.job_id and x.status = 'completed' and x.name_rev + 1 = m.name_rev)
          end as named
   from unnest($1::uuid[], $2::uuid[], $3::uuid[]) with ordinality w(owner_id, photo_id, job_id, i)
   cross join lateral (select x.folder, x.stack_id, x.shot_key, x.name_source from rollcall.photos x
     where x.owner_id = w.owner_id and x.id = w.photo_id limit 1) p
   cross join lateral (select * from rollcall.photos x
     where x.owner_id = w.owner_id and x.folder = p.folder and x.shot_key = p.shot_key and x.stack_id = p.stack_id
       and x.id <> w.photo_id and x.deleted_at is null limit 50) m
   where ${wantsStacks('w.owner_id')}
   order by w.i, m.name_source = 'hand' desc, m.id`,
);

/**
 * `freeNames` for photos that may have a RAW or JPEG beside them: the first of a shot gets a stem that is free for all
 * its files, the others take it. The owners' rows must be held.
 */
export async function freePairNames(
  tx: Sql,
  wanted: readonly WantedForPhoto[],
): Promise<(FreeName | null)[]> {
  const rows = await tx.query<MateRow>(mates, [
    wanted.map((want) => want.ownerId),
    wanted.map((want) => want.photoId),
    wanted.map((want) => want.jobId),
  ]);
  if (rows.length === 0) return freeNames(tx, wanted);
  const matesOf = Map.groupBy(rows, (row) => row.i - 1);
  const places = wanted.map((want, i): Place => ({ i, want, mates: matesOf.get(i) ?? [] }));
  const names = createGiven(wanted.length);
  const joined = await joinNamed(tx, places, names);
  const open = places.filter(({ i }) => !joined.has(i));
  const leadOf = createLeads(open);
  await giveFree(
    tx,
    open.filter((place) => leadOf(place) === place.i),
    names,
  );
  const parted = open.filter((place) => {
    const lead = leadOf(place);
    if (lead === place.i) return false;
    const name = names.result[lead];
    return name === null || name === undefined || !names.give(place, besides(place.want, name));
  });
  await giveFree(tx, parted, names);
  return names.result;
}

/** A photo that wants a name, by its place in the batch. */
interface Place {
  readonly i: number;
  readonly want: WantedForPhoto;
  readonly mates: readonly MateRow[];
}

type Given = ReturnType<typeof createGiven>;

function createGiven(size: number) {
  const reserved = new Map<string, { ownerId: string; folder: string; key: string }>();
  const result = Array.from({ length: size }, (): FreeName | null => null);
  return {
    result,
    reserved: () => [...reserved.values()],
    /** False if another of the batch has it. */
    give({ i, want }: Place, name: FreeName): boolean {
      const { ownerId, folder } = want;
      const place = scopeOf(want, name.nameKey);
      if (reserved.has(place)) return false;
      reserved.set(place, { ownerId, folder, key: name.nameKey });
      result[i] = name;
      return true;
    },
  };
}

/** Gives those with a file of their shot that has its name already that one, unless somebody else holds it. */
async function joinNamed(tx: Sql, places: readonly Place[], names: Given): Promise<ReadonlySet<number>> {
  const joining = places.flatMap((place) => {
    const mate = place.want.typed === true ? undefined : place.mates.find(({ named }) => named);
    return mate === undefined ? [] : [{ place, name: besides(place.want, toStem(mate)) }];
  });
  const holders = await readTaken(
    tx,
    joining.map(({ place, name }) => ({ ...place.want, key: name.nameKey })),
  );
  const joined = joining.filter(({ place, name }, n) => {
    const holder = holders.get(n) ?? place.want.photoId;
    return holder === place.want.photoId && names.give(place, name);
  });
  return new Set(joined.map(({ place }) => place.i));
}

/** Which of the batch the files of a shot take their stem from: the first of them, or themselves. */
function createLeads(places: readonly Place[]): (place: Place) => number {
  const byPhoto = new Map(places.map(({ want, i }) => [want.photoId, i]));
  return ({ i, want, mates: others }) =>
    want.typed === true ? i : Math.min(i, ...others.map(({ id }) => byPhoto.get(id) ?? i));
}

async function giveFree(tx: Sql, places: readonly Place[], names: Given): Promise<void> {
  const free = await freeNames(
    tx,
    places.map(({ want, mates: others }) => ({ ...want, besides: others.map(({ extension }) => extension) })),
    names.reserved(),
  );
  places.forEach((place, n) => {
    const name = free[n];
    if (name !== null && name !== undefined) names.give(place, name);
  });
}

const toStem = (mate: MateRow): Stem => ({
  stem: mate.stem,
  extension: mate.extension,
  baseKey: mate.base_key,
  number: mate.number,
});

/** The stem of one file for another of the same shot; a base's key ends in the extension. */
function besides({ extension }: WantedName, of: Stem): FreeName {
  const base = of.baseKey.slice(0, of.baseKey.length - of.extension.length);
  return {
    stem: of.stem,
    extension,
    nameKey: nameKey(of.stem, extension),
    baseKey: `${base}${extension}`,
    number: of.number,
  };
}

const sameStem = statement(
  'names.mates_of_one_stem',
  `select m.id from rollcall.photos p
   cross join lateral (select x.id from rollcall.photos x
     where x.owner_id = p.owner_id and x.stack_id = p.stack_id and x.shot_key = p.shot_key and x.stem = p.stem
       and x.id <> p.id and x.deleted_at is null limit 50) m
   where p.owner_id = $1 and p.id = $2 and ${wantsStacks('p.owner_id')} order by m.id`,
);

/** The other files of its shot that are called the same: they are renamed together. */
export async function readSameStem(sql: Sql, ownerId: string, photoId: string): Promise<string[]> {
  return (await sql.query<{ id: string }>(sameStem, [ownerId, photoId])).map(({ id }) => id);
}

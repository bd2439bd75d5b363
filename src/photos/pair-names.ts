import type { Sql } from '../database/sql.ts';
import { statement } from '../database/sql.ts';
import { nameKey } from '../names/name-key.ts';
import { freeNames, readTaken, type FreeName, type WantedName } from './free-names.ts';
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
               then not exists (select from rollcall.job_items x where x.owner_id = w.owner_id and x.photo_id = m.id
                                and x.status in ('pending', 'processing'))
               else exists (select from rollcall.job_items x where x.owner_id = w.owner_id and x.photo_id = m.id
                            and x.job_id = w.job_id and x.status = 'completed' and x.name_rev + 1 = m.name_rev)
          end as named
   from unnest($1::uuid[], $2::uuid[], $3::uuid[]) with ordinality w(owner_id, photo_id, job_id, i)
   cross join lateral (select x.stack_id, x.shot_key, x.name_source from rollcall.photos x
     where x.owner_id = w.owner_id and x.id = w.photo_id limit 1) p
   join rollcall.photos m on m.owner_id = w.owner_id and m.stack_id = p.stack_id and m.shot_key = p.shot_key
     and m.id <> w.photo_id and m.deleted_at is null
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
  const result: (FreeName | null)[] = wanted.map(() => null);
  const given = new Map<string, { ownerId: string; folder: string; key: string }>();
  const give = (i: number, name: FreeName | null | undefined): boolean => {
    const want = wanted[i];
    if (name === null || name === undefined || want === undefined) return false;
    const place = { ownerId: want.ownerId, folder: want.folder, key: name.nameKey };
    const at = Object.values(place).join('\n');
    if (given.has(at)) return false;
    given.set(at, place);
    result[i] = name;
    return true;
  };

  const joining = wanted.flatMap((want, i) => {
    const mate = want.typed === true ? undefined : matesOf.get(i)?.find(({ named }) => named);
    return mate === undefined ? [] : [{ i, name: besides(want, toStem(mate)) }];
  });
  const held = await readHeld(tx, wanted, joining);
  const joined = new Set(joining.filter(({ i, name }) => !held.has(i) && give(i, name)).map(({ i }) => i));

  const byPhoto = new Map(wanted.map(({ photoId }, i) => [photoId, i]));
  const leadOf = (i: number): number =>
    wanted[i]?.typed === true ? i : Math.min(i, ...(matesOf.get(i) ?? []).map(({ id }) => byPhoto.get(id) ?? i).filter((at) => !joined.has(at)));
  const open = wanted.map((_, i) => i).filter((i) => !joined.has(i));
  await giveFree(open.filter((i) => leadOf(i) === i));
  const following = open.filter((i) => leadOf(i) !== i);
  const parted = following.filter((i) => {
    const [want, lead] = [wanted[i], result[leadOf(i)]];
    return want === undefined || lead === null || lead === undefined || !give(i, besides(want, lead));
  });
  await giveFree(parted);
  return result;

  async function giveFree(indexes: readonly number[]): Promise<void> {
    const names = await freeNames(
      tx,
      indexes.flatMap((i) => {
        const want = wanted[i];
        const extensions = (matesOf.get(i) ?? []).map(({ extension }) => extension);
        return want === undefined ? [] : [{ ...want, besides: extensions }];
      }),
      [...given.values()],
    );
    indexes.forEach((i, n) => give(i, names[n]));
  }
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

/** Those whose name another photo has. */
async function readHeld(
  tx: Sql,
  wanted: readonly WantedForPhoto[],
  names: readonly { readonly i: number; readonly name: FreeName }[],
): Promise<ReadonlySet<number>> {
  const asked = names.flatMap(({ i, name }) => {
    const want = wanted[i];
    return want === undefined ? [] : [{ i, ...want, key: name.nameKey }];
  });
  const taken = await readTaken(tx, asked);
  return new Set(asked.filter((one, n) => (taken.get(n) ?? one.photoId) !== one.photoId).map(({ i }) => i));
}

const sameStem = statement(
  'names.mates_of_one_stem',
  `select m.id from rollcall.photos p
   join rollcall.photos m on m.owner_id = p.owner_id and m.stack_id = p.stack_id and m.shot_key = p.shot_key
     and m.stem = p.stem and m.id <> p.id and m.deleted_at is null
   where p.owner_id = $1 and p.id = $2 and ${wantsStacks('p.owner_id')} order by m.id`,
);

/** The other files of its shot that are called the same: they are renamed together. */
export async function readSameStem(sql: Sql, ownerId: string, photoId: string): Promise<string[]> {
  return (await sql.query<{ id: string }>(sameStem, [ownerId, photoId])).map(({ id }) => id);
}

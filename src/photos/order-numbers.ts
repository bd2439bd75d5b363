import type { Sql } from '../database/sql.ts';
import { statement } from '../database/sql.ts';
import { joinFileName } from '../names/file-name.ts';

/** A photo that has the name this job gave it. */
export interface NumberedPhoto {
  readonly id: string;
  readonly name_rev: number;
  readonly folder: string;
  readonly base_key: string;
  readonly stem: string;
  readonly extension: string;
  readonly name_key: string;
  readonly number: number;
  readonly position: number;
  readonly stack_id: string | null;
  readonly taken_local: string | null;
}

// The files of one shot share their number, so they keep it; and what was named before the job ran again has been seen.
const namedByJob = statement(
  'numbers.named_by_job',
  `select e.photo_id as id, e.name_rev, p.folder, p.base_key, p.stem, p.extension, p.name_key, p.number, i.position,
          p.stack_id, p.taken_local
   from rollcall.rename_entries e
   cross join lateral (select * from rollcall.photos x
     where x.owner_id = e.owner_id and x.id = e.photo_id limit 1) p
   cross join lateral (select x.position, x.finished_at from rollcall.job_items x
     where x.owner_id = e.owner_id and x.photo_id = e.photo_id and x.job_id = $3 limit 1) i
   left join lateral (select x.id from rollcall.photos x
     where x.owner_id = p.owner_id and x.folder = p.folder and x.shot_key = p.shot_key and x.stack_id = p.stack_id
       and x.id <> p.id and x.deleted_at is null limit 1) mate on true
   where e.owner_id = $1 and e.rename_id = $2 and p.name_rev = e.name_rev and p.name_key is not null
     and mate.id is null and i.finished_at >= coalesce($4::timestamptz, '-infinity')`,
);

const movePhotos = statement(
  'numbers.photos',
  `update rollcall.photos p set stem = w.stem, name_key = w.name_key, number = w.number, seq = $2
   from unnest($3::uuid[], $4::text[], $5::text[], $6::int[]) w(id, stem, name_key, number)
   where p.owner_id = $1 and p.id = w.id`,
);

const moveEntries = statement(
  'numbers.entries',
  `update rollcall.rename_entries e set new = w.name
   from unnest($3::uuid[], $4::int[], $5::text[]) w(photo_id, name_rev, name)
   where e.owner_id = $1 and e.rename_id = $2 and e.photo_id = w.photo_id and e.name_rev = w.name_rev`,
);

/**
 * Photos of one name are numbered as their answers come. When a job has ended, those that still have the name it gave
 * exchange their numbers, so that these follow the order of the photos; the ledger says so too. The owner's row must
 * be held.
 */
export async function orderNumbers(
  tx: Sql,
  of: {
    readonly ownerId: string;
    readonly jobId: string;
    readonly renameId: string;
    /** Since when it has been running this time. */
    readonly runningSince: Date | null;
    readonly seq: number;
  },
): Promise<void> {
  const { ownerId, renameId, seq } = of;
  const photos = await tx.query<NumberedPhoto>(namedByJob, [ownerId, renameId, of.jobId, of.runningSince]);
  const moves = exchanges(photos);
  if (moves.length === 0) return;
  await tx.query(movePhotos, [
    ownerId,
    seq,
    moves.map(({ photo }) => photo.id),
    moves.map(({ takes }) => takes.stem),
    moves.map(({ takes }) => takes.name_key),
    moves.map(({ takes }) => takes.number),
  ]);
  await tx.query(moveEntries, [
    ownerId,
    renameId,
    moves.map(({ photo }) => photo.id),
    moves.map(({ photo }) => photo.name_rev),
    moves.map(({ photo, takes }) => joinFileName(takes.stem, photo.extension)),
  ]);
}

/** Who takes whose number: of each name the numbers stay the same ones. */
export function exchanges(
  photos: readonly NumberedPhoto[],
): { readonly photo: NumberedPhoto; readonly takes: NumberedPhoto }[] {
  const names = Map.groupBy(photos, ({ folder, base_key }) => `${folder}\n${base_key}`);
  return [...names.values()].flatMap((same) => {
    if (same.length === 1) return [];
    const places = inOrder(same);
    const numbers = same.toSorted((one, other) => one.number - other.number);
    return places.flatMap((photo, i) => {
      const takes = numbers[i];
      return takes === undefined || takes.id === photo.id ? [] : [{ photo, takes }];
    });
  });
}

/** As they were chosen; a burst stands where its first photo does, in the order of its shots. */
function inOrder(photos: readonly NumberedPhoto[]): NumberedPhoto[] {
  const stacks = new Map<string, number>();
  for (const { stack_id, position } of photos) {
    if (stack_id === null) continue;
    stacks.set(stack_id, Math.min(position, stacks.get(stack_id) ?? position));
  }
  const placeOf = (photo: NumberedPhoto) => stacks.get(photo.stack_id ?? '') ?? photo.position;
  return photos.toSorted(
    (one, other) =>
      placeOf(one) - placeOf(other) ||
      compareTimes(one.taken_local, other.taken_local) ||
      one.position - other.position,
  );
}

/** Within a burst, where times are known for all or none; text of one form sorts as time does. */
function compareTimes(one: string | null, other: string | null): number {
  if (one === null || other === null || one === other) return 0;
  return one < other ? -1 : 1;
}

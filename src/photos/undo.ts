import { bumpOwner, notifyOwners } from '../database/bump.ts';
import type { Sql, UserSql } from '../database/sql.ts';
import { statement } from '../database/sql.ts';
import { joinFileName, splitFileName } from '../names/file-name.ts';
import { applyNames, openRenames, type NameChange } from './apply-names.ts';
import { bareName, freeNames, type FreeName } from './free-names.ts';
import { stateForSource, type NameSource, type StoredState } from './photo.ts';
import { keysTakenByOthers } from './read-names.ts';

export interface Skipped {
  readonly photoId: string;
  /** `changed_since`, `photo_deleted`, or `came_back_numbered` for a name that was taken by now. */
  readonly code: string;
}

export type UndoResult =
  | { readonly kind: 'undone'; readonly renameId: string; readonly skipped: Skipped[] }
  | { readonly kind: 'not_found' };

interface EntryRow {
  photo_id: string;
  name_rev: number;
  old: string;
  old_source: NameSource;
  /** What the rename gave, and what counted as giving it; the source only where the photo was renamed since. */
  new: string;
  new_source: NameSource | null;
  folder: string;
  stem: string;
  extension: string;
  current_source: NameSource;
  current_rev: number;
  deleted: boolean;
  /** What a photo under its uploaded name is, seen from its original. */
  upload_state: StoredState;
}

/** The last entry of each photo in the rename and what redid it; the first has the name it goes back to. */
const undoRows = statement(
  'undo.rows',
  `select distinct on (e.photo_id) e.photo_id, e.name_rev, first.old, first.old_source, e.new, next.old_source as new_source,
          p.folder, p.stem, p.extension, p.name_source as current_source, p.name_rev as current_rev,
          p.deleted_at is not null as deleted,
          case when o.prepared_at is null then 'preparing' when o.prepare_error is not null then 'failed'
               else 'ready' end as upload_state
   from rollcall.rename_entries e
   join rollcall.rename_entries first on first.owner_id = e.owner_id and first.rename_id = any ($2::uuid[])
     and first.photo_id = e.photo_id
   join rollcall.photos p on p.owner_id = e.owner_id and p.id = e.photo_id
   left join rollcall.originals o on o.owner_id = p.owner_id and o.sha256 = p.sha256
   left join lateral (select n.old_source from rollcall.rename_entries n
     where p.name_rev <> e.name_rev and n.owner_id = $1 and n.photo_id = e.photo_id and n.name_rev > e.name_rev
     order by n.name_rev limit 1) next on true
   where e.owner_id = $1 and e.rename_id = any ($2::uuid[])
   order by e.photo_id, e.name_rev desc, first.name_rev asc`,
);

/** The rename, the undo of it, the undo of that, and so on. */
const readChain = statement(
  'undo.chain',
  `with recursive chain as (
     select r.id, 0 as step from rollcall.renames r where r.owner_id = $1 and r.id = $2
     union all
     select u.id, c.step + 1 from chain c join rollcall.renames u on u.owner_id = $1 and u.undoes = c.id)
   select id from chain order by step`,
);

/** The job whose names went back, or came again: whoever watches it is told, and it fills this rename no more. */
const closeJobRename = statement(
  'undo.close_job_rename',
  `with recursive undone as (
     select r.undoes, r.job_id from rollcall.renames r where r.owner_id = $1 and r.id = $2
     union all
     select r.undoes, r.job_id from undone u join rollcall.renames r on r.owner_id = $1 and r.id = u.undoes)
   update rollcall.jobs j set rename_id = nullif(j.rename_id, $2), seq = $3
   where j.owner_id = $1 and j.id in (select job_id from undone)`,
);

/**
 * Takes a rename back as a rename of its own. A photo whose name has changed since keeps it and is reported; an old
 * name taken by now comes back numbered. Asked again, the same undo is the answer; after a redo it is taken back anew.
 */
export async function undoRename(
  tx: UserSql,
  request: {
    readonly ownerId: string;
    readonly renameId: string;
    readonly photoIds?: readonly string[] | undefined;
    readonly newId: () => string;
  },
): Promise<UndoResult> {
  const { ownerId, renameId } = request;
  if ((await tx.query(readChain, [ownerId, renameId])).length === 0) return { kind: 'not_found' };
  return tx.asSystem(async (system) => {
    const seq = await bumpOwner(system, ownerId);
    const { given, last, undoneBy } = standOf(
      await system.query<{ id: string }>(readChain, [ownerId, renameId]),
    );
    if (last === undefined) return { kind: 'not_found' };
    const only = request.photoIds === undefined ? null : new Set(request.photoIds);
    const entries = (await system.query<EntryRow>(undoRows, [ownerId, given])).filter(
      (entry) => only === null || only.has(entry.photo_id),
    );
    const skipped: Skipped[] = entries
      .filter((entry) => entry.deleted || !isAsGiven(entry))
      .map((entry) => ({ photoId: entry.photo_id, code: entry.deleted ? 'photo_deleted' : 'changed_since' }));
    const undoable = entries.filter((entry) => !entry.deleted && isAsGiven(entry));
    // What stayed behind then, its photo being deleted, can follow by itself.
    const follows = only !== null && undoable.length > 0;
    if (undoneBy !== undefined && !follows) return { kind: 'undone', renameId: undoneBy, skipped };
    const undoId = request.newId();
    // A part of a rename can be taken back again and again; only the whole of it is "the" undo, if it did anything.
    const undoes = only === null && undoable.length > 0 ? last : null;
    await openRenames(system, [{ ownerId, id: undoId, why: 'undo', jobId: null, undoes, seq }]);
    const names = await oldNames(system, ownerId, undoable);
    const changes = undoable.flatMap((entry, i) =>
      changeBack(entry, names[i], { ownerId, renameId: undoId, seq }),
    );
    await applyNames(system, changes);
    if (undoes !== null) await system.query(closeJobRename, [ownerId, undoes, seq]);
    await notifyOwners(system, [ownerId]);
    undoable.forEach((entry, i) => {
      if (names[i]?.stem !== splitFileName(entry.old).stem) {
        skipped.push({ photoId: entry.photo_id, code: 'came_back_numbered' });
      }
    });
    return { kind: 'undone', renameId: undoId, skipped };
  });
}

/** Nothing has happened to the name since, or it was all taken back: renames can be undone one after the other. */
function isAsGiven(entry: EntryRow): boolean {
  if (entry.current_rev === entry.name_rev) return true;
  return entry.new === joinFileName(entry.stem, entry.extension) && entry.new_source === entry.current_source;
}

/** Every other of a chain gives the names of the rename: the last of them can be undone, unless that has been done. */
function standOf(chain: readonly { readonly id: string }[]) {
  const ids = chain.map(({ id }) => id);
  const given = ids.filter((_, step) => step % 2 === 0);
  return { given, last: given.at(-1), undoneBy: ids.length % 2 === 0 ? ids.at(-1) : undefined };
}

function changeBack(
  entry: EntryRow,
  name: FreeName | null | undefined,
  to: { ownerId: string; renameId: string; seq: number },
): NameChange[] {
  if (name === null || name === undefined) return [];
  return [
    {
      ...to,
      photoId: entry.photo_id,
      name,
      source: entry.old_source,
      state: entry.old_source === 'upload' ? entry.upload_state : stateForSource(entry.old_source),
      old: {
        stem: entry.stem,
        extension: entry.extension,
        source: entry.current_source,
        nameRev: entry.current_rev,
      },
    },
  ];
}

/** The old names themselves where they are free outside the set, else numbered ones. */
async function oldNames(
  tx: Sql,
  ownerId: string,
  entries: readonly EntryRow[],
): Promise<(FreeName | null)[]> {
  const olds = entries.map((entry) => {
    const { stem, extension } = splitFileName(entry.old);
    const name = bareName(stem, extension);
    return { folder: entry.folder, key: name.nameKey, name };
  });
  const taken = await keysTakenByOthers(
    tx,
    ownerId,
    olds,
    entries.map((entry) => entry.photo_id),
  );
  const given = new Set<string>();
  const names: (FreeName | null)[] = olds.map((old, i) => {
    const place = `${old.folder}\n${old.key}`;
    if (taken.has(i) || given.has(place)) return null;
    given.add(place);
    return old.name;
  });
  const clashing = olds.map((_, i) => i).filter((i) => names[i] === null);
  const free = await freeNames(
    tx,
    clashing.flatMap((i) => {
      const old = olds[i];
      if (old === undefined) return [];
      const { stem, extension } = old.name;
      return [{ ownerId, folder: old.folder, stem, extension, separator: '-', maxLength: 200 }];
    }),
    olds.map((old) => ({ ownerId, folder: old.folder, key: old.key })),
  );
  clashing.forEach((i, n) => {
    names[i] = free[n] ?? null;
  });
  return names;
}

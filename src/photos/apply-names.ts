import type { Sql } from '../database/sql.ts';
import { statement } from '../database/sql.ts';
import { joinFileName } from '../names/file-name.ts';
import type { FreeName } from './free-names.ts';
import type { NameSource, StoredState } from './photo.ts';

/** One photo's change of name, with what it was: read under the owner's row, so it cannot have moved. */
export interface NameChange {
  readonly ownerId: string;
  readonly photoId: string;
  readonly renameId: string;
  readonly name: FreeName;
  readonly source: NameSource;
  readonly state: StoredState;
  readonly old: { stem: string; extension: string; source: NameSource; nameRev: number };
  /** New search words, null to leave them. */
  readonly search?: string | null;
  readonly seq: number;
}

// A living photo is told by its key: `deleted_at is null` would let an index be taken that has nothing but the living.
const updatePhotos = statement(
  'photos.apply_names',
  `update rollcall.photos p
   set stem = c.stem, extension = c.extension, name_key = c.name_key, base_key = c.base_key, number = c.number,
       name_source = c.source, state = c.state, name_rev = p.name_rev + 1,
       search = coalesce(c.search, p.search), seq = c.seq
   from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::int[], $8::text[],
               $9::text[], $10::bigint[], $11::text[])
     as c(owner_id, id, stem, extension, name_key, base_key, number, source, state, seq, search)
   where p.owner_id = c.owner_id and p.id = c.id and p.name_key is not null`,
);

const insertEntries = statement(
  'renames.entries',
  `insert into rollcall.rename_entries (owner_id, rename_id, photo_id, name_rev, old, new, old_source)
   select * from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::int[], $5::text[], $6::text[], $7::text[])`,
);

const countEntries = statement(
  'renames.count',
  `update rollcall.renames r set count = r.count + c.n, seq = c.seq
   from unnest($1::uuid[], $2::uuid[], $3::int[], $4::bigint[]) as c(owner_id, id, n, seq)
   where r.owner_id = c.owner_id and r.id = c.id`,
);

const closeOpen = statement(
  'photos.close_proposals',
  `with closed as (
     update rollcall.job_items i set decision = 'skipped', seq = w.seq
     from unnest($1::uuid[], $2::uuid[], $3::bigint[]) w(owner_id, photo_id, seq)
     where i.owner_id = w.owner_id and i.photo_id = w.photo_id and i.decision = 'open'
     returning i.owner_id, i.job_id, i.seq)
   update rollcall.jobs j set seq = c.seq
   from (select distinct owner_id, job_id, seq from closed) c where j.owner_id = c.owner_id and j.id = c.job_id`,
);

/** Proposals still open for these photos are overtaken by what happens to them now: nobody has to decide them. */
export async function closeProposals(
  tx: Sql,
  photos: readonly { ownerId: string; photoId: string; seq: number }[],
): Promise<void> {
  if (photos.length === 0) return;
  await tx.query(closeOpen, [
    photos.map((photo) => photo.ownerId),
    photos.map((photo) => photo.photoId),
    photos.map((photo) => photo.seq),
  ]);
}

/**
 * The only writer of names after intake. All photos change in one UPDATE, so swaps and cycles pass the deferrable
 * constraint; every change is in the ledger in the same transaction. The owners' rows must be held.
 */
export async function applyNames(tx: Sql, changes: readonly NameChange[]): Promise<void> {
  if (changes.length === 0) return;
  await tx.query(updatePhotos, [
    changes.map((c) => c.ownerId),
    changes.map((c) => c.photoId),
    changes.map((c) => c.name.stem),
    changes.map((c) => c.name.extension),
    changes.map((c) => c.name.nameKey),
    changes.map((c) => c.name.baseKey),
    changes.map((c) => c.name.number),
    changes.map((c) => c.source),
    changes.map((c) => c.state),
    changes.map((c) => c.seq),
    changes.map((c) => c.search ?? null),
  ]);
  await tx.query(insertEntries, [
    changes.map((c) => c.ownerId),
    changes.map((c) => c.renameId),
    changes.map((c) => c.photoId),
    changes.map((c) => c.old.nameRev + 1),
    changes.map((c) => joinFileName(c.old.stem, c.old.extension)),
    changes.map((c) => joinFileName(c.name.stem, c.name.extension)),
    changes.map((c) => c.old.source),
  ]);
  await closeProposals(tx, changes);
  const perRename = new Map<string, { ownerId: string; id: string; n: number; seq: number }>();
  for (const c of changes) {
    const key = `${c.ownerId}${c.renameId}`;
    const entry = perRename.get(key) ?? { ownerId: c.ownerId, id: c.renameId, n: 0, seq: c.seq };
    entry.n += 1;
    perRename.set(key, entry);
  }
  const renames = [...perRename.values()];
  await tx.query(countEntries, [
    renames.map((r) => r.ownerId),
    renames.map((r) => r.id),
    renames.map((r) => r.n),
    renames.map((r) => r.seq),
  ]);
}

export interface NewRename {
  readonly ownerId: string;
  readonly id: string;
  readonly why: 'job' | 'template' | 'hand' | 'undo' | 'review';
  readonly jobId: string | null;
  readonly undoes: string | null;
  readonly seq: number;
}

const insertRenames = statement(
  'renames.open',
  `insert into rollcall.renames (owner_id, id, why, job_id, undoes, seq)
   select * from unnest($1::uuid[], $2::uuid[], $3::text[], $4::uuid[], $5::uuid[], $6::bigint[])`,
);

/** Opens entries' parents; each gets its count as names are applied under it. */
export async function openRenames(tx: Sql, renames: readonly NewRename[]): Promise<void> {
  if (renames.length === 0) return;
  await tx.query(insertRenames, [
    renames.map((r) => r.ownerId),
    renames.map((r) => r.id),
    renames.map((r) => r.why),
    renames.map((r) => r.jobId),
    renames.map((r) => r.undoes),
    renames.map((r) => r.seq),
  ]);
}

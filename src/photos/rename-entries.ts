import { bumpOwner, notifyOwners } from '../database/bump.ts';
import type { UserSql } from '../database/sql.ts';
import { joinFileName, lowerExtension, splitFileName } from '../names/file-name.ts';
import { nameKey } from '../names/name-key.ts';
import { planRenames, type PlanRow } from '../names/plan-renames.ts';
import { applyNames, openRenames } from './apply-names.ts';
import { bareName } from './free-names.ts';
import { keysTakenByOthers, readNames } from './read-names.ts';
import { readTypedStem } from './typed-stem.ts';

export type EntriesResult =
  | { readonly kind: 'applied'; readonly renameId: string }
  | { readonly kind: 'conflicts'; readonly rows: PlanRow[] }
  | { readonly kind: 'not_found'; readonly photoIds: string[] }
  | { readonly kind: 'nothing_to_do' };

/** Names given one by one, applied together or not at all; they count as written by hand. */
export async function renameEntries(
  tx: UserSql,
  request: {
    readonly ownerId: string;
    readonly entries: readonly { photoId: string; name: string }[];
    readonly newId: () => string;
  },
): Promise<EntriesResult> {
  const { ownerId } = request;
  const names = new Map(request.entries.map((entry) => [entry.photoId, entry.name]));
  const visible = new Set((await readNames(tx, ownerId, [...names.keys()])).map((photo) => photo.id));
  const missing = [...names.keys()].filter((id) => !visible.has(id));
  if (missing.length > 0) return { kind: 'not_found', photoIds: missing };
  return tx.asSystem(async (system) => {
    const seq = await bumpOwner(system, ownerId);
    const photos = await readNames(system, ownerId, [...names.keys()]);
    const wanted = photos.map((photo) => {
      return {
        photoId: photo.id,
        folder: photo.folder,
        from: joinFileName(photo.stem, photo.extension),
        extension: lowerExtension(photo.extension),
        stem: readTypedStem(names.get(photo.id) ?? '', photo.extension).stem,
      };
    });
    const keys = wanted.map((w) => ({ folder: w.folder, key: nameKey(w.stem, w.extension) }));
    const others = await keysTakenByOthers(system, ownerId, keys, [...names.keys()]);
    const taken = new Set([...others].map((i) => `${keys[i]?.folder}\n${keys[i]?.key}`));
    const plan = planRenames(wanted, (folder, key) => taken.has(`${folder}\n${key}`), {
      onConflict: 'fail',
      separator: '-',
      maxLength: 200,
    });
    if (plan.conflicts > 0) {
      return {
        kind: 'conflicts',
        rows: plan.rows.filter((row) => row.status !== 'ok' && row.status !== 'unchanged'),
      };
    }
    const byId = new Map(photos.map((photo) => [photo.id, photo]));
    const renameId = request.newId();
    const changes = plan.rows.flatMap((row) => {
      const photo = byId.get(row.photoId);
      if (row.status !== 'ok' || photo === undefined) return [];
      const { stem, extension } = splitFileName(row.to);
      return [
        {
          ownerId,
          photoId: photo.id,
          renameId,
          name: bareName(stem, extension),
          source: 'hand' as const,
          state: 'named' as const,
          old: {
            stem: photo.stem,
            extension: photo.extension,
            source: photo.name_source,
            nameRev: photo.name_rev,
          },
          seq,
        },
      ];
    });
    if (changes.length === 0) return { kind: 'nothing_to_do' };
    await openRenames(system, [{ ownerId, id: renameId, why: 'hand', jobId: null, undoes: null, seq }]);
    await applyNames(system, changes);
    await notifyOwners(system, [ownerId]);
    return { kind: 'applied', renameId };
  });
}

import { bumpOwners, notifyOwners } from '../database/bump.ts';
import type { Sql, UserSql } from '../database/sql.ts';
import { cleanStem, joinFileName, lowerExtension } from '../names/file-name.ts';
import { nameKey } from '../names/name-key.ts';
import { applyNames, openRenames } from './apply-names.ts';
import { freeNames } from './free-names.ts';
import { keysTakenByOthers, readNames, type CurrentName } from './read-names.ts';
import { typedStem } from './typed-stem.ts';

export type HandResult =
  | { readonly kind: 'renamed' }
  | { readonly kind: 'not_found' }
  | { readonly kind: 'illegal_name' }
  | { readonly kind: 'changed'; readonly nameRev: number }
  | { readonly kind: 'name_taken'; readonly suggestion: string };

export interface HandRename {
  readonly ownerId: string;
  readonly photoId: string;
  /** The stem as typed; the photo's own extension at its end is dropped, other dots stay. */
  readonly name: string;
  /** Refuse if the name has changed since this revision was seen. */
  readonly nameRev?: number | undefined;
  readonly newId: () => string;
}

/** One name typed by a person. It is theirs from then on: no job and no template changes it unasked. */
export async function renameByHand(tx: UserSql, rename: HandRename): Promise<HandResult> {
  const { ownerId, photoId } = rename;
  if ((await readNames(tx, ownerId, [photoId])).length === 0) return { kind: 'not_found' };
  return tx.asSystem(async (system) => {
    const seq = (await bumpOwners(system, [ownerId])).get(ownerId) ?? 0;
    const [photo] = await readNames(system, ownerId, [photoId]);
    if (photo === undefined) return { kind: 'not_found' };
    if (rename.nameRev !== undefined && rename.nameRev !== photo.name_rev) {
      return { kind: 'changed', nameRev: photo.name_rev };
    }
    const stem = cleanStem(typedStem(rename.name, photo.extension), { dots: 'keep' });
    if (stem === '') return { kind: 'illegal_name' };
    const unchanged = stem === photo.stem;
    if (unchanged) return { kind: 'renamed' };
    const extension = lowerExtension(photo.extension);
    const key = nameKey(stem, extension);
    const taken = await keysTakenByOthers(system, ownerId, [{ folder: photo.folder, key }], [photoId]);
    if (taken.size > 0)
      return { kind: 'name_taken', suggestion: await suggestName(system, ownerId, photo, stem) };
    const renameId = rename.newId();
    await openRenames(system, [{ ownerId, id: renameId, why: 'hand', jobId: null, undoes: null, seq }]);
    await applyNames(system, [
      {
        ownerId,
        photoId,
        renameId,
        name: { stem, extension, nameKey: key, baseKey: key, number: 1 },
        source: 'hand',
        state: 'named',
        old: {
          stem: photo.stem,
          extension: photo.extension,
          source: photo.name_source,
          nameRev: photo.name_rev,
        },
        seq,
      },
    ]);
    await notifyOwners(system, [ownerId]);
    return { kind: 'renamed' };
  });
}

async function suggestName(tx: Sql, ownerId: string, photo: CurrentName, stem: string) {
  const extension = lowerExtension(photo.extension);
  const [free] = await freeNames(tx, [
    { ownerId, folder: photo.folder, stem, extension, separator: '-', maxLength: 200 },
  ]);
  return joinFileName(free?.stem ?? stem, extension);
}

import { bumpOwner, notifyOwners } from '../database/bump.ts';
import type { Sql, UserSql } from '../database/sql.ts';
import { joinFileName, lowerExtension } from '../names/file-name.ts';
import { applyNames, openRenames } from './apply-names.ts';
import { bareName, freeNames } from './free-names.ts';
import { readSameStem } from './pair-names.ts';
import { keysTakenByOthers, readNames, type CurrentName } from './read-names.ts';
import { readTypedStem } from './typed-stem.ts';

export type HandResult =
  | { readonly kind: 'renamed' }
  | { readonly kind: 'not_found' }
  | { readonly kind: 'illegal_name' }
  | { readonly kind: 'too_long'; readonly over: number; readonly suggestion: string }
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

/**
 * One name typed by a person. It is theirs from then on: no job and no template changes it unasked. The other files of
 * its shot that were called the same (RAW beside JPEG) go with it, in the same rename.
 */
export async function renameByHand(tx: UserSql, rename: HandRename): Promise<HandResult> {
  const { ownerId, photoId } = rename;
  if ((await readNames(tx, ownerId, [photoId])).length === 0) return { kind: 'not_found' };
  return tx.asSystem(async (system) => {
    const seq = await bumpOwner(system, ownerId);
    const [photo] = await readNames(system, ownerId, [photoId]);
    if (photo === undefined) return { kind: 'not_found' };
    if (rename.nameRev !== undefined && rename.nameRev !== photo.name_rev) {
      return { kind: 'changed', nameRev: photo.name_rev };
    }
    const { stem, over, shortened } = readTypedStem(rename.name, photo.extension);
    if (stem === '') return { kind: 'illegal_name' };
    if (over > 0) {
      return { kind: 'too_long', over, suggestion: joinFileName(shortened, lowerExtension(photo.extension)) };
    }
    const unchanged = stem === photo.stem;
    if (unchanged) return { kind: 'renamed' };
    const mates = await readNames(system, ownerId, await readSameStem(system, ownerId, photoId));
    const names = [photo, ...mates].map((one) => ({
      one,
      name: bareName(stem, lowerExtension(one.extension)),
    }));
    const taken = await keysTakenByOthers(
      system,
      ownerId,
      names.map(({ one, name }) => ({ folder: one.folder, key: name.nameKey })),
      names.map(({ one }) => one.id),
    );
    if (taken.size > 0)
      return { kind: 'name_taken', suggestion: await suggestName(system, ownerId, { photo, mates }, stem) };
    const renameId = rename.newId();
    await openRenames(system, [{ ownerId, id: renameId, why: 'hand', jobId: null, undoes: null, seq }]);
    await applyNames(
      system,
      names.map(({ one, name }) => ({
        ownerId,
        photoId: one.id,
        renameId,
        name,
        source: 'hand' as const,
        state: 'named' as const,
        old: { stem: one.stem, extension: one.extension, source: one.name_source, nameRev: one.name_rev },
        seq,
      })),
    );
    await notifyOwners(system, [ownerId]);
    return { kind: 'renamed' };
  });
}

/** One that is free for all files of the shot. */
async function suggestName(
  tx: Sql,
  ownerId: string,
  { photo, mates }: { photo: CurrentName; mates: readonly CurrentName[] },
  stem: string,
) {
  const extension = lowerExtension(photo.extension);
  const [free] = await freeNames(tx, [
    {
      ownerId,
      folder: photo.folder,
      stem,
      extension,
      separator: '-',
      maxLength: 200,
      besides: mates.map((mate) => lowerExtension(mate.extension)),
    },
  ]);
  return joinFileName(free?.stem ?? stem, extension);
}

import { joinFileName, splitFileName } from '../names/file-name.ts';
import { isRaw, mayFollow } from './file-kinds.ts';
import type { FoundFile } from './in-place.ts';
import { baseName, folderOf } from './safe-path.ts';

/**
 * Which files follow which photo: those in its folder that may follow one and have its whole name (`IMG_1.JPG.xmp`) or
 * its stem (`IMG_1.xmp`, `IMG_1.CR3`, `IMG_1.CR3.xmp`), whatever their case. What two photos could claim follows the
 * one written in the same case, the camera's own format, or the first by name. A photo never follows another.
 */
export function sidecarsOf(
  files: readonly FoundFile[],
  photoPaths: Iterable<string>,
): ReadonlyMap<string, readonly string[]> {
  const photos = new Set(photoPaths);
  const claims = claimsOf([...photos].toSorted(rawFirst));
  const found = new Map<string, string[]>();
  for (const { path, isPhotoByName } of files) {
    if (isPhotoByName || photos.has(path) || !mayFollow(path)) continue;
    const photo = whomItFollows(path, claims);
    if (photo === null) continue;
    const sidecars = found.get(photo);
    if (sidecars === undefined) found.set(photo, [path]);
    else sidecars.push(path);
  }
  return found;
}

const rawFirst = (a: string, b: string) =>
  Number(isRaw(b)) - Number(isRaw(a)) || (a < b ? -1 : a > b ? 1 : 0);

/** Photos by what their sidecars are called, the one with the best claim first. */
function claimsOf(photos: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const claims = new Map<string, string[]>();
  const claim = (name: string, photo: string) => {
    const key = keyOf(folderOf(photo), name);
    const claimants = claims.get(key);
    if (claimants === undefined) claims.set(key, [photo]);
    else claimants.push(photo);
  };
  // Whole names first: they say more than stems.
  for (const photo of photos) claim(baseName(photo), photo);
  for (const photo of photos) claim(splitFileName(baseName(photo)).stem, photo);
  return claims;
}

const keyOf = (folder: string, name: string) => `${folder}/${foldCase(name)}`;
const foldCase = (name: string) => name.normalize('NFC').toLowerCase();

function whomItFollows(path: string, claims: ReadonlyMap<string, readonly string[]>): string | null {
  for (const name of namesClaimedBy(baseName(path))) {
    const claimants = claims.get(keyOf(folderOf(path), name)) ?? [];
    const sameCase = claimants.find((photo) => baseName(photo).startsWith(name));
    const photo = sameCase ?? claimants[0];
    if (photo !== undefined) return photo;
  }
  return null;
}

/** `IMG_1.CR3.xmp` may belong to a photo `IMG_1.CR3`, else, with the CR3 itself, to a photo of the stem `IMG_1`. */
function namesClaimedBy(sidecar: string): string[] {
  const { stem } = splitFileName(sidecar);
  return mayFollow(stem) ? [stem, splitFileName(stem).stem] : [stem];
}

/** What a sidecar is called once its photo has a new name: the photo's part of it new, the rest as it was. */
export function sidecarName({ photo, to, sidecar }: { photo: string; to: string; sidecar: string }): string {
  const own = baseName(sidecar);
  const whole = baseName(photo);
  // A photo without an extension is its own stem.
  if (foldCase(splitFileName(own).stem) === foldCase(whole)) {
    return joinFileName(to, splitFileName(own).extension);
  }
  const stem = splitFileName(whole).stem;
  return splitFileName(to).stem + restAfter(own, stem);
}

/** Letters may be composed in one name and not in the other, so lengths are those of what is compared. */
function restAfter(name: string, stem: string): string {
  return name.normalize('NFC').slice(stem.normalize('NFC').length);
}

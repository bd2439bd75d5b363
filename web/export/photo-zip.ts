import { makeZip } from 'client-zip';
import { nameListCsv } from '../../src/names/name-list.ts';
import { zipPaths } from '../../src/names/zip-paths.ts';
import type { Photo } from '../../src/http/schemas/photo.ts';

/** Opens a photo's original; rejects if it cannot be had. */
export type OpenFile = (photo: Photo, signal: AbortSignal) => Promise<ReadableStream<Uint8Array>>;

/**
 * The ZIP that the server would make, made in the browser: originals under their current names, in their folders, and
 * the list of names, with those too whose originals were not kept. Nothing is held in memory but what is under way.
 */
export function photoZip(
  photos: readonly Photo[],
  { open, signal }: { open: OpenFile; signal: AbortSignal },
): ReadableStream<Uint8Array> {
  return makeZip(entries(photos, open, signal), { buffersAreUTF8: true });
}

async function* entries(photos: readonly Photo[], open: OpenFile, signal: AbortSignal) {
  const { folders, list } = zipPaths(photos);
  const folderOf = (photo: Photo) => folders.get(photo.folder) ?? photo.folder;
  for (const photo of photos) {
    if (photo.originalKept === false) continue;
    const folder = folderOf(photo);
    const name = folder === '' ? photo.name : `${folder}/${photo.name}`;
    yield { name, input: await open(photo, signal), size: photo.bytes, lastModified: timeOf(photo) };
  }
  const names = photos.map((photo) => ({
    folder: folderOf(photo),
    old: photo.originalName,
    name: photo.name,
    alt: photo.analysis?.alt ?? '',
    keywords: photo.analysis?.keywords ?? [],
  }));
  yield { name: list, input: nameListCsv(names), lastModified: new Date(photos[0]?.createdAt ?? 0) };
}

/** ZIP times have no zone: the camera's wall clock where it is known. */
function timeOf(photo: Photo): Date {
  const taken = photo.takenAt === null ? null : new Date(photo.takenAt.slice(0, 19));
  const fits = taken !== null && taken.getFullYear() >= 1980 && taken.getFullYear() < 2107;
  return fits ? taken : new Date(photo.createdAt);
}

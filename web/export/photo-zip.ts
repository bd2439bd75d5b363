import { makeZip } from 'client-zip';
import { nameListCsv } from '../../src/names/name-list.ts';
import { xmpFiles, type XmpPhoto } from '../../src/names/xmp-files.ts';
import { zipPaths } from '../../src/names/zip-paths.ts';
import type { Photo } from '../../src/http/schemas/photo.ts';
import { createCountryNames, type CountryNames } from '../rename/name-values.ts';

/** Opens a photo's original; rejects if it cannot be had. */
export type OpenFile = (photo: Photo, signal: AbortSignal) => Promise<ReadableStream<Uint8Array>>;

interface Sources {
  open: OpenFile;
  signal: AbortSignal;
  /** Whether what was seen goes along, in an XMP file beside each photo. */
  xmp: boolean;
}

/**
 * The ZIP that the server would make, made in the browser: originals under their current names, in their folders, and
 * the list of names, with those too whose originals were not kept. Nothing is held in memory but what is under way.
 */
export function photoZip(photos: readonly Photo[], sources: Sources): ReadableStream<Uint8Array> {
  return makeZip(entries(photos, sources), { buffersAreUTF8: true });
}

async function* entries(photos: readonly Photo[], { open, signal, xmp }: Sources) {
  const kept = photos.filter((photo) => photo.originalKept !== false);
  const countryNames = createCountryNames();
  const files = xmp ? xmpFiles(kept.map((photo) => xmpPhoto(photo, countryNames))) : [];
  const written = kept.flatMap(({ folder }, at) => {
    const name = files[at]?.name;
    return name === undefined ? [] : [{ folder, name }];
  });
  const { folders, list } = zipPaths([...photos, ...written]);
  const folderOf = (photo: Photo) => folders.get(photo.folder) ?? photo.folder;
  for (const [at, photo] of kept.entries()) {
    const folder = folderOf(photo);
    const pathOf = (name: string) => (folder === '' ? name : `${folder}/${name}`);
    const lastModified = timeOf(photo);
    yield { name: pathOf(photo.name), input: await open(photo, signal), size: photo.bytes, lastModified };
    const file = files[at] ?? null;
    if (file !== null) yield { name: pathOf(file.name), input: file.text(), lastModified };
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

/** As the server tells it. Files that came beside a photo are kept there only, so it brought none of its own. */
function xmpPhoto(photo: Photo, countryNames: CountryNames): XmpPhoto {
  const { folder, name, originalName, mediaType, place, analysis } = photo;
  return {
    folder,
    name,
    originalName,
    isRaw: mediaType === 'image/x-adobe-dng',
    hasOwn: false,
    isSeen: analysis !== null,
    facts: () => ({
      title: analysis?.title ?? '',
      description: analysis?.alt ?? '',
      keywords: analysis?.keywords ?? [],
      city: place?.city ?? '',
      country: place === null ? '' : countryNames(place.countryCode, analysis?.language ?? 'en'),
    }),
  };
}

/** ZIP times have no zone: the camera's wall clock where it is known. */
function timeOf(photo: Photo): Date {
  const taken = photo.takenAt === null ? null : new Date(photo.takenAt.slice(0, 19));
  const fits = taken !== null && taken.getFullYear() >= 1980 && taken.getFullYear() < 2107;
  return fits ? taken : new Date(photo.createdAt);
}

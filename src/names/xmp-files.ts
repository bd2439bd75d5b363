import { joinFileName, splitFileName } from './file-name.ts';
import { nameKey } from './name-key.ts';
import { xmpPacket } from './xmp-packet.ts';
import type { XmpFacts } from './xmp-packet.ts';

export interface XmpPhoto {
  readonly folder: string;
  /** The full name it has now. */
  readonly name: string;
  readonly isRaw: boolean;
  /** An XMP file came with it. */
  readonly hasOwn: boolean;
  /** Whether somebody looked at it. */
  readonly isSeen: boolean;
  /** As it was sent. */
  readonly originalName: string;
  readonly facts: () => Omit<XmpFacts, 'originalName'>;
}

export interface XmpFile {
  readonly name: string;
  readonly text: () => string;
}

/**
 * The XMP file of each photo, `name.xmp`; null for one that brought its own, which nothing is put beside. The files of
 * one shot (RAW and JPEG of one name) have one together, the RAW's. Of others that differ in nothing but the extension
 * the second has `name.png.xmp`. `taken` are the names of other files in the same folders.
 */
export function xmpFiles(
  photos: readonly XmpPhoto[],
  taken: readonly { readonly folder: string; readonly name: string }[] = [],
): (XmpFile | null)[] {
  const used = new Set(taken.map(({ folder, name }) => placeOf(folder, name)));
  const files: (XmpFile | null)[] = photos.map(() => null);
  const give = (at: number, shot: readonly XmpPhoto[] = []) => {
    const photo = photos[at];
    if (photo === undefined || [photo, ...shot].some(({ hasOwn }) => hasOwn)) return;
    const { stem } = splitFileName(photo.name);
    const free = [stem, photo.name]
      .map((base) => joinFileName(base, 'xmp'))
      .find((candidate) => !used.has(placeOf(photo.folder, candidate)));
    if (free === undefined) return;
    used.add(placeOf(photo.folder, free));
    files[at] = { name: free, text: () => xmpPacket(factsOf(photo, shot)) };
  };
  const shots = shotsOf(photos).map((places) => ({
    places,
    raw: places.find((at) => photos[at]?.isRaw === true),
    photos: places.flatMap((at) => photos[at] ?? []),
  }));
  // First of all those of RAW files: programs look for them by the stem alone.
  for (const shot of shots) if (shot.raw !== undefined) give(shot.raw, shot.photos);
  for (const { raw, places } of shots) if (raw === undefined) for (const at of places) give(at);
  return files;
}

/** Photos of one stem in one folder that were sent with one stem too, by their places. */
function shotsOf(photos: readonly XmpPhoto[]): number[][] {
  const shotAt = (at: number) => {
    const { folder = '', name = '', originalName = '' } = photos[at] ?? {};
    const [stem, sent] = [splitFileName(name).stem, splitFileName(originalName).stem];
    return `${placeOf(folder, stem)}\n${nameKey(sent, '')}`;
  };
  return [...Map.groupBy(photos.keys(), shotAt).values()];
}

/** Of a shot whoever was looked at tells what is seen. */
function factsOf(photo: XmpPhoto, shot: readonly XmpPhoto[]): XmpFacts {
  const teller = [photo, ...shot].find(({ isSeen }) => isSeen) ?? photo;
  return { ...teller.facts(), originalName: photo.originalName };
}

const placeOf = (folder: string, name: string): string => nameKey(`${folder}/${name}`, '');

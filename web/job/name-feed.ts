import { escapedName } from '../../src/names/display-name.ts';
import type { Photo } from '../../src/http/schemas/photo.ts';
import { thumbnailAddress } from '../library/thumbnail-address.ts';
import { createCell } from '../library/cell.ts';
import type { PhotoStore } from '../library/photo-store.ts';

export interface NewName {
  photoId: string;
  jobId: string;
  name: string;
  /** A proposal: `old` is still the photo's name. */
  proposed: boolean;
  old: string;
  thumbnail: string | null;
  /** Milliseconds; null for names from before this page was opened. */
  at: number | null;
}

const kept = 40;

/** The latest names that jobs gave or propose, newest first, for the panel's list. */
export function createNameFeed({ photos, now }: { photos: PhotoStore; now: () => number }) {
  const cell = createCell<readonly NewName[]>([]);

  return {
    get: cell.get,
    subscribe: cell.subscribe,
    /** Before the photos reach the store, so that what changed can be told from what was so already. */
    take: (incoming: readonly Photo[]): void => {
      const fresh = incoming.filter((photo) => {
        const known = photos.get(photo.id);
        if (isNamed(photo)) return known?.nameRev !== photo.nameRev;
        return (
          isProposed(photo) && !(known && isProposed(known) && known.suggestedName === photo.suggestedName)
        );
      });
      if (fresh.length === 0) return;
      const newest = fresh
        .toSorted((one, other) => other.seq - one.seq)
        .map((photo) => newName(photo, now()));
      const ids = new Set(fresh.map((photo) => photo.id));
      const earlier = cell.get().filter((each) => !ids.has(each.photoId));
      cell.set([...newest.filter((each) => each !== null), ...earlier].slice(0, kept));
    },
    /** After a reload the feed knows nothing yet: what the job named so far, in the order it happened. */
    before: (jobId: string): readonly NewName[] => {
      const named = [...photos.values()].filter(
        (photo) => photo.jobId === jobId && (isNamed(photo) || isProposed(photo)),
      );
      return named
        .toSorted((one, other) => other.seq - one.seq)
        .slice(0, kept)
        .map((photo) => newName(photo, null))
        .filter((each) => each !== null);
    },
  };
}

const isNamed = (photo: Photo) => photo.state === 'named' && photo.nameSource === 'job';

const isProposed = (photo: Photo) =>
  (photo.state === 'suggested' || photo.state === 'needs_look') && photo.suggestedName !== null;

function newName(photo: Photo, at: number | null): NewName | null {
  if (photo.jobId === null) return null;
  return {
    photoId: photo.id,
    jobId: photo.jobId,
    ...(isProposed(photo)
      ? { name: photo.suggestedName ?? photo.name, old: photo.name, proposed: true }
      : { name: photo.name, old: photo.previousName ?? escapedName(photo.originalName), proposed: false }),
    thumbnail: thumbnailAddress(photo),
    at,
  };
}

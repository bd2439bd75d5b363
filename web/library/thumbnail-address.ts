import type { Photo } from '../../src/http/schemas/photo.ts';

/** The thumbnail comes with its thumbhash, when the photo is prepared; before that, and if that failed, there is none. */
export function thumbnailAddress(photo: Photo): string | null {
  return photo.thumbhash === null ? null : photo.urls.thumbnail;
}

import type { PhotoView } from '../photos/photo.ts';
import type { Photo } from './schemas/photo.ts';

/** A photo on the wire: its view with the addresses that clients take from it and never build. */
export function renderPhoto(photo: PhotoView): Photo {
  const at = `/api/v1/photos/${photo.id}`;
  return {
    ...photo,
    flags: [...photo.flags],
    urls: { thumbnail: `${at}/thumbnail`, preview: `${at}/preview`, file: `${at}/file` },
  };
}

import type { Photo, PhotoList } from '../../src/http/schemas/photo.ts';
import type { PhotoQuery } from '../client.ts';
import type { PhotoStore } from './photo-store.ts';

const pageSize = 500;

/** The chosen photos, in their order; those that the page has not heard of are read from the server, a page at a time. */
export async function loadPhotos(
  ids: readonly string[],
  from: { photos: PhotoStore; listPhotos: (query: PhotoQuery) => Promise<PhotoList> },
): Promise<readonly Photo[]> {
  const { photos, listPhotos } = from;
  const missing = new Set(ids.filter((id) => photos.get(id) === undefined));
  let cursor: string | null = null;
  while (missing.size > 0) {
    const page: PhotoList = await listPhotos({ limit: pageSize, ...(cursor === null ? {} : { cursor }) });
    photos.put(page.photos);
    for (const photo of page.photos) missing.delete(photo.id);
    cursor = page.nextCursor;
    // The rest was deleted meanwhile.
    if (cursor === null) break;
  }
  return present(ids, photos);
}

export function present(ids: readonly string[], photos: PhotoStore): readonly Photo[] {
  return ids.map((id) => photos.get(id)).filter((photo) => photo !== undefined);
}

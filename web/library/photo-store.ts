import type { Photo } from '../../src/http/schemas/photo.ts';
import { createSubscriptions } from './subscriptions.ts';

export type PhotoStore = ReturnType<typeof createPhotoStore>;

/** Every photo the page has heard of, the newest version of each, outside React. */
export function createPhotoStore() {
  const photos = new Map<string, Photo>();
  const subscriptions = createSubscriptions<string>();

  return {
    get: (id: string): Photo | undefined => photos.get(id),
    subscribe: subscriptions.subscribe,
    values: () => photos.values(),
    anyPreparing: (): boolean => {
      for (const { state } of photos.values()) if (state === 'preparing') return true;
      return false;
    },

    /** A list answered late must not undo an event that came first: the higher seq stays. */
    put: (incoming: readonly Photo[]): void => {
      for (const photo of incoming) {
        const known = photos.get(photo.id);
        if (known && known.seq >= photo.seq && !(known.seq === photo.seq && differs(known, photo))) continue;
        photos.set(photo.id, photo);
        subscriptions.notify(photo.id);
      }
    },

    remove: (ids: readonly string[]): void => {
      for (const id of ids) if (photos.delete(id)) subscriptions.notify(id);
    },
  };
}

function differs(one: Photo, other: Photo): boolean {
  return (
    one.state !== other.state ||
    one.name !== other.name ||
    one.urls.thumbnail !== other.urls.thumbnail ||
    one.analysis?.title !== other.analysis?.title ||
    one.stack?.id !== other.stack?.id ||
    one.stack?.size !== other.stack?.size
  );
}

import type { PhotoView } from '../photos/photo.ts';
import type { ObjectStore, WantedLink } from '../storage/object-store.ts';
import type { Photo } from './schemas/photo.ts';

/** Photos on the wire: their views with the addresses that clients take from them and never build. */
export type RenderPhotos = (photos: readonly PhotoView[]) => Promise<Photo[]>;

type Kind = keyof Photo['urls'];

/**
 * Addresses lead to this interface, or, where the store serves people itself, straight to it: an `<img>` cannot show
 * who is asking. The store is asked once for all photos together; when it is away they lead here.
 */
export function createRenderPhotos({
  store,
  onError,
}: {
  readonly store: ObjectStore;
  readonly onError: (error: unknown, what: string) => void;
}): RenderPhotos {
  async function linksOf(photos: readonly PhotoView[]): Promise<ReadonlyMap<string, string>> {
    const wanted = photos.flatMap((photo) => wantedOf(photo));
    if (store.links === undefined || wanted.length === 0) return new Map();
    try {
      const links = await store.links(wanted.map(({ link }) => link));
      return new Map(
        wanted.flatMap(({ name }, i) => {
          const link = links[i];
          return typeof link === 'string' ? [[name, link] as const] : [];
        }),
      );
    } catch (error) {
      onError(error, 'links');
      return new Map();
    }
  }

  return async (photos) => {
    const links = await linksOf(photos);
    return photos.map(({ objects, ...photo }) => {
      const at = (kind: Kind) => links.get(nameOf(photo.id, kind)) ?? pictureAddress(photo.id, kind, objects);
      return {
        ...photo,
        flags: [...photo.flags],
        urls: { thumbnail: at('thumbnail'), preview: at('preview'), file: at('file') },
        originalKept: objects.original !== null,
      };
    });
  };
}

/**
 * A picture is fetched once and kept for ever. That of a file in a folder of this computer is another one once the file
 * was edited; then it has another address.
 */
export function pictureAddress(
  id: string,
  kind: Kind,
  objects: { readonly thumbnail: string | null },
): string {
  const [, sha256] = /^thumbnails\/in-place\/[^/]+\/([0-9a-f]{16})/u.exec(objects.thumbnail ?? '') ?? [];
  return `/api/v1/photos/${id}/${kind}${sha256 === undefined ? '' : `?v=${sha256}`}`;
}

const nameOf = (id: string, kind: Kind): string => `${id}/${kind}`;

function wantedOf({ id, name, objects }: PhotoView): { name: string; link: WantedLink }[] {
  const want = (kind: Kind, key: string | null, more: { downloadAs?: string } = {}) =>
    key === null ? [] : [{ name: nameOf(id, kind), link: { key, ...more } }];
  return [
    ...want('thumbnail', objects.thumbnail),
    ...want('preview', objects.preview),
    ...want('file', objects.original, { downloadAs: name }),
  ];
}

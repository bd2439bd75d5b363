import type { Photo } from '../src/http/schemas/photo.ts';

/** Links of a store are good for six days at least. */
const keepMs = 4 * 86_400_000;

/**
 * Makes the addresses of photos usable from this page: they are whole (signed links of a store), or begin where the
 * interface stands. The same thumbnail may come with another signature each time; while the one that is shown still
 * holds it stays, since a new address would load the picture again.
 */
export function createPhotoLinks({ baseUrl, now }: { baseUrl: string; now: () => number }) {
  const known = new Map<string, { address: string; since: number }>();

  function keep(address: string): string {
    const [path = '', signature] = address.split('?');
    if (signature === undefined) return address;
    const before = known.get(path);
    if (before !== undefined && now() - before.since < keepMs) return before.address;
    known.set(path, { address, since: now() });
    return address;
  }

  const whole = (address: string) => (address.startsWith('/') ? baseUrl + address : address);

  return (photo: Photo): Photo => ({
    ...photo,
    urls: {
      thumbnail: keep(whole(photo.urls.thumbnail)),
      preview: whole(photo.urls.preview),
      file: whole(photo.urls.file),
    },
  });
}

import { expect, test } from 'vitest';
import { makePhoto } from './make-photo.test-data.ts';
import { createPhotoLinks } from './photo-links.ts';

const at = 'https://x.supabase.co/storage/v1/object/sign/rollcall/incoming/a/1/thumbnail.webp';

const thumbnail = (address: string) => makePhoto({ urls: { thumbnail: address, preview: '/p', file: '/f' } });

test('a picture that is shown is not loaded again for another signature', () => {
  const resolve = createPhotoLinks({ baseUrl: '', now: () => 0 });
  expect(resolve(thumbnail(`${at}?token=1`)).urls.thumbnail).toBe(`${at}?token=1`);
  expect(resolve(thumbnail(`${at}?token=2`)).urls.thumbnail).toBe(`${at}?token=1`);
});

test('before its link ends it gets the new one', () => {
  let now = 0;
  const resolve = createPhotoLinks({ baseUrl: '', now: () => now });
  resolve(thumbnail(`${at}?token=1`));
  now = 5 * 86_400_000;
  expect(resolve(thumbnail(`${at}?token=2`)).urls.thumbnail).toBe(`${at}?token=2`);
});

import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { endLiveItem } from '../../src/jobs/end-live-item.ts';
import { deletePhoto } from '../../src/photos/delete-photos.ts';
import { purgeDeleted } from '../../src/photos/purge-deleted.ts';
import { expectCode, read, v1 } from './build-api.ts';
import { codesOf, useDirect, type Result } from './build-direct.ts';
import { ana, ben } from './build-library.ts';
import type { BuiltUpload } from './build-upload.ts';

const direct = useDirect();
const noExposure = { lens: null, focalLength: null, fNumber: null, seconds: null, iso: null };

describe('what is not believed', () => {
  test('whose it is: nobody can name another’s objects, nor take them by naming their upload', async () => {
    const theirs = await direct.put(await direct.another(), ben);
    expect(codesOf(await direct.register([theirs]))).toEqual(['upload_missing']);
    for (const uploadId of [`../${ben}/${theirs.claim.uploadId}`, `${theirs.claim.uploadId}/..`, '', 'x']) {
      expectCode(await direct.register([{ claim: { ...theirs.claim, uploadId } }]), 422, 'invalid_request');
    }
    const forged = { ...theirs.claim, ownerId: ben, owner_id: ben, key: `incoming/${ben}/x/original` };
    expect(codesOf(await direct.register([{ claim: forged }]))).toEqual(['upload_missing']);
    expect((await direct.register([theirs], ben)).status).toBe(201);
  });

  test('a stranger’s hash opens nothing: the same picture is another’s own, and needs objects of its own', async () => {
    const upload = await direct.another();
    await direct.registerOne(upload, ben);
    const claim = { ...upload.claim, uploadId: crypto.randomUUID() };
    expect(codesOf(await direct.register([{ claim }]))).toEqual(['upload_missing']);
  });

  test('that a picture is here already, once it was deleted for good in between', async () => {
    const [known, fresh] = [await direct.another(), await direct.put(await direct.another())];
    const { id: photoId } = await direct.registerOne(known);
    const { database, worker, store } = direct.jobs;
    await database.asUser(ana, (tx) => deletePhoto(tx, { ownerId: ana, photoId, endLiveItem }));
    const copy = { ...known, claim: { ...known.claim, uploadId: crypto.randomUUID() } };
    direct.store.meanwhile(async () => {
      await database.query(
        `update rollcall.photos set deleted_at = now() - interval '31 days' where id = $1`,
        [photoId],
      );
      await purgeDeleted({ database: worker, store });
    });
    const answer = await direct.register([copy, fresh]);
    expect(read<Result>(answer)).toMatchObject({
      photos: [{ originalName: fresh.claim.filename }],
      indexes: [1],
      rejected: [{ index: 0, code: 'upload_missing' }],
    });
  });

  test('nobody registers without signing in', async () => {
    const { claim } = await direct.another();
    const answer = await direct.api.call('POST', v1('/photos/register'), { body: { photos: [claim] } });
    expectCode(answer, 401, 'unauthenticated');
  });

  const broken: [string, string, (upload: BuiltUpload) => BuiltUpload | Promise<BuiltUpload>][] = [
    [
      'an original of another type',
      'type_mismatch',
      (upload) => ({
        ...upload,
        claim: { ...upload.claim, original: { ...upload.claim.original, mediaType: 'image/png' } },
      }),
    ],
    [
      'a page that is said to be a picture',
      'unsupported',
      (upload) => ({
        ...upload,
        original: new Uint8Array(Buffer.from('<!doctype html><script>alert(1)</script>')),
      }),
    ],
    [
      'an SVG',
      'unsupported',
      (upload) => ({
        ...upload,
        original: new Uint8Array(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')),
      }),
    ],
    ['an empty original', 'unsupported', (upload) => ({ ...upload, original: new Uint8Array() })],
    [
      'an original of another length',
      'size_mismatch',
      (upload) => ({
        ...upload,
        original: Uint8Array.from([...upload.original, 0]),
      }),
    ],
    [
      'an original that is larger than allowed',
      'too_large',
      (upload) => {
        const original = new Uint8Array(1_000_001);
        original.set(upload.original);
        return {
          ...upload,
          original,
          claim: { ...upload.claim, original: { ...upload.claim.original, bytes: original.byteLength } },
        };
      },
    ],
    [
      'one that is said to be small and is too large',
      'too_large',
      (upload) => {
        const original = new Uint8Array(1_000_001);
        original.set(upload.original);
        return { ...upload, original };
      },
    ],
    [
      'a preview with too long an edge',
      'not_a_preview',
      async (upload) => ({
        ...upload,
        preview: Uint8Array.from(await sharp(upload.original).resize(769).jpeg().toBuffer()),
      }),
    ],
    [
      'a preview of too many bytes',
      'not_a_preview',
      (upload) => {
        const preview = new Uint8Array(500_001);
        preview.set(upload.preview);
        return { ...upload, preview };
      },
    ],
    ['a preview that is no JPEG', 'not_a_preview', (upload) => ({ ...upload, preview: upload.thumbnail })],
    [
      'a thumbnail with too long an edge',
      'not_a_preview',
      async (upload) => ({
        ...upload,
        thumbnail: Uint8Array.from(await sharp(upload.original).resize(481).webp().toBuffer()),
      }),
    ],
    [
      'a thumbnail that is a page',
      'not_a_preview',
      (upload) => ({
        ...upload,
        thumbnail: new Uint8Array(Buffer.from('<html></html>'.repeat(10))),
      }),
    ],
  ];
  test.for(broken)('%s is %s', async ([, code, breakIt]) => {
    const upload = await direct.put(await breakIt(await direct.another()));
    const answer = await direct.register([upload]);
    expect([answer.status, codesOf(answer)]).toEqual([422, [code]]);
    expect(read<Result>(answer).rejected[0]?.detail).toContain(upload.claim.filename);
  });

  test('a thumbnail may be a JPEG, which every browser can write', async () => {
    const upload = await direct.another();
    const thumbnail = Uint8Array.from(await sharp(upload.original).resize(480).jpeg().toBuffer());
    expect(await direct.registerOne({ ...upload, thumbnail })).toMatchObject({ state: 'ready' });
  });

  test('objects that the sweep may take at any moment are missing already', async () => {
    const upload = await direct.put(await direct.another());
    direct.store.age(23 * 3_600_000 + 1);
    expect(codesOf(await direct.register([upload]))).toEqual(['upload_missing']);
    direct.store.age(22 * 3_600_000);
    expect((await direct.register([upload])).status).toBe(201);
  });

  test.for([
    ['a day that never was', { takenLocal: '2023-02-29T10:00:00' }],
    ['a time that is none', { takenLocal: '2023-02-28T25:00:00' }],
    ['a year before photography', { takenLocal: '1700-01-01T00:00:00' }],
    ['a pole beyond the pole', { latitude: 90.1 }],
    ['a longitude too far', { longitude: -180.5 }],
    ['a hash of another length', { perceptualHash: 'ab' }],
    ['a thumbhash that is no base64', { thumbhash: '<<<<' }],
    ['a width of nothing', { width: 0 }],
    ['a country in words', { place: { city: 'x', countryCode: 'Spain' } }],
    ['an unheard kind', { kind: 'virus' }],
    ['a brightness beyond white', { brightness: 1.1 }],
    ['an offset of two days', { takenOffsetMinutes: 2880 }],
    ['an exposure of zero seconds', { exposure: { ...noExposure, seconds: 0 } }],
    ['an aperture of minus 2', { exposure: { ...noExposure, fNumber: -2 } }],
    ['a recipe of any text', { previewRecipe: "'; drop" }],
  ] as const)('%s is refused by its name', async ([, part]) => {
    const { claim } = await direct.another();
    const answer = await direct.register([{ claim: { ...claim, prepared: { ...claim.prepared, ...part } } }]);
    expectCode(answer, 422, 'invalid_request');
    expect(answer.text).toContain(Object.keys(part)[0]);
  });

  test('texts are cleaned: of a camera, a city, a file', async () => {
    const base = await direct.another({ filename: 'a\u202egpj.exe' });
    const prepared = {
      ...base.claim.prepared,
      camera: 'NIKON\u202e\u0007  D40',
      exposure: { ...noExposure, lens: 'Nikkor\u202e\u0007 35', iso: 400 },
      place: { city: 'Má\u200blaga\n', countryCode: 'ES' },
    };
    expect(await direct.registerOne({ ...base, claim: { ...base.claim, prepared } })).toMatchObject({
      camera: 'NIKON D40',
      exposure: { ...noExposure, lens: 'Nikkor 35', iso: 400 },
      place: { city: 'Málaga' },
      name: 'agpj exe.jpg',
    });
  });
});

import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { expectCode, read, v1 } from './build-api.ts';
import { codesOf, useDirect, type Result } from './build-direct.ts';
import { makeDue, startJob, work } from './build-jobs.ts';
import { ana, ben, filesOf, namesOf, prepareAll } from './build-library.ts';
import type { BuiltUpload } from './build-upload.ts';

const direct = useDirect();

describe('what was uploaded straight to the store', () => {
  test('is a photo at once, with all that the browser learnt of it', async () => {
    const folder = direct.jobs.newId();
    const upload = await direct.put(
      await direct.another({ filename: '../Trip <b>.JPG', folder: `../${folder}/..` }),
    );
    const answer = await direct.register([upload]);
    expect(answer.status).toBe(201);
    const [photo] = read<Result>(answer).photos;
    expect(photo).toMatchObject({
      name: 'Trip b.JPG',
      folder,
      state: 'ready',
      mediaType: 'image/jpeg',
      bytes: upload.original.byteLength,
      width: 900,
      height: 600,
      takenAt: '2024-05-04T10:11:12+02:00',
      camera: 'NIKON D40',
      place: { city: 'Málaga', country: 'Spain', countryCode: 'ES' },
      thumbhash: 'AQIDBAU=',
      originalKept: true,
    });
    const found = await direct.get(v1(`/photos?q=malaga&folder=${folder}`));
    expect(read<Result>(found).photos.map(({ id }) => id)).toEqual([photo?.id]);
    expect(await prepareAll(direct.jobs)).toBe(0);
    const { bytes } = await direct.bytes(v1(`/photos/${photo?.id}/preview`));
    expect(bytes.equals(upload.preview)).toBe(true);
    // Used where they lie.
    expect(direct.left(upload)).toHaveLength(3);
  });

  test('is named by a job like any other photo', async () => {
    const { id } = await direct.registerOne(await direct.another());
    await startJob(direct.jobs, [id]);
    await work(direct.jobs);
    expect(read<{ state: string }>(await direct.get(v1(`/photos/${id}`))).state).toBe('named');
  });

  test('fifty at once, each answered by its place, and asking for links once', async () => {
    const uploads = await Promise.all(Array.from({ length: 50 }, () => direct.another()));
    for (const upload of uploads) await direct.put(upload);
    await direct.jobs.store.delete([`incoming/${ana}/${uploads[7]?.claim.uploadId}/preview.jpg`]);
    const answer = await direct.register(uploads);
    const { photos, indexes, rejected } = read<Result>(answer);
    expect(answer.status).toBe(201);
    expect(photos).toHaveLength(49);
    expect(indexes).toEqual(Array.from({ length: 50 }, (_, i) => i).filter((i) => i !== 7));
    expect(rejected).toMatchObject([
      { index: 7, code: 'upload_missing', filename: uploads[7]?.claim.filename },
    ]);
    expect(direct.store.signed()).toBe(1);
    expectCode(await direct.register([...uploads, await direct.another()]), 422, 'invalid_request');
  });

  test('sent again is a duplicate, though nobody looks at its objects again', async () => {
    const upload = await direct.another();
    const { id } = await direct.registerOne(upload);
    const looked = direct.store.looked();
    const again = await direct.register([upload]);
    expect([again.status, read<Result>(again).duplicates]).toEqual([
      200,
      [{ filename: upload.claim.filename, photoId: id, index: 0 }],
    ]);
    expect(direct.store.looked()).toBe(looked);
    expect(direct.left(upload)).toHaveLength(3);
  });

  test('is a second photo of one original in another folder, and the second set of objects goes', async () => {
    const upload = await direct.another();
    const first = await direct.registerOne(upload);
    const copy = { ...upload, claim: { ...upload.claim, uploadId: crypto.randomUUID(), folder: 'copy' } };
    const second = await direct.registerOne(copy);
    expect(second).toMatchObject({ folder: 'copy', state: 'ready', place: { city: 'Málaga' } });
    expect(second.id).not.toBe(first.id);
    expect(direct.left(copy)).toEqual([]);
    expect(direct.left(upload)).toHaveLength(3);
    // Its answer was lost: the same lot again.
    expect(read<Result>(await direct.register([copy])).duplicates).toMatchObject([{ photoId: second.id }]);
  });

  test('gives a photo that waits what it lacks, and wakes the items that wait for it', async () => {
    const upload = await direct.another({ folder: direct.jobs.newId() });
    const bytes = new Blob([new Uint8Array(upload.original)]).stream();
    const file = { filename: 'a.jpg', folder: 'waiting', body: bytes };
    const { photoIds } = await direct.jobs.intake.takeIn(ana, filesOf([file]));
    const [waiting = ''] = photoIds;
    await startJob(direct.jobs, [waiting]);
    expect(read<{ state: string }>(await direct.get(v1(`/photos/${waiting}`))).state).toBe('preparing');
    await direct.put(upload);
    expect((await direct.register([upload])).status).toBe(201);
    expect(read<{ state: string }>(await direct.get(v1(`/photos/${waiting}`))).state).toBe('waiting');
    await work(direct.jobs);
    expect(read<{ state: string }>(await direct.get(v1(`/photos/${waiting}`))).state).toBe('named');
    // The message that would have had it prepared finds nothing to do.
    await makeDue(direct.jobs);
    expect(await prepareAll(direct.jobs)).toBe(0);
  });

  test('heals a photo that the server could not read', async () => {
    const upload = await direct.another();
    const bytes = new Blob([new Uint8Array(upload.original)]).stream();
    const file = { filename: 'b.jpg', folder: 'unread', body: bytes };
    const { photoIds } = await direct.jobs.intake.takeIn(ana, filesOf([file]));
    direct.jobs.prepareAs(() => ({ ok: false, code: 'took_too_long', detail: '' }));
    await prepareAll(direct.jobs);
    const look = async () => read<{ state: string }>(await direct.get(v1(`/photos/${photoIds[0]}`))).state;
    expect(await look()).toBe('failed');
    await direct.registerOne(upload);
    expect(await look()).toBe('ready');
  });
});

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
      place: { city: 'Má\u200blaga\n', countryCode: 'ES' },
    };
    expect(await direct.registerOne({ ...base, claim: { ...base.claim, prepared } })).toMatchObject({
      camera: 'NIKON D40',
      place: { city: 'Málaga' },
      name: 'agpj exe.jpg',
    });
  });
});

test('names stay unique within a folder, whatever way photos come', async () => {
  const folder = direct.jobs.newId();
  const uploads = await Promise.all([1, 2, 3].map(() => direct.another({ folder, filename: 'same.jpg' })));
  for (const upload of uploads) await direct.put(upload);
  const { photos } = read<Result>(await direct.register(uploads));
  expect(
    await namesOf(
      direct.jobs,
      photos.map(({ id }) => id),
    ),
  ).toEqual(['same.jpg', 'same-2.jpg', 'same-3.jpg']);
});

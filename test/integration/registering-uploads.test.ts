import { describe, expect, test } from 'vitest';
import { expectCode, read, v1 } from './build-api.ts';
import { useDirect, type Result } from './build-direct.ts';
import { makeDue, startJob, work } from './build-jobs.ts';
import { ana, filesOf, namesOf, prepareAll } from './build-library.ts';

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

  test('registered twice at the same moment is one photo, and keeps its objects', async () => {
    const upload = await direct.put(await direct.another());
    const answers = await Promise.all([1, 2, 3].map(() => direct.register([upload])));
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 200, 201]);
    expect(direct.left(upload)).toHaveLength(3);
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

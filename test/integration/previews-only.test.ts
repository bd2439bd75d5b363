import { expect, test } from 'vitest';
import { endLiveItem } from '../../src/jobs/end-live-item.ts';
import { deletePhoto } from '../../src/photos/delete-photos.ts';
import { purgeDeleted } from '../../src/photos/purge-deleted.ts';
import { viewSpace } from '../../src/photos/view-space.ts';
import { zipEntries } from '../e2e/zip-entries.ts';
import { expectCode, form, read, v1 } from './build-api.ts';
import { as, codesOf, useDirect } from './build-direct.ts';
import { startJob, work } from './build-jobs.ts';
import { ana } from './build-library.ts';
import type { UploadClaim } from './build-upload.ts';

const direct = useDirect();

const previewsOnly = (more: Partial<UploadClaim> = {}) => direct.another({ originalKept: false, ...more });

test('a photo of which only previews were uploaded is named like any other, and has no file to download', async () => {
  const photo = await direct.registerOne(await previewsOnly());
  expect(photo).toMatchObject({ originalKept: false, state: 'ready' });
  expect(photo.urls.file).toBe(`/api/v1/photos/${photo.id}/file`);
  expectCode(await direct.get(photo.urls.file), 404, 'original_not_kept');
  await startJob(direct.jobs, [photo.id]);
  await work(direct.jobs);
  expect(read<{ state: string }>(await direct.get(v1(`/photos/${photo.id}`))).state).toBe('named');
});

test('may be of an original that would be too large to keep, and counts for nothing in the space used', async () => {
  const space = () => direct.jobs.database.asUser(ana, (tx) => viewSpace(tx, ana));
  const before = await space();
  const { claim, ...upload } = await previewsOnly();
  const original = { ...claim.original, bytes: 900_000_000 };
  expect(await direct.registerOne({ ...upload, claim: { ...claim, original } })).toMatchObject({
    bytes: 900_000_000,
    state: 'ready',
  });
  expect((await space()).photos).toEqual({ count: before.photos.count + 1, bytes: before.photos.bytes });
});

test('stands in the list of an export, while its file does not', async () => {
  const folder = direct.jobs.newId();
  const kept = await direct.registerOne(await direct.another({ folder, filename: 'kept.jpg' }));
  const not = await direct.registerOne(await previewsOnly({ folder, filename: 'not.jpg' }));
  const { bytes: zip } = await direct.bytes(v1(`/export?photoIds=${not.id},${kept.id}`));
  expect(zipEntries(zip).map((entry) => entry.name)).toEqual([`${folder}/kept.jpg`, 'rollcall.csv']);
  const list = zip.toString('utf8', zip.lastIndexOf('\uFEFFfolder,old,new'));
  expect(list).toContain('not.jpg');
  expect(list).toContain('kept.jpg');
});

test('goes whole when it is deleted for good', async () => {
  const upload = await previewsOnly();
  const { id: photoId } = await direct.registerOne(upload);
  await direct.jobs.database.asUser(ana, (tx) => deletePhoto(tx, { ownerId: ana, photoId, endLiveItem }));
  await direct.jobs.database.query(
    `update rollcall.photos set deleted_at = now() - interval '31 days' where id = $1`,
    [photoId],
  );
  expect(await purgeDeleted({ database: direct.jobs.worker, store: direct.jobs.store })).toBe(1);
  expect(direct.left(upload)).toEqual([]);
  // And may come again as if it had never been there.
  expect(codesOf(await direct.register([upload]))).toEqual(['upload_missing']);
  expect((await direct.registerOne(upload)).id).not.toBe(photoId);
});

test('gets its original when it comes later, straight', async () => {
  const upload = await previewsOnly();
  const photo = await direct.registerOne(upload);
  const claim = { ...upload.claim, uploadId: crypto.randomUUID(), originalKept: true };
  await direct.put({ ...upload, claim });
  expect((await direct.register([{ claim }])).status).toBe(200);
  expect(await direct.bytes(v1(`/photos/${photo.id}/file`))).toEqual({
    status: 200,
    bytes: Buffer.from(upload.original),
  });
});

test('gets its original when it comes later, through a server', async () => {
  const upload = await previewsOnly();
  const photo = await direct.registerOne(upload);
  const data = form([]);
  data.append('file', new Blob([new Uint8Array(upload.original)]), upload.claim.filename);
  const answer = await direct.api.call('POST', v1('/photos'), { raw: data, headers: as(ana) });
  expect(answer.status).toBe(200);
  expect(await direct.bytes(v1(`/photos/${photo.id}/file`))).toEqual({
    status: 200,
    bytes: Buffer.from(upload.original),
  });
});

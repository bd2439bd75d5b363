import { expect, test } from 'vitest';
import type { Database } from '../../src/database/sql.ts';
import { endLiveItem } from '../../src/jobs/end-live-item.ts';
import { deletePhoto, restorePhoto } from '../../src/photos/delete-photos.ts';
import { purgeDeleted } from '../../src/photos/purge-deleted.ts';
import { renameByHand } from '../../src/photos/rename-by-hand.ts';
import { undoRename } from '../../src/photos/undo.ts';
import { createTestApi, expectCode, v1, type Api } from './build-api.ts';
import { itemsOf, jobOf, startJob, useJobs, work } from './build-jobs.ts';
import { addPhotos, ana, ben, namesOf, view } from './build-library.ts';
import { expectTrueCounts } from './expect-true-counts.ts';

const jobs = useJobs();

const folder = () => jobs.newId();
const remove = async (photoId: string, { daysAgo = 31, ownerId = ana } = {}) => {
  await jobs.database.asUser(ownerId, (tx) => deletePhoto(tx, { ownerId, photoId, endLiveItem }));
  await jobs.database.query(
    'update rollcall.photos set deleted_at = now() - make_interval(days => $2) where id = $1',
    [photoId, daysAgo],
  );
};
const restore = (photoId: string) => jobs.database.asUser(ana, (tx) => restorePhoto(tx, ana, photoId));
const purge = (database: Database = jobs.worker) => purgeDeleted({ database, store: jobs.store });
const rows = (table: string, ownerId = ana) =>
  jobs.database.query<Record<string, unknown>>(`select * from rollcall.${table} where owner_id = $1`, [
    ownerId,
  ]);

test('a photo deleted 31 days ago goes whole: row, ledger, proposal, analysis, original and objects', async () => {
  const before = jobs.store.keys();
  const [gone = ''] = await addPhotos(jobs, ['nowhereville#1'], { folder: 'Trip to Nowhereville' });
  const [stays = ''] = await addPhotos(jobs, ['elsewhere#1'], { folder: folder() });
  const job = await startJob(jobs, [gone, stays]);
  await work(jobs);
  const { renameId } = await jobOf(jobs, job);
  const review = await startJob(jobs, [gone], { apply: 'review', alreadyNamed: 'again', question: 'q2' });
  await work(jobs);
  expect(await namesOf(jobs, [gone, stays])).toEqual(['nowhereville.jpg', 'elsewhere.jpg']);
  expect(jobs.store.keys()).toHaveLength(before.length + 6);
  const counted = [await jobOf(jobs, job), await jobOf(jobs, review)].map(({ total, succeeded, cost }) => ({
    total,
    succeeded,
    cost,
  }));
  await remove(gone);

  expect(await purge()).toBe(1);

  const everything = await Promise.all(
    ['photos', 'rename_entries', 'job_items', 'analyses', 'originals'].map((table) => rows(table)),
  );
  expect(JSON.stringify(everything).toLowerCase()).not.toContain('nowhereville');
  expect(await rows('analyses')).toHaveLength(1);
  expect(await rows('originals')).toHaveLength(1);
  expect(await rows('storage_deletions')).toEqual([]);
  expect(jobs.store.keys()).toHaveLength(before.length + 3);
  expect(await namesOf(jobs, [gone, stays])).toEqual(['elsewhere.jpg']);
  // What was done is still counted, and the rest of it can be taken back.
  expect(await jobOf(jobs, job)).toMatchObject(counted[0] ?? {});
  expect(await jobOf(jobs, review)).toMatchObject(counted[1] ?? {});
  expect((await itemsOf(jobs, job)).map((item) => item.photoId)).toEqual([gone, stays]);
  await expectTrueCounts(jobs.database, ana);
  const undone = await jobs.database.asUser(ana, (tx) =>
    undoRename(tx, { ownerId: ana, renameId: renameId ?? '', newId: jobs.newId }),
  );
  expect(undone).toMatchObject({ skipped: [{ photoId: gone, code: 'photo_deleted' }] });
  expect(await namesOf(jobs, [stays])).toEqual(['elsewhere_1.JPG']);
  await expectTrueCounts(jobs.database, ana);
});

test('a photo deleted 29 days ago stays as it is and can be brought back', async () => {
  const [photo = ''] = await addPhotos(jobs, ['recent#1'], { folder: folder() });
  await remove(photo, { daysAgo: 29 });
  const keys = jobs.store.keys();
  expect(await purge()).toBe(0);
  expect(jobs.store.keys()).toEqual(keys);
  expect(await restore(photo)).toBe(true);
  expect(await namesOf(jobs, [photo])).toEqual(['recent_1.JPG']);
});

test.each([
  ['living', null],
  ['lately deleted', 5],
])('an original that a %s photo has too stays with all its objects', async (_, daysAgo) => {
  const text = `shared ${daysAgo}#1`;
  const [old = ''] = await addPhotos(jobs, [text], { folder: folder() });
  const [other = ''] = await addPhotos(jobs, [text], { folder: folder() });
  const [bens = ''] = await addPhotos(jobs, [text], { ownerId: ben, folder: folder() });
  if (daysAgo !== null) await remove(other, { daysAgo });
  await remove(old);
  const keys = jobs.store.keys();
  expect(await purge()).toBe(1);
  expect(jobs.store.keys()).toEqual(keys);
  expect(daysAgo === null || (await restore(other))).toBe(true);
  expect(await view(jobs, [other])).toMatchObject([{ state: 'ready' }]);
  // The last photo takes it along; that of another owner is another's.
  await remove(other);
  expect(await purge()).toBe(1);
  expect(jobs.store.keys()).toHaveLength(keys.length - 3);
  expect(await view(jobs, [bens], ben)).toMatchObject([{ state: 'ready' }]);
});

test('the same picture can be taken in again after its purge, as a new photo', async () => {
  const there = folder();
  const [first = ''] = await addPhotos(jobs, ['again#1'], { folder: there });
  await remove(first);
  expect(await purge()).toBe(1);
  const [second = ''] = await addPhotos(jobs, ['again#1'], { folder: there });
  expect(second).not.toBe(first);
  const job = await startJob(jobs, [second]);
  await work(jobs);
  expect(await namesOf(jobs, [second])).toEqual(['again.jpg']);
  expect(await jobOf(jobs, job)).toMatchObject({ status: 'completed', succeeded: 1 });
  expect(await purge()).toBe(0);
  const [original] = await jobs.database.query<{ original_key: string }>(
    `select original_key from rollcall.originals o join rollcall.photos p using (owner_id, sha256) where p.id = $1`,
    [second],
  );
  expect(await jobs.store.read(original?.original_key ?? '')).toEqual(new TextEncoder().encode('again#1'));
});

test('a run cut off before the objects are deleted is completed by the next', async () => {
  const [photo = ''] = await addPhotos(jobs, ['cut#1'], { folder: folder() });
  await remove(photo);
  const keys = jobs.store.keys();
  jobs.store.breakDelete(true);
  await expect(purge()).rejects.toThrow('The disk does not answer.');
  expect(jobs.store.keys()).toEqual(keys);
  expect(await restore(photo)).toBe(false);
  // Taken in again before the objects are gone: the new ones are not those that are still to go.
  const [again = ''] = await addPhotos(jobs, ['cut#1'], { folder: folder() });
  jobs.store.breakDelete(false);
  expect(await purge()).toBe(0);
  expect(jobs.store.keys()).toHaveLength(keys.length);
  expect(await rows('storage_deletions')).toEqual([]);
  await startJob(jobs, [again]);
  await work(jobs);
  expect(await namesOf(jobs, [again])).toEqual(['cut.jpg']);
});

test('a photo brought back while the purge runs keeps its name, its past and its bytes', async () => {
  const [photo = ''] = await addPhotos(jobs, ['saved#1'], { folder: folder() });
  const byHand = (name: string) =>
    jobs.database.asUser(ana, (tx) =>
      renameByHand(tx, { ownerId: ana, photoId: photo, name, newId: jobs.newId }),
    );
  await byHand('Saved');
  await remove(photo);
  let restored = false;
  const slow: Database = {
    ...jobs.worker,
    transaction: async (work_) => {
      if (!restored) restored = await restore(photo);
      return jobs.worker.transaction(work_);
    },
  };
  expect(await purge(slow)).toBe(0);
  expect(restored).toBe(true);
  expect(await view(jobs, [photo])).toMatchObject([{ name: 'Saved.jpg', previousName: 'saved_1.JPG' }]);
  await expectTrueCounts(jobs.database, ana);
});

test('more than one lot goes in one run, of several owners', async () => {
  const there = folder();
  const texts = Array.from({ length: 210 }, (_, i) => `many#${i}`);
  const anas = await addPhotos(jobs, texts, { folder: there });
  const bens = await addPhotos(jobs, texts.slice(0, 3), { ownerId: ben, folder: there });
  await jobs.database.query(
    `update rollcall.photos set deleted_at = now() - interval '31 days', name_key = null where id = any($1)`,
    [[...anas, ...bens]],
  );
  const keys = jobs.store.keys().length;
  expect(await purge()).toBe(213);
  expect(jobs.store.keys()).toHaveLength(keys - 213 * 3);
  await expectTrueCounts(jobs.database, ana);
  await expectTrueCounts(jobs.database, ben);
});

test('over HTTP a purged photo is not found, whatever is asked of it', async () => {
  const api: Api = await createTestApi(jobs);
  const { json } = await api.call('GET', v1('/photos'));
  expect(json).toMatchObject({ total: 0 });
  const [owner] = await jobs.database.query<{ id: string }>(
    `select id from rollcall.owners where subject = 'local'`,
  );
  const [photo = ''] = await addPhotos(jobs, ['http#1'], { ownerId: owner?.id ?? '', folder: folder() });
  const job = await startJob(jobs, [photo], { ownerId: owner?.id ?? '' });
  await work(jobs);
  const at = v1(`/photos/${photo}`);
  await remove(photo, { ownerId: owner?.id ?? '' });
  expect(await purge()).toBe(1);
  expectCode(await api.call('POST', `${at}/restore`), 404, 'photo_not_found');
  expectCode(await api.call('GET', at), 404, 'photo_not_found');
  expectCode(await api.call('GET', `${at}/file`), 404, 'photo_not_found');
  expectCode(await api.call('POST', v1('/export'), { body: { photoIds: [photo] } }), 422, 'no_photos');
  expect((await api.call('GET', v1(`/jobs/${job}/items`))).json).toMatchObject({
    items: [{ photoId: photo, suggestedName: null }],
  });
  const renames = await api.call('GET', v1('/renames'));
  expect(renames.json).toMatchObject({ renames: [{ count: 1 }] });
  expect(api.errors).toEqual([]);
});

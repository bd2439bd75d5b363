import { expect, test } from 'vitest';
import { cancelJob, pauseJob, resumeJob } from '../../src/jobs/control-job.ts';
import { endLiveItem } from '../../src/jobs/end-live-item.ts';
import { retryJob } from '../../src/jobs/retry-job.ts';
import { reviewJob } from '../../src/jobs/review-job.ts';
import { findJob, listItems, listJobs } from '../../src/jobs/view-jobs.ts';
import { deletePhoto, restorePhoto } from '../../src/photos/delete-photos.ts';
import { exportPhotos } from '../../src/photos/export.ts';
import { findRename, listRenameEntries, listRenames } from '../../src/photos/list-renames.ts';
import { createPartialUploads, UploadMoved } from '../../src/photos/partial-uploads.ts';
import { renameByHand } from '../../src/photos/rename-by-hand.ts';
import { renameEntries } from '../../src/photos/rename-entries.ts';
import { undoRename } from '../../src/photos/undo.ts';
import { jobOf, startJob, useJobs, work, workToTheEnd } from './build-jobs.ts';
import { addPhotos, ana, ben, file, namesOf, seedPhotos } from './build-library.ts';
import { titled, usage } from './build-lanes.ts';
import { expectTrueCounts } from './expect-true-counts.ts';

const jobs = useJobs();

test('nothing of one owner can be seen or moved by another, whoever knows its ids', async () => {
  const ids = await addPhotos(jobs, ['secret#1', 'secret#2', 'secret#3']);
  const [photoId = '', failing = ''] = ids;
  jobs.lanes.script((asked) =>
    asked.photo === 'secret#2'
      ? { kind: 'refused', detail: '', usage }
      : { kind: 'out_of_money', detail: '' },
  );
  const running = await startJob(jobs, [failing], {});
  await work(jobs);
  const paused = await startJob(jobs, [photoId], {});
  await work(jobs);
  await jobs.database.asUser(ana, (tx) =>
    renameByHand(tx, { ownerId: ana, photoId: ids[2] ?? '', name: 'mine', newId: jobs.newId }),
  );
  const [rename] = (await jobs.database.asUser(ana, (tx) => listRenames(tx, ana, { limit: 1 }))).renames;
  const renameId = rename?.id ?? '';
  const before = await snapshot();

  const notFound = { kind: 'not_found' };
  const { newId, control } = jobs;
  const asBen = jobs.database.asUser;
  for (const jobId of [running, paused]) {
    const of = { ownerId: ben, jobId };
    expect(await pauseJob(control, of)).toEqual(notFound);
    expect(await resumeJob(control, of)).toEqual(notFound);
    expect(await cancelJob(control, of)).toEqual(notFound);
    expect(await retryJob(control, of)).toEqual(notFound);
    expect(await asBen(ben, (tx) => findJob(tx, ben, jobId))).toBeNull();
    // Also where a caller is careless about whose ids it passes: row security stands behind it.
    expect(await asBen(ben, (tx) => findJob(tx, ana, jobId))).toBeNull();
    expect((await asBen(ben, (tx) => listItems(tx, ana, jobId, { after: -1, limit: 10 }))).items).toEqual([]);
    expect(
      await asBen(ben, (tx) => reviewJob(tx, { ...of, accept: [{ photoId }], skip: [], newId })),
    ).toEqual(notFound);
  }
  expect((await asBen(ben, (tx) => listJobs(tx, ana, { limit: 10 }))).jobs).toEqual([]);
  const theirs = { ownerId: ben, photoId };
  expect(await asBen(ben, (tx) => renameByHand(tx, { ...theirs, name: 'x', newId }))).toEqual(notFound);
  expect(await asBen(ben, (tx) => deletePhoto(tx, { ...theirs, endLiveItem }))).toBe(false);
  expect(await asBen(ben, (tx) => restorePhoto(tx, ben, photoId))).toBe(false);
  expect(
    await asBen(ben, (tx) => renameEntries(tx, { ownerId: ben, entries: [{ photoId, name: 'x' }], newId })),
  ).toEqual({ kind: 'not_found', photoIds: [photoId] });
  expect(await asBen(ben, (tx) => undoRename(tx, { ownerId: ben, renameId, newId }))).toEqual(notFound);
  expect(await asBen(ben, (tx) => findRename(tx, ben, renameId))).toBeNull();
  expect((await asBen(ben, (tx) => listRenameEntries(tx, ana, renameId, { limit: 5 }))).entries).toEqual([]);
  expect(await exportPhotos(jobs, ben, { photoIds: ids, xmp: false })).toBeNull();
  const job = await startJob(jobs, ids, { ownerId: ben });
  expect(await jobOf(jobs, job, ben)).toMatchObject({ status: 'completed', total: 0 });
  expect(await snapshot()).toEqual(before);

  async function snapshot() {
    return jobs.database.query(
      `select id::text, stem, state, seq from rollcall.photos where owner_id = $1
       union all select id::text, status, reason, seq from rollcall.jobs where owner_id = $1
       union all select id::text, subject, '', seq from rollcall.owners where id = $1 order by 1`,
      [ana],
    );
  }
});

test('nobody adds to, finishes or ends an upload of another, whoever knows its id', async () => {
  const uploads = createPartialUploads({ ...jobs, describe: () => ({ filename: 'a.jpg', folder: '' }) });
  const id = jobs.newId();
  const add = (ownerId: string, offset: number, text: string) =>
    uploads.append(ownerId, { id, offset, body: file(text).body });
  await uploads.create(ana, { id, bytes: 6, metadata: '' });
  expect(await add(ana, 0, 'abc')).toBe(3);
  await expect(add(ben, 3, 'xyz')).rejects.toBeInstanceOf(UploadMoved);
  expect(await uploads.find(ben, id)).toBeNull();
  expect(await uploads.remove(ben, id)).toBe(false);
  expect(await uploads.find(ana, id)).toMatchObject({ received: 3 });
  expect(await add(ana, 3, 'def')).toBe(6);
  expect(await uploads.finish(ben, id)).toBeNull();
  expect(await uploads.finish(ana, id)).toMatchObject({ kind: 'photo' });
});

test('ten photos of one behind a thousand of another are named before the next forty of those', async () => {
  await jobs.database.query('delete from pgboss.job');
  const many = await seedPhotos(jobs, { n: 400, title: 'crowd', folder: 'crowd' });
  const few = await seedPhotos(jobs, { n: 10, title: 'few', ownerId: ben, folder: 'few' });
  jobs.lanes.script(titled);
  await startJob(jobs, many);
  await work(jobs, { maxItems: 64 });
  jobs.lanes.calls.length = 0;
  const id = await startJob(jobs, few, { ownerId: ben });
  await workToTheEnd(jobs);
  const lastOfFew = jobs.lanes.calls.findLastIndex((call) => call.photo.startsWith('few'));
  expect(lastOfFew).toBeLessThan(50 + 32);
  expect(await jobOf(jobs, id, ben)).toMatchObject({ status: 'completed', succeeded: 10 });
  await expectTrueCounts(jobs.database, ben);
});

test('equal names of two owners do not meet', async () => {
  const mine = await addPhotos(jobs, ['twin#1'], { folder: 'twins' });
  const theirs = await addPhotos(jobs, ['twin#1'], { ownerId: ben, folder: 'twins' });
  await startJob(jobs, mine);
  await startJob(jobs, theirs, { ownerId: ben });
  await workToTheEnd(jobs);
  expect(await namesOf(jobs, mine)).toEqual(['twin.jpg']);
  expect(await namesOf(jobs, theirs, ben)).toEqual(['twin.jpg']);
  expect(jobs.lanes.calls.filter((call) => call.photo === 'twin#1')).toHaveLength(2);
});

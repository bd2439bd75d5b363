import { describe, expect, test } from 'vitest';
import { findRename, listRenames } from '../../src/photos/list-renames.ts';
import { undoRename } from '../../src/photos/undo.ts';
import { jobOf, startJob, useJobs, work, workToTheEnd } from './build-jobs.ts';
import { addPhotos, ana, file, filesOf, namesOf, prepareAll, view } from './build-library.ts';
import { add, addNamed, byHand, remove, restore, undo } from './build-review.ts';

const jobs = useJobs();

describe('an undo', () => {
  test('brings the names back as they were, extension and all, as a rename of its own', async () => {
    const { ids, id, renameId } = await addNamed(jobs, 'u#1', 'u#2');
    const { renameId: undoId } = await undo(jobs, renameId);
    expect(await namesOf(jobs, ids)).toEqual(['u_1.JPG', 'u_2.JPG']);
    expect((await view(jobs, ids)).map((photo) => [photo.state, photo.nameSource])).toEqual([
      ['ready', 'upload'],
      ['ready', 'upload'],
    ]);
    expect(await jobs.database.asUser(ana, (tx) => findRename(tx, ana, undoId))).toMatchObject({
      why: 'undo',
      undoes: renameId,
      count: 2,
    });
    expect((await jobOf(jobs, id)).renameId).toBeNull();
  });

  test('asked for again is the same undo, and can itself be undone', async () => {
    const { ids, renameId } = await addNamed(jobs, 'v#1');
    const first = await undo(jobs, renameId);
    expect((await undo(jobs, renameId)).renameId).toBe(first.renameId);
    await undo(jobs, first.renameId);
    expect(await namesOf(jobs, ids)).toEqual(['v.jpg']);
    expect((await view(jobs, ids))[0]).toMatchObject({ state: 'named', nameSource: 'job' });
  });

  test('leaves alone what has changed since or was deleted, and says so', async () => {
    const { ids, renameId } = await addNamed(jobs, 'w#1', 'w#2', 'w#3');
    await byHand(jobs, ids[0] ?? '', 'kept');
    await remove(jobs, ids[1] ?? '');
    const { skipped } = await undo(jobs, renameId);
    expect(skipped.map((one) => one.code).toSorted()).toEqual(['changed_since', 'photo_deleted']);
    expect(await namesOf(jobs, ids)).toEqual(['kept.jpg', 'w_3.JPG']);
  });

  test('goes on to earlier renames once what stood in the way was taken back, and comes again as it went', async () => {
    const { ids, renameId } = await addNamed(jobs, 'level#1');
    await byHand(jobs, ids[0] ?? '', 'second');
    await byHand(jobs, ids[0] ?? '', 'third');
    const [third, second] = await newestRenames(2);
    expect((await undo(jobs, second ?? null)).skipped.map((one) => one.code)).toEqual(['changed_since']);
    const undos: string[] = [];
    for (const [id, name] of [
      [third, 'second.jpg'],
      [second, 'level.jpg'],
      [renameId, 'level_1.JPG'],
    ] as const) {
      undos.push((await undo(jobs, id ?? null)).renameId);
      expect(await namesOf(jobs, ids)).toEqual([name]);
    }
    for (const name of ['level.jpg', 'second.jpg', 'third.jpg']) {
      await undo(jobs, undos.pop() ?? null);
      expect(await namesOf(jobs, ids)).toEqual([name]);
    }
  });

  test('leaves a name that a person typed since, be it the very same', async () => {
    const { ids, renameId } = await addNamed(jobs, 'typed#1');
    await byHand(jobs, ids[0] ?? '', 'other');
    await byHand(jobs, ids[0] ?? '', 'typed');
    expect((await undo(jobs, renameId)).skipped.map((one) => one.code)).toEqual(['changed_since']);
    expect(await namesOf(jobs, ids)).toEqual(['typed.jpg']);
  });

  test('lets a photo that was deleted then follow once it is back', async () => {
    const { ids, renameId } = await addNamed(jobs, 'wa#1', 'wb#1');
    const [first = '', second = ''] = ids;
    await remove(jobs, second);
    await undo(jobs, renameId);
    await restore(jobs, second);
    expect(await namesOf(jobs, ids)).toEqual(['wa_1.JPG', 'wb.jpg']);
    expect((await undo(jobs, renameId, [second])).skipped).toEqual([]);
    expect(await namesOf(jobs, [first, second])).toEqual(['wa_1.JPG', 'wb_1.JPG']);
  });

  test('that finds nothing to take back is none: the rename can be undone later', async () => {
    const { ids, renameId } = await addNamed(jobs, 'wc#1');
    await remove(jobs, ids[0] ?? '');
    await undo(jobs, renameId);
    await restore(jobs, ids[0] ?? '');
    await undo(jobs, renameId);
    expect(await namesOf(jobs, ids)).toEqual(['wc_1.JPG']);
  });

  test('of a name that is taken by now comes back numbered, and says so', async () => {
    const folder = jobs.newId();
    const ids = await addPhotos(jobs, ['x#1'], { folder });
    const id = await startJob(jobs, ids);
    await work(jobs);
    const later = await jobs.intake.takeIn(ana, filesOf([file('other#1', 'x_1.jpg', folder)]));
    await prepareAll(jobs);
    const { skipped } = await undo(jobs, (await jobOf(jobs, id)).renameId);
    expect(skipped).toEqual([{ photoId: ids[0], code: 'came_back_numbered' }]);
    expect(await namesOf(jobs, [...ids, ...later.photoIds])).toEqual(['x_1-2.JPG', 'x_1.jpg']);
  });

  test('of some photos only takes back those; the rest can follow', async () => {
    const { ids, renameId } = await addNamed(jobs, 'y#1', 'z#1');
    await undo(jobs, renameId, ids.slice(0, 1));
    expect(await namesOf(jobs, ids)).toEqual(['y_1.JPG', 'z.jpg']);
    await undo(jobs, renameId);
    expect(await namesOf(jobs, ids)).toEqual(['y_1.JPG', 'z_1.JPG']);
  });

  test('of a job that still runs leaves its later names to a rename of their own', async () => {
    const ids = await add(jobs, 'run#1', 'run#2');
    const id = await startJob(jobs, ids);
    await work(jobs, { maxItems: 1 });
    const first = (await jobOf(jobs, id)).renameId;
    await undo(jobs, first);
    await workToTheEnd(jobs);
    const second = (await jobOf(jobs, id)).renameId;
    expect(second).not.toBe(first);
    expect(second).not.toBeNull();
    const names = await namesOf(jobs, ids);
    expect(names.filter((name) => name === 'run.jpg')).toHaveLength(1);
    await undo(jobs, second);
    expect(await namesOf(jobs, ids)).toEqual(['run_1.JPG', 'run_2.JPG']);
  });

  test('of a name given before the picture was read says what is true of the picture', async () => {
    const folder = jobs.newId();
    const { photoIds } = await jobs.intake.takeIn(ana, filesOf([file('early#1', 'early.jpg', folder)]));
    await byHand(jobs, photoIds[0] ?? '', 'soon');
    const { renames } = await jobs.database.asUser(ana, (tx) => listRenames(tx, ana, { limit: 1 }));
    await undo(jobs, renames[0]?.id ?? null);
    expect((await view(jobs, photoIds))[0]?.state).toBe('preparing');
    await prepareAll(jobs);
    expect((await view(jobs, photoIds))[0]?.state).toBe('ready');
  });

  test('of what does not exist is refused', async () => {
    const request = { ownerId: ana, renameId: jobs.newId(), newId: jobs.newId };
    expect(await jobs.database.asUser(ana, (tx) => undoRename(tx, request))).toEqual({ kind: 'not_found' });
  });
});

async function newestRenames(limit: number): Promise<string[]> {
  const { renames } = await jobs.database.asUser(ana, (tx) => listRenames(tx, ana, { limit }));
  return renames.map(({ id }) => id);
}

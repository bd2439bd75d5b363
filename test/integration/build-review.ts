import { endLiveItem } from '../../src/jobs/end-live-item.ts';
import { reviewJob, type Review } from '../../src/jobs/review-job.ts';
import { deletePhoto, restorePhoto } from '../../src/photos/delete-photos.ts';
import { renameByHand } from '../../src/photos/rename-by-hand.ts';
import { undoRename, type UndoResult } from '../../src/photos/undo.ts';
import { jobOf, startJob, work, type Jobs } from './build-jobs.ts';
import { addPhotos, ana } from './build-library.ts';
import { expectTrueCounts } from './expect-true-counts.ts';

/** Photos in a folder of their own. */
export const add = (jobs: Jobs, ...texts: string[]) => addPhotos(jobs, texts, { folder: jobs.newId() });

/** Photos that a job has named. */
export async function addNamed(jobs: Jobs, ...texts: string[]) {
  const ids = await add(jobs, ...texts);
  const id = await startJob(jobs, ids);
  await work(jobs);
  const { renameId } = await jobOf(jobs, id);
  return { ids, id, renameId };
}

export const byHand = (jobs: Jobs, photoId: string, name: string) =>
  jobs.database.asUser(ana, (tx) => renameByHand(tx, { ownerId: ana, photoId, name, newId: jobs.newId }));

export const remove = (jobs: Jobs, photoId: string) =>
  jobs.database.asUser(ana, (tx) => deletePhoto(tx, { ownerId: ana, photoId, endLiveItem }));

export const restore = (jobs: Jobs, photoId: string) =>
  jobs.database.asUser(ana, (tx) => restorePhoto(tx, ana, photoId));

export const review = (jobs: Jobs, jobId: string, decisions: Partial<Pick<Review, 'accept' | 'skip'>>) =>
  jobs.database.asUser(ana, (tx) =>
    reviewJob(tx, { ownerId: ana, jobId, accept: [], skip: [], newId: jobs.newId, ...decisions }),
  );

/** Takes back a rename that there is, and sees that the counts are true after it. */
export async function undo(
  jobs: Jobs,
  renameId: string | null,
  photoIds?: string[],
): Promise<Extract<UndoResult, { kind: 'undone' }>> {
  const request = { ownerId: ana, renameId: renameId ?? '', photoIds, newId: jobs.newId };
  const result = await jobs.database.asUser(ana, (tx) => undoRename(tx, request));
  if (result.kind !== 'undone') throw new Error('There is no such rename');
  await expectTrueCounts(jobs.database, ana);
  return result;
}

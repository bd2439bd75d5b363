import { expect, test } from 'vitest';
import { jobOf, startJob, useJobs, work } from './build-jobs.ts';
import { ben, seedPhotos } from './build-library.ts';

const jobs = useJobs();

test('a job of 10 photos behind one of 10,000 of somebody else is done before the next 40 of those', async () => {
  const large = await startJob(jobs, await seedPhotos(jobs, { n: 10_000, title: 'beach' }));
  await work(jobs, { maxItems: 300 });
  const before = await jobOf(jobs, large);
  expect(before.succeeded).toBeGreaterThan(250);

  const photoIds = await seedPhotos(jobs, { n: 10, title: 'dog', ownerId: ben });
  const small = await startJob(jobs, photoIds, { ownerId: ben });
  await work(jobs, { maxItems: 49 });
  expect(await jobOf(jobs, small, ben)).toMatchObject({ status: 'completed', total: 10, succeeded: 10 });
  const after = await jobOf(jobs, large);
  expect(after.succeeded - before.succeeded).toBeLessThan(40);
  expect(after.succeeded).toBeGreaterThan(before.succeeded);
});

import { expect, test } from 'vitest';
import { ownerIdFor } from '../../src/database/ids.ts';
import type { Photo } from '../../src/http/schemas/photo.ts';
import { templateSchema } from '../../src/http/schemas/job.ts';
import { hashOf, planBulk, renderStems, valuesOf } from '../../web/bulk-rename/plan-bulk.ts';
import { createCountryNames } from '../../web/rename/name-values.ts';
import { expectCode, read, uploadPhotos, useApi, v1 } from './build-api.ts';
import { startJob, useJobs, work } from './build-jobs.ts';

const jobs = useJobs();
const api = useApi(jobs);

interface Plan {
  readonly rows: readonly { readonly to: string; readonly status: string }[];
  readonly planHash: string;
}

const photosOf = async (ids: readonly string[]) =>
  Promise.all(ids.map(async (id) => read<Photo>(await api.call('GET', v1(`/photos/${id}`)))));
const namesOf = async (ids: readonly string[]) => (await photosOf(ids)).map((photo) => photo.name);

/** Looked at, but not renamed. */
async function seen(...texts: string[]): Promise<string[]> {
  const ids = (await uploadPhotos(jobs, api, texts)).map((photo) => photo.id);
  await startJob(jobs, ids, { ownerId: await ownerIdFor('local'), apply: 'nothing' });
  await work(jobs);
  return ids;
}

const wished = {
  pattern: '{title|untitled} {n}',
  without: ['PHOTO', 'old man'],
  maxWords: 2,
};

test('what the page shows, what the server shows and what is applied are the same', async () => {
  const photoIds = await seen(
    'photo of a red boat near the bridge#1',
    'the old man and the sea#1',
    'old photo#1',
    'photo#1',
  );
  const shown = read<Plan>(
    await api.call('POST', v1('/renames/preview'), { body: { photoIds, template: wished } }),
  );
  const expected = ['red-boat-1.jpg', 'sea-2.jpg', 'old-3.jpg', 'untitled-4.jpg'];
  expect(shown.rows.map((row) => row.to)).toEqual(expected);

  const photos = await photosOf(photoIds);
  const template = templateSchema.parse(wished);
  const values = valuesOf(photos, createCountryNames());
  const stems = renderStems(photos, values, template);
  const none = { edits: new Map(), leftOut: new Set<string>(), taken: new Set<string>() };
  const onPage = { photos, values, stems, template, ...none };
  expect(planBulk(onPage).rows.map(({ to }) => to)).toEqual(expected);
  expect(hashOf(onPage)).toBe(shown.planHash);

  const other = { ...wished, without: ['boat'] };
  const stale = { photoIds, template: other, planHash: shown.planHash };
  expectCode(await api.call('POST', v1('/renames'), { body: stale }), 409, 'plan_changed');
  const applied = { photoIds, template: wished, planHash: shown.planHash };
  expect((await api.call('POST', v1('/renames'), { body: applied })).status).toBe(201);
  expect(await namesOf(photoIds)).toEqual(expected);
});

test('a job names with the same words, and tells apart by none that is left out', async () => {
  const ids = (await uploadPhotos(jobs, api, ['photo of a dog#2', 'photo of a dog#3'])).map(({ id }) => id);
  const template = { without: ['photo'], maxWords: 1 };
  const answer = await api.call('POST', v1('/jobs'), { body: { photoIds: ids, options: { template } } });
  expect(answer.status).toBe(202);
  await work(jobs);
  expect(await namesOf(ids)).toEqual(['dog.jpg', 'dog-2.jpg']);
});

test.each([
  ['a word too many', { without: Array.from({ length: 51 }, () => 'a') }],
  ['a word too long', { without: ['a'.repeat(41)] }],
  ['no words at all', { maxWords: 0 }],
  ['more words than a name has', { maxWords: 13 }],
])('%s is refused', async (_, template) => {
  const [id] = await seen(`refused#${JSON.stringify(template).length}`);
  const answer = await api.call('POST', v1('/renames/preview'), { body: { photoIds: [id], template } });
  expect(answer.status).toBe(422);
});

import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { ownerIdFor } from '../../src/database/ids.ts';
import { createTestApi, expectCode, read, uploadPhotos, v1, type Answer, type Api } from './build-api.ts';
import { createJobs, startJob, work, type Jobs } from './build-jobs.ts';
import { view } from './build-library.ts';
import { expectTrueCounts } from './expect-true-counts.ts';

let jobs: Jobs;
let api: Api;
let owner: string;

beforeAll(async () => {
  jobs = await createJobs();
  api = await createTestApi(jobs);
  owner = await ownerIdFor('local');
});
afterEach(async () => {
  expect(api.errors).toEqual([]);
  await expectTrueCounts(jobs.database, owner);
});
afterAll(() => jobs.close());

interface Row {
  readonly from: string;
  readonly to: string;
  readonly status: string;
  readonly problem?: string;
}
interface Plan {
  readonly rows: Row[];
  readonly conflicts: number;
  readonly planHash: string;
}

const add = async (...texts: string[]) => (await uploadPhotos(jobs, api, texts)).map((photo) => photo.id);
const byHand = (id: string, name: string) => api.call('PATCH', v1(`/photos/${id}`), { body: { name } });
const trip = { template: { pattern: 'trip {n}' } };
const preview = async (wish: object) =>
  read<Plan>(await api.call('POST', v1('/renames/preview'), { body: wish }));
const apply = (wish: object) => api.call('POST', v1('/renames'), { body: wish });
const rename = async (wish: object): Promise<string> => {
  const answer = await apply(wish);
  expect(answer.status).toBe(201);
  return read<{ id: string }>(answer).id;
};
const rowsOf = (answer: Answer) => read<{ rows: Row[] }>(answer).rows;
const names = async (ids: readonly string[]) => (await view(jobs, ids, owner)).map((photo) => photo.name);
const sources = async (ids: readonly string[]) =>
  (await view(jobs, ids, owner)).map((photo) => photo.nameSource);

describe('names typed over a template', () => {
  test('are applied as shown; they count as written by hand, the others as the template’s', async () => {
    const photoIds = await add('e#1', 'e#2', 'e#3');
    const edits = [{ photoId: photoIds[1], name: 'Grandma at the Lake.JPG' }];
    const wish = { photoIds, ...trip, edits };
    const shown = await preview(wish);
    expect(shown.rows.map((row) => [row.from, row.to, row.status])).toEqual([
      ['e_1.JPG', 'trip-1.jpg', 'ok'],
      ['e_2.JPG', 'Grandma at the Lake.jpg', 'ok'],
      ['e_3.JPG', 'trip-3.jpg', 'ok'],
    ]);
    const id = await rename({ ...wish, planHash: shown.planHash });
    expect(await names(photoIds)).toEqual(shown.rows.map((row) => row.to));
    expect(await sources(photoIds)).toEqual(['template', 'hand', 'template']);
    expect((await api.call('GET', v1(`/renames/${id}`))).json).toMatchObject({ why: 'template', count: 3 });
    await api.call('POST', v1(`/renames/${id}/undo`));
    expect(await names(photoIds)).toEqual(['e_1.JPG', 'e_2.JPG', 'e_3.JPG']);
    expect(await sources(photoIds)).toEqual(['upload', 'upload', 'upload']);
  });

  test('are no longer touched by a job, as any name of a person’s', async () => {
    const photoIds = await add('tree#1', 'tree#2');
    await rename({ photoIds, ...trip, edits: [{ photoId: photoIds[0], name: 'mine' }] });
    await startJob(jobs, photoIds, { ownerId: owner, alreadyNamed: 'again' });
    await work(jobs);
    expect(await names(photoIds)).toEqual(['mine.jpg', 'tree.jpg']);
  });

  test.each([
    ['../../etc/passwd', 'etc passwd.jpg'],
    ['photo\u202Egpj.exe', 'photogpj.exe.jpg'],
    ['v1.2', 'v1.2.jpg'],
    ['👩‍👩‍👧 & 🏳️‍🌈\u200d 🏴󠁧󠁢󠁷󠁬󠁳󠁿', '👩‍👩‍👧 & 🏳️‍🌈 🏴󠁧󠁢󠁷󠁬󠁳󠁿.jpg'],
  ])('are cleaned: %j', async (name, expected) => {
    const photoIds = await add('clean#1');
    const wish = { photoIds, ...trip, edits: [{ photoId: photoIds[0], name }] };
    const shown = await preview(wish);
    expect(shown.rows).toMatchObject([{ to: expected, status: 'ok' }]);
    await rename({ ...wish, planHash: shown.planHash });
    expect(await names(photoIds)).toEqual([expected]);
  });

  test('of which nothing remains stop the rename, and nothing is done', async () => {
    const photoIds = await add('nil#1', 'nil#2');
    const wish = { photoIds, ...trip, edits: [{ photoId: photoIds[0], name: '...' }] };
    expect(await preview(wish)).toMatchObject({ conflicts: 1, rows: [{ status: 'illegal' }, {}] });
    const refused = await apply(wish);
    expectCode(refused, 409, 'name_conflicts');
    expect(rowsOf(refused)).toMatchObject([{ from: 'nil_1.JPG', status: 'illegal' }]);
    expect(await names(photoIds)).toEqual(['nil_1.JPG', 'nil_2.JPG']);
  });

  test('may take what the template would have given to another, or one’s own old name', async () => {
    const photoIds = await add('sw#1', 'sw#2');
    await rename({ photoIds, ...trip });
    const [a, b] = photoIds;
    const edits = [
      { photoId: a, name: 'trip-2' },
      { photoId: b, name: 'trip-1' },
    ];
    await rename({ photoIds, ...trip, edits });
    expect(await names(photoIds)).toEqual(['trip-2.jpg', 'trip-1.jpg']);
    const clash = { photoIds, ...trip, edits: edits.slice(0, 1), includeHandNamed: true };
    expect((await preview(clash)).conflicts).toBe(1);
  });
});

describe('photos left out', () => {
  test('keep their names and still count for {n}', async () => {
    const photoIds = await add('l#1', 'l#2', 'l#3');
    const [, second] = photoIds;
    const wish = { photoIds, ...trip, leaveOut: [second], edits: [{ photoId: second, name: 'typed' }] };
    const shown = await preview(wish);
    expect(shown).toMatchObject({
      conflicts: 0,
      rows: [
        { to: 'trip-1.jpg' },
        { from: 'l_2.JPG', to: 'l_2.JPG', status: 'skipped' },
        { to: 'trip-3.jpg' },
      ],
    });
    const id = await rename({ ...wish, planHash: shown.planHash });
    expect(await names(photoIds)).toEqual(['trip-1.jpg', 'l_2.JPG', 'trip-3.jpg']);
    expect(await sources(photoIds)).toEqual(['template', 'upload', 'template']);
    expect((await api.call('GET', v1(`/renames/${id}`))).json).toMatchObject({ count: 2 });
  });

  test.each([
    ['fail', 409, ['hold_1.JPG', 'trip-1.jpg', 'hold_3.JPG']],
    ['skip', 201, ['hold_1.JPG', 'trip-1.jpg', 'trip-3.jpg']],
    ['number', 201, ['trip-1-2.jpg', 'trip-1.jpg', 'trip-3.jpg']],
  ] as const)('hold their names against the others (%s)', async (onConflict, status, expected) => {
    const photoIds = await add('hold#1', 'hold#2', 'hold#3');
    const [, second = ''] = photoIds;
    await byHand(second, 'trip-1');
    const wish = { photoIds, ...trip, leaveOut: [second] };
    const { conflicts, rows, planHash } = await preview(wish);
    expect([conflicts, rows[0]?.status, rows[0]?.problem]).toEqual([1, 'collision', 'Same name as 1 other']);
    expect((await apply({ ...wish, planHash, onConflict })).status).toBe(status);
    expect(await names(photoIds)).toEqual(expected);
  });

  test('without exception leave nothing to do', async () => {
    const photoIds = await add('none#1');
    expectCode(await apply({ photoIds, ...trip, leaveOut: photoIds }), 422, 'nothing_to_do');
    expect(await names(photoIds)).toEqual(['none_1.JPG']);
  });
});

describe('photos named by hand', () => {
  test('keep their names unless they are included', async () => {
    const photoIds = await add('hand#1', 'hand#2');
    await byHand(photoIds[0] ?? '', 'My own');
    const wish = { photoIds, ...trip };
    const kept = await preview(wish);
    expect(kept.rows).toMatchObject([{ to: 'My own.jpg', status: 'skipped' }, { to: 'trip-2.jpg' }]);
    const included = await preview({ ...wish, includeHandNamed: true });
    expect(included.rows).toMatchObject([{ to: 'trip-1.jpg', status: 'ok' }, { to: 'trip-2.jpg' }]);
    // What was shown without them is not what would be done with them.
    expectCode(
      await apply({ ...wish, includeHandNamed: true, planHash: kept.planHash }),
      409,
      'plan_changed',
    );
    await rename({ ...wish, planHash: kept.planHash });
    expect(await names(photoIds)).toEqual(['My own.jpg', 'trip-2.jpg']);
    const id = await rename({ ...wish, includeHandNamed: true, planHash: await hashOf(wish) });
    expect(await names(photoIds)).toEqual(['trip-1.jpg', 'trip-2.jpg']);
    expect(await sources(photoIds)).toEqual(['template', 'template']);
    await api.call('POST', v1(`/renames/${id}/undo`));
    expect(await names(photoIds)).toEqual(['My own.jpg', 'trip-2.jpg']);
    expect(await sources(photoIds)).toEqual(['hand', 'template']);
  });

  const hashOf = async (wish: object) => (await preview({ ...wish, includeHandNamed: true })).planHash;

  test('are renamed where one is edited here, the others still are not', async () => {
    const photoIds = await add('two#1', 'two#2');
    for (const [i, id] of photoIds.entries()) await byHand(id, `own ${i}`);
    await rename({ photoIds, ...trip, edits: [{ photoId: photoIds[1], name: 'newer' }] });
    expect(await names(photoIds)).toEqual(['own 0.jpg', 'newer.jpg']);
    expect(await sources(photoIds)).toEqual(['hand', 'hand']);
  });
});

test('a plan that no longer fits is refused with what would happen now, and nothing is done', async () => {
  const photoIds = await add('stale#1', 'stale#2', 'stale#3');
  const [a = '', b = '', c = ''] = photoIds;
  const wish = { photoIds, ...trip, edits: [{ photoId: a, name: 'first' }], leaveOut: [c] };
  const { planHash } = await preview(wish);
  for (const other of [
    { ...wish, edits: [] },
    { ...wish, edits: [{ photoId: a, name: 'First' }] },
    { ...wish, leaveOut: [] },
    { ...wish, template: { pattern: 'trip {n}', start: 2 } },
  ]) {
    expectCode(await apply({ ...other, planHash }), 409, 'plan_changed');
  }
  await byHand(b, 'meanwhile');
  const refused = await apply({ ...wish, planHash });
  expectCode(refused, 409, 'plan_changed');
  expect(rowsOf(refused).map((row) => [row.to, row.status])).toEqual([
    ['first.jpg', 'ok'],
    ['meanwhile.jpg', 'skipped'],
    ['stale_3.JPG', 'skipped'],
  ]);
  expect(await names(photoIds)).toEqual(['stale_1.JPG', 'meanwhile.jpg', 'stale_3.JPG']);
});

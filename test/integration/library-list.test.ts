import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  BadCursor,
  countPhotos,
  listFolders,
  listPhotos,
  listPhotoIds,
  type PhotoQuery,
} from '../../src/photos/list-photos.ts';
import { renameByHand } from '../../src/photos/rename-by-hand.ts';
import { createJobs, startJob, work, type Jobs } from './build-jobs.ts';
import { addPhotos, ana, ben, namesOf, prepared } from './build-library.ts';

let jobs: Jobs;

beforeAll(async () => {
  jobs = await createJobs();
});
afterAll(() => jobs.close());

const list = (query: Partial<PhotoQuery>, ownerId = ana) =>
  jobs.database.asUser(ownerId, (tx) => listPhotos(tx, ownerId, { limit: 100, sort: 'taken', ...query }));

/** All pages of a list, one after the other. */
async function pages(query: Partial<PhotoQuery>): Promise<string[]> {
  const names: string[] = [];
  for (let cursor: string | undefined; ;) {
    const page = await list({ ...query, cursor });
    names.push(...page.photos.map((photo) => photo.name));
    if (page.nextCursor === null) return names;
    cursor = page.nextCursor;
  }
}

describe('a list in pages', () => {
  const folder = 'pages';
  const dates: Readonly<Record<string, string | null>> = {
    a: '2020-01-02T00:00:00',
    b: null,
    c: '2020-01-01T00:00:00',
    d: '2020-01-01T00:00:00',
    e: null,
    f: '2020-01-01T00:00:00',
    Ñandú: null,
    z: '1999-12-31T23:59:59',
  };

  beforeAll(async () => {
    jobs.prepareAs((text) => prepared(text, { takenLocal: dates[text] ?? null }));
    await addPhotos(jobs, Object.keys(dates), { folder });
    jobs.prepareAs((text) => prepared(text));
    // Equal moments of adding: the id decides.
    await jobs.database.query(`update rollcall.photos set created_at = '2024-01-01' where folder = $1`, [
      folder,
    ]);
  });

  const whole: Readonly<Record<PhotoQuery['sort'], string[]>> = {
    taken: ['z', 'c', 'd', 'f', 'a', 'b', 'e', 'Ñandú'],
    added: ['z', 'Ñandú', 'f', 'e', 'd', 'c', 'b', 'a'],
    name: ['a', 'b', 'c', 'd', 'e', 'f', 'z', 'Ñandú'],
  };

  test.each([
    ['taken', 1],
    ['taken', 2],
    ['taken', 3],
    ['added', 1],
    ['added', 3],
    ['name', 1],
    ['name', 4],
  ] satisfies [PhotoQuery['sort'], number][])(
    'by %s, %i at a time, misses nothing and repeats nothing',
    async (sort, limit) => {
      const names = await pages({ sort, limit, folder });
      const expected = whole[sort].map((name) => `${name}.JPG`);
      expect(names.toSorted()).toEqual(expected.toSorted());
      expect(names).toEqual((await list({ sort, folder })).photos.map((photo) => photo.name));
      expect(new Set(names).size).toBe(8);
    },
  );

  test('by date puts those without one last, by name', async () => {
    const names = await pages({ sort: 'taken', folder });
    expect(names.slice(0, 5)).toEqual(['z.JPG', 'c.JPG', 'd.JPG', 'f.JPG', 'a.JPG']);
    expect(names.slice(5, 7)).toEqual(['b.JPG', 'e.JPG']);
  });

  test('has the order of "all"', async () => {
    const ids = await jobs.database.asUser(ana, (tx) => listPhotoIds(tx, ana, { sort: 'taken', folder }));
    expect(await namesOf(jobs, ids)).toEqual(await pages({ sort: 'taken', folder }));
  });

  test('refuses a cursor of another list, or one made up', async () => {
    const { nextCursor } = await list({ sort: 'name', limit: 1, folder });
    const encode = (parts: unknown) => Buffer.from(JSON.stringify(parts)).toString('base64url');
    const id = '00000000-0000-7000-8000-000000000001';
    for (const cursor of [
      nextCursor ?? '',
      'nonsense',
      '',
      encode(['taken', '2020-13-45 00:00:00', 'a', id]),
      encode(['taken', '2020-02-31', 'a', id]),
      encode(['taken', '', 'a', '-'.repeat(36)]),
      encode(['taken', 1, 2, 3]),
      encode({}),
    ]) {
      await expect(list({ sort: 'taken', cursor, folder }), cursor).rejects.toBeInstanceOf(BadCursor);
    }
  });
});

describe('a search', () => {
  const folder = 'search';
  const found = async (q: string) => (await list({ q, folder })).photos.map((photo) => photo.name);

  beforeAll(async () => {
    jobs.prepareAs((text) =>
      text.startsWith('trip')
        ? prepared(text, { place: { city: 'Málaga', countryCode: 'ES' } })
        : prepared(text),
    );
    await addPhotos(jobs, ['100% wool', '100x wool', 'a_b', 'acb', 'back\\slash', 'trip'], { folder });
    jobs.prepareAs((text) => prepared(text));
    const ids = await addPhotos(jobs, ['lighthouse#1'], { folder });
    await startJob(jobs, ids);
    await work(jobs);
  });

  test('takes percent, underscore and backslash for what they are', async () => {
    expect(await found('100%')).toEqual(['100% wool.JPG']);
    expect(await found('a_b')).toEqual(['a_b.JPG']);
    expect(await found('%')).toEqual(['100% wool.JPG']);
    expect(await found('\\')).toEqual(['back slash.JPG']);
    expect(await found('a\u0000_b')).toEqual(['a_b.JPG']);
  });

  test('finds words of the name, old and new, of the place in two languages, and of what was seen', async () => {
    expect(await found('WOOL 100x')).toEqual(['100x wool.JPG']);
    expect(await found('malaga')).toEqual(['trip.JPG']);
    expect(await found('españa')).toEqual(['trip.JPG']);
    expect(await found('spain')).toEqual(['trip.JPG']);
    expect(await found('lighthouse_1')).toEqual(['lighthouse.jpg']);
    expect(await found('nowhere')).toEqual([]);
  });
});

test('filters by state, and counts states and folders', async () => {
  const folder = 'states';
  const ids = await addPhotos(jobs, ['new', 'named'], { ownerId: ben, folder });
  await jobs.database.asUser(ben, (tx) =>
    renameByHand(tx, { ownerId: ben, photoId: ids[1] ?? '', name: 'mine', newId: jobs.newId }),
  );
  await addPhotos(jobs, ['root'], { ownerId: ben });
  const names = async (state: PhotoQuery['state']) =>
    (await list({ state }, ben)).photos.map((photo) => photo.name);
  expect(await names('named')).toEqual(['mine.jpg']);
  expect(await names('unnamed')).toEqual(['new.JPG', 'root.JPG']);
  expect(await names('failed')).toEqual([]);
  expect(await list({ folder: '' }, ben)).toMatchObject({ total: 1 });
  expect(await jobs.database.asUser(ben, (tx) => countPhotos(tx, ben))).toEqual({
    all: 3,
    unnamed: 2,
    named: 1,
    suggested: 0,
    needsLook: 0,
    failed: 0,
  });
  expect(await jobs.database.asUser(ben, (tx) => listFolders(tx, ben))).toEqual([
    { folder: '', count: 1 },
    { folder: 'states', count: 2 },
  ]);
});

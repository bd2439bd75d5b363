import { beforeEach, describe, expect, test } from 'vitest';
import type { Sql } from '../../src/database/sql.ts';
import { defaultTemplate, styleOf } from '../../src/names/template.ts';
import { freeNames } from '../../src/photos/free-names.ts';
import { reviewJob } from '../../src/jobs/review-job.ts';
import { addPhotos, ana, namesOf } from './build-library.ts';
import { renameByHand } from '../../src/photos/rename-by-hand.ts';
import { undoRename } from '../../src/photos/undo.ts';
import { settle } from '../../src/jobs/settle.ts';
import {
  answered,
  claimAll,
  itemsOf,
  jobOf,
  startJob,
  useJobs,
  work,
  type SomeOptions,
} from './build-jobs.ts';
import { ok, titled } from './build-lanes.ts';

const jobs = useJobs();
beforeEach(() => jobs.lanes.script(answerOf));

/** "beach#palm,sunset#1" is seen as a beach, with those keywords. */
const answerOf = ({ photo }: { photo: string }) => {
  const [title = '', keywords = ''] = photo.split('#');
  return ok(title, { keywords: keywords.split(',').filter((word) => word !== '') });
};

const add = (photos: readonly string[], folder = jobs.newId()) => addPhotos(jobs, photos, { folder });
/** Each in a job of its own, so that they are settled one after the other. */
async function nameInTurn(ids: readonly string[], more: SomeOptions = {}): Promise<string[]> {
  for (const id of ids) {
    await startJob(jobs, [id], more);
    await work(jobs);
  }
  return namesOf(jobs, ids);
}

describe('photos that a model calls the same', () => {
  test('are told apart, each later one by the first word that those before it lack', async () => {
    const ids = await add(['beach#sand,palm#1', 'beach#sand,sunset#2', 'beach#sand,sunset,cliff#3']);
    expect(await nameInTurn(ids)).toEqual(['beach.jpg', 'beach-sunset.jpg', 'beach-cliff.jpg']);
  });

  test('are told apart within one batch too', async () => {
    const ids = await add(['pier#fog#1', 'pier#gulls#2', 'pier#ropes#3']);
    await startJob(jobs, ids);
    await work(jobs);
    const names = await namesOf(jobs, ids);
    expect(names.filter((name) => name === 'pier.jpg')).toHaveLength(1);
    expect(names.filter((name) => /^pier-(?:fog|gulls|ropes)\.jpg$/u.test(name))).toHaveLength(2);
  });

  test('are numbered where nothing differs, with the word they share', async () => {
    const ids = await add(['dog#ball#1', 'dog#ball#2', 'dog#stick#3', 'dog#stick#4']);
    expect(await nameInTurn(ids)).toEqual(['dog.jpg', 'dog-2.jpg', 'dog-stick.jpg', 'dog-stick-2.jpg']);
  });

  test('are no clash in two folders', async () => {
    const [one, two] = [await add(['cat#grey#1']), await add(['cat#black#2'])];
    expect(await nameInTurn([...one, ...two])).toEqual(['cat.jpg', 'cat.jpg']);
  });

  test('keep their names when they are named again', async () => {
    const ids = await add(['hill#fog#1', 'hill#snow#2', 'hill#snow#3']);
    const first = await nameInTurn(ids);
    expect(await nameInTurn(ids.toReversed(), { alreadyNamed: 'again' })).toEqual(first.toReversed());
    expect(first).toEqual(['hill.jpg', 'hill-snow.jpg', 'hill-snow-2.jpg']);
  });

  test('are numbered only, if that is wished', async () => {
    const ids = await add(['barn#red#1', 'barn#old#2']);
    expect(await nameInTurn(ids, { template: { sameNames: 'number' } })).toEqual(['barn.jpg', 'barn-2.jpg']);
  });

  test('keep the names they have, if that is wished, and the job says why', async () => {
    const ids = await add(['lake#ice#1', 'lake#boat#2']);
    expect(await nameInTurn(ids, { template: { sameNames: 'skip' } })).toEqual([
      'lake.jpg',
      'lake_boat_2.JPG',
    ]);
    const again = await startJob(jobs, ids.slice(1), { template: { sameNames: 'skip' } });
    await work(jobs);
    expect(await itemsOf(jobs, again)).toMatchObject([{ status: 'skipped', code: 'same_name' }]);
  });

  test('are told apart when their proposals are accepted', async () => {
    const ids = await add(['mill#wheel#1', 'mill#stone#2']);
    const jobId = await startJob(jobs, ids, { apply: 'review' });
    await work(jobs);
    const accept = ids.map((photoId) => ({ photoId }));
    await jobs.database.asUser(ana, (tx) =>
      reviewJob(tx, { ownerId: ana, jobId, accept, skip: [], newId: jobs.newId }),
    );
    expect(await namesOf(jobs, ids)).toEqual(['mill.jpg', 'mill-stone.jpg']);
  });
});

describe('photos of one job that are numbered', () => {
  /** Answers come in another order than the photos; `before` runs ahead of the last one. */
  async function nameFalls(jobId: string, before = async () => {}): Promise<void> {
    const items = (await claimAll(jobs)).filter((item) => item.jobId === jobId);
    const turns = items.toSorted((one, other) => order(one.position) - order(other.position));
    for (const [turn, item] of turns.entries()) {
      if (turn === turns.length - 1) await before();
      await settle(jobs.claiming, [answered(item, 'fall')]);
    }
  }
  const order = (position: number) => (position * 7) % 5;
  const falls = ['fall##1', 'fall##2', 'fall##3', 'fall##4', 'fall##5'];
  const inOrder = ['fall.jpg', 'fall-2.jpg', 'fall-3.jpg', 'fall-4.jpg', 'fall-5.jpg'];

  test('have their numbers in the order of the photos when the job has ended, and the ledger has them so', async () => {
    const ids = await add(falls);
    const uploaded = await namesOf(jobs, ids);
    const jobId = await startJob(jobs, ids);
    await nameFalls(jobId, async () => {
      expect((await namesOf(jobs, ids)).filter((name) => inOrder.includes(name))).not.toEqual(
        inOrder.slice(0, 4),
      );
    });
    expect(await namesOf(jobs, ids)).toEqual(inOrder);
    const { renameId } = await jobOf(jobs, jobId);
    const entries = await jobs.database.query<{ photo_id: string; new: string }>(
      'select photo_id, new from rollcall.rename_entries where rename_id = $1',
      [renameId],
    );
    expect(new Map(entries.map((entry) => [entry.photo_id, entry.new]))).toEqual(
      new Map(ids.map((id, i) => [id, inOrder[i]])),
    );
    await jobs.database.asUser(ana, (tx) =>
      undoRename(tx, { ownerId: ana, renameId: renameId ?? '', newId: jobs.newId }),
    );
    expect(await namesOf(jobs, ids)).toEqual(uploaded);
  });

  test('leave a name that somebody typed meanwhile, and take no number from outside', async () => {
    const folder = jobs.newId();
    const [earlier = ''] = await add(['fall##0'], folder);
    await nameInTurn([earlier]);
    const ids = await add(falls, folder);
    const [, typed = ''] = ids;
    await nameFalls(await startJob(jobs, ids), async () => {
      await jobs.database.asUser(ana, (tx) =>
        renameByHand(tx, { ownerId: ana, photoId: typed, name: 'mine', newId: jobs.newId }),
      );
    });
    const names = await namesOf(jobs, ids);
    expect(names[1]).toBe('mine.jpg');
    expect(await namesOf(jobs, [earlier])).toEqual(['fall.jpg']);
    const rest = names.filter((name) => name !== 'mine.jpg').map((name) => Number(/\d+/u.exec(name)?.[0]));
    expect(rest).toEqual(rest.toSorted((one, other) => one - other));
    expect(Math.min(...rest)).toBe(2);
  });
});

test('a job counts its photos as they were chosen, and anew in each folder or on each day if that is wished', async () => {
  const [one, two] = [jobs.newId(), jobs.newId()];
  const [a = '', b = '', c = ''] = await add(['n#a#1', 'n#b#2', 'n#c#3'], one);
  const [d = '', e = ''] = await add(['n#d#4', 'n#e#5'], two);
  await jobs.database.query(
    `update rollcall.photos set taken_local = case when id = $1 then '2024-05-02 10:00' else '2024-05-01 10:00' end::timestamp
     where folder = any($2::text[])`,
    [a, [one, two]],
  );
  const ids = [d, a, b, e, c];
  const numbersWith = async (restart: 'never' | 'folder' | 'day') => {
    await startJob(jobs, ids, {
      template: { pattern: `${restart} {n}`, restart, start: 7 },
      alreadyNamed: 'again',
    });
    await work(jobs);
    return namesOf(jobs, ids);
  };
  expect(await numbersWith('never')).toEqual([
    'never-07.jpg',
    'never-08.jpg',
    'never-09.jpg',
    'never-10.jpg',
    'never-11.jpg',
  ]);
  expect(await numbersWith('folder')).toEqual([
    'folder-7.jpg',
    'folder-7.jpg',
    'folder-8.jpg',
    'folder-8.jpg',
    'folder-9.jpg',
  ]);
  // The second of the first folder’s first day is its first on that day, and so on.
  expect(await numbersWith('day')).toEqual([
    'day-07.jpg',
    'day-07.jpg',
    'day-08.jpg',
    'day-09.jpg',
    'day-10.jpg',
  ]);
});

test('a batch of names asks the tables once for what is used, and once whether the choice is free', async () => {
  const folder = jobs.newId();
  await nameInTurn(await add(['reef#coral#1', 'reef#shark#2'], folder));
  jobs.lanes.script(titled);
  const style = styleOf(defaultTemplate);
  const wanted = Array.from({ length: 40 }, (_, i) => ({
    ...style,
    ownerId: ana,
    folder,
    stem: i % 2 === 0 ? 'reef' : `reef ${i}`,
    extension: 'jpg',
    apart: { telling: [`word${i}`, 'coral'], style },
  }));
  const asked: string[] = [];
  const names = await jobs.database.transaction((tx) => {
    const counting: Sql = {
      query: (what, values) => {
        asked.push(typeof what === 'string' ? what : what.name);
        return tx.query(what, values);
      },
    };
    return freeNames(counting, wanted);
  });
  expect(asked).toEqual(['names.bases', 'names.taken']);
  expect(new Set(names.map((name) => name?.nameKey)).size).toBe(40);
  expect(names[0]?.stem).toBe('reef-word0');
});

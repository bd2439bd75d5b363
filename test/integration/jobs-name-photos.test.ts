import { describe, expect, test } from 'vitest';
import {
  addPhotos,
  ana,
  file,
  filesOf,
  namesOf,
  prepareAll,
  prepared,
  seedPhotos,
  view,
} from './build-library.ts';
import { callsOf, itemsOf, jobOf, startJob, useJobs, work, workToTheEnd } from './build-jobs.ts';
import { analysis, ok, titled } from './build-lanes.ts';
import { renameByHand } from '../../src/photos/rename-by-hand.ts';

const jobs = useJobs();

const folder = () => jobs.newId();

describe('a job', () => {
  test('names its photos, and says so in the ledger, the counters and the costs', async () => {
    const ids = await addPhotos(jobs, ['Old harbour#1', 'Two dogs#1'], { folder: folder() });
    const id = await startJob(jobs, ids);
    expect(await work(jobs)).toBe(2);
    expect(await namesOf(jobs, ids)).toEqual(['old-harbour.jpg', 'two-dogs.jpg']);
    const job = await jobOf(jobs, id);
    expect(job).toMatchObject({ status: 'completed', total: 2, succeeded: 2, remaining: 0, progress: 1 });
    expect(job.cost).toMatchObject({ usd: 0.001, inputTokens: 2000, outputTokens: 200, calls: 2, reused: 0 });
    const [photo] = await view(jobs, ids);
    expect(photo).toMatchObject({
      state: 'named',
      nameSource: 'job',
      previousName: 'Old harbour_1.JPG',
      jobId: id,
    });
    expect(
      await jobs.database.query(
        'select old, new from rollcall.rename_entries where rename_id = $1 order by old',
        [job.renameId],
      ),
    ).toEqual([
      { old: 'Old harbour_1.JPG', new: 'old-harbour.jpg' },
      { old: 'Two dogs_1.JPG', new: 'two-dogs.jpg' },
    ]);
  });

  test('gives equal titles numbers in the order they are settled, and the same name once per folder', async () => {
    const one = await addPhotos(jobs, ['beach#1', 'beach#2', 'beach#3'], { folder: folder() });
    const two = await addPhotos(jobs, ['beach#4'], { folder: folder() });
    await startJob(jobs, [...one, ...two]);
    await work(jobs);
    expect((await namesOf(jobs, one)).toSorted()).toEqual(['beach-2.jpg', 'beach-3.jpg', 'beach.jpg']);
    expect(await namesOf(jobs, two)).toEqual(['beach.jpg']);
  });

  test('passes by a numbered name that was written by hand', async () => {
    const ids = await addPhotos(jobs, ['pier#1', 'pier#2', 'mine#1'], { folder: folder() });
    const mine = ids[2] ?? '';
    await jobs.database.asUser(ana, (tx) =>
      renameByHand(tx, { ownerId: ana, photoId: mine, name: 'Pier-2', newId: jobs.newId }),
    );
    await startJob(jobs, ids);
    await work(jobs);
    expect((await namesOf(jobs, ids)).toSorted()).toEqual(['Pier-2.jpg', 'pier-3.jpg', 'pier.jpg']);
  });

  test('finds a name beside hundreds of numbered ones that were uploaded so', async () => {
    const at = folder();
    await addPhotos(
      jobs,
      Array.from({ length: 200 }, (_, i) => `dune-${i + 1}`),
      { folder: at },
    );
    const ids = await addPhotos(jobs, ['dune#a', 'dune#b', 'dune#c'], { folder: at });
    await startJob(jobs, ids);
    await work(jobs);
    const names = await namesOf(jobs, ids);
    expect(names.every((name) => /^dune(-\d+)?\.jpg$/u.test(name))).toBe(true);
    expect(new Set(names).size).toBe(3);
  });

  test('counts {n} by the order in which the photos were sent, the left out ones too', async () => {
    const ids = await addPhotos(jobs, ['a#1', 'b#1', 'c#1'], { folder: folder() });
    const [first = '', second = '', third = ''] = ids;
    await jobs.database.asUser(ana, (tx) =>
      renameByHand(tx, { ownerId: ana, photoId: second, name: 'my own', newId: jobs.newId }),
    );
    const template = { pattern: '{title}-{n}', start: 5, step: 5 } as const;
    await startJob(jobs, [third, second, first], { template });
    await work(jobs);
    expect(await namesOf(jobs, [third, second, first])).toEqual(['c-05.jpg', 'my own.jpg', 'a-15.jpg']);
  });

  test('asks once per original: a second photo of it, and a second job, are answered from what is stored', async () => {
    const ids = [
      ...(await addPhotos(jobs, ['lamp#1'], { folder: folder() })),
      ...(await addPhotos(jobs, ['lamp#1'], { folder: folder() })),
    ];
    await startJob(jobs, ids.slice(0, 1));
    await work(jobs);
    const id = await startJob(jobs, ids, { alreadyNamed: 'again' });
    await work(jobs);
    expect(jobs.lanes.calls.length).toBe(1);
    expect(await jobOf(jobs, id)).toMatchObject({ succeeded: 2, cost: { calls: 0, reused: 2, usd: 0 } });
    expect(await namesOf(jobs, ids)).toEqual(['lamp.jpg', 'lamp.jpg']);
  });

  test('only looks where it was asked to: analyses are stored, names and states stay', async () => {
    const ids = await addPhotos(jobs, ['kite#1'], { folder: folder() });
    const id = await startJob(jobs, ids, { apply: 'nothing' });
    expect(await jobOf(jobs, id)).toMatchObject({ kind: 'look' });
    await work(jobs);
    const [photo] = await view(jobs, ids);
    expect(photo).toMatchObject({
      name: 'kite_1.JPG',
      state: 'ready',
      analysis: { title: 'kite' },
      jobId: null,
    });
    expect(await jobOf(jobs, id)).toMatchObject({ status: 'completed', succeeded: 1 });
  });

  test('leaves a photo alone that nothing is known of', async () => {
    const ids = await addPhotos(jobs, ['void#1'], { folder: folder() });
    jobs.lanes.script(() => ok('', { problem: 'nothing_known' }));
    const id = await startJob(jobs, ids);
    await work(jobs);
    expect(await itemsOf(jobs, id)).toMatchObject([{ status: 'skipped', code: 'nothing_known' }]);
    const [photo] = await view(jobs, ids);
    expect(photo).toMatchObject({ name: 'void_1.JPG', state: 'ready', problem: { code: 'nothing_known' } });
    expect(await jobOf(jobs, id)).toMatchObject({ status: 'completed', skipped: 1 });
  });

  test('keeps the name of a photo that is called so already, without an entry in the ledger', async () => {
    const ids = await addPhotos(jobs, ['swing'], { folder: folder() });
    const id = await startJob(jobs, ids);
    await work(jobs);
    expect(await namesOf(jobs, ids)).toEqual(['swing.JPG']);
    expect(await jobOf(jobs, id)).toMatchObject({ succeeded: 1, renameId: null });
  });

  test('leaves a name alone that was changed while it was looked at, and keeps the answer', async () => {
    const ids = await addPhotos(jobs, ['tram#1'], { folder: folder() });
    const [photoId = ''] = ids;
    jobs.lanes.script(async (asked) => {
      await jobs.database.asUser(ana, (tx) =>
        renameByHand(tx, { ownerId: ana, photoId, name: 'Line 28', newId: jobs.newId }),
      );
      return titled(asked);
    });
    const id = await startJob(jobs, ids);
    await work(jobs);
    expect(await namesOf(jobs, ids)).toEqual(['Line 28.jpg']);
    expect(await itemsOf(jobs, id)).toMatchObject([{ status: 'skipped', code: 'renamed_since' }]);
    expect((await callsOf(jobs, id)).map((call) => call.outcome)).toEqual(['ok']);
  });

  test('runs over photos still being prepared as soon as they are', async () => {
    const { photoIds } = await jobs.intake.takeIn(ana, filesOf([file('moth#1', 'moth.JPG', folder())]));
    const id = await startJob(jobs, photoIds);
    await work(jobs);
    expect(await jobOf(jobs, id)).toMatchObject({ status: 'pending', inFlight: 0, remaining: 1 });
    expect((await view(jobs, photoIds))[0]?.state).toBe('preparing');
    await prepareAll(jobs);
    // Woken by the preparation: nothing is made due here.
    await work(jobs);
    expect(await jobOf(jobs, id)).toMatchObject({ status: 'completed' });
    expect(await namesOf(jobs, photoIds)).toEqual(['moth.JPG']);
  });

  test('fails a photo whose file cannot be read, without asking anybody', async () => {
    jobs.prepareAs(() => ({ ok: false, code: 'file_damaged', detail: 'no end' }));
    const ids = await addPhotos(jobs, ['torn#1'], { folder: folder() });
    const id = await startJob(jobs, ids);
    await work(jobs);
    expect(await itemsOf(jobs, id)).toMatchObject([
      { status: 'error', code: 'file_damaged', canRetry: false },
    ]);
    expect(jobs.lanes.calls.length).toBe(0);
    expect(await jobOf(jobs, id)).toMatchObject({ status: 'error' });
  });
});

describe('a batch with an answer that cannot be stored', () => {
  test('loses that one only, and keeps its call', async () => {
    jobs.prepareAs((text) => prepared(text));
    const ids = await addPhotos(jobs, ['fine#1', 'poison#1', 'fine#2', 'fine#3', 'fine#4'], {
      folder: folder(),
    });
    jobs.lanes.script((asked) =>
      asked.photo.startsWith('poison') ? ok('bad', { alt: 'a\u0000b' }) : titled(asked),
    );
    const id = await startJob(jobs, ids);
    await workToTheEnd(jobs);
    expect(await jobOf(jobs, id)).toMatchObject({
      status: 'completed',
      succeeded: 4,
      failed: 1,
      cost: { calls: 5 },
    });
    expect((await itemsOf(jobs, id)).find((item) => item.status === 'error')).toMatchObject({
      code: 'unstorable',
    });
    expect(jobs.lanes.calls.length).toBe(5);
  });

  test('ends the item even where the call itself cannot be stored', async () => {
    const ids = await addPhotos(jobs, ['odd#1'], { folder: folder() });
    const tooMany = { inputTokens: 9_999_999_999, outputTokens: 0, costNano: 0 };
    jobs.lanes.script(() => ({
      kind: 'ok',
      analysis: analysis('odd', { alt: 'a\u0000b' }),
      usage: tooMany,
      requestId: null,
    }));
    const id = await startJob(jobs, ids);
    await workToTheEnd(jobs);
    expect(await jobOf(jobs, id)).toMatchObject({ status: 'error', failed: 1 });
  });
});

test('2,000 photos of one title get 2,000 names without a gap', async () => {
  const ids = await seedPhotos(jobs, { n: 2000, title: 'wave', folder: folder() });
  const id = await startJob(jobs, ids);
  await work(jobs);
  expect(await jobOf(jobs, id)).toMatchObject({ status: 'completed', succeeded: 2000 });
  const names = new Set(await namesOf(jobs, ids));
  expect(names.size).toBe(2000);
  expect(names.has('wave.jpg') && names.has('wave-2000.jpg')).toBe(true);
});

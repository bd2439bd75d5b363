import { beforeEach, describe, expect, test } from 'vitest';
import { changeSettings } from '../../src/database/settings.ts';
import { reviewJob } from '../../src/jobs/review-job.ts';
import { defaultTemplate } from '../../src/names/template.ts';
import { exportPhotos } from '../../src/photos/export.ts';
import { applyTemplate, planByTemplate, type TemplateRename } from '../../src/photos/rename-by-template.ts';
import { renameByHand } from '../../src/photos/rename-by-hand.ts';
import { undoRename } from '../../src/photos/undo.ts';
import { hashOf, planBulk, renderStems, valuesOf } from '../../web/bulk-rename/plan-bulk.ts';
import { createCountryNames } from '../../web/rename/name-values.ts';
import { jobOf, startJob, useJobs, work } from './build-jobs.ts';
import { ana, namesOf, prepareAll, view } from './build-library.ts';
import { ok } from './build-lanes.ts';
import { burst, takeInShots, useScenes, type Shot } from './build-stacks.ts';

const jobs = useJobs();
const scenes = useScenes(jobs);
beforeEach(() => jobs.database.query('delete from pgboss.job'));

const of = (jobId: string) => ({ ownerId: ana, jobId });
const { add } = scenes;
const numbered = { template: { sameNames: 'number' as const } };
const asked = () => jobs.lanes.calls.length;
const pair = (scene: string, stem = 'IMG_1', at = '10:00:00'): Shot[] => [
  { scene, at, filename: `${stem}.JPG` },
  { scene, at, filename: `${stem}.DNG` },
];
const rawOf = (shots: readonly Shot[]): Shot[] =>
  shots.map((shot) => ({ ...shot, filename: shot.filename.replace('.JPG', '.DNG') }));
const byHand = (photoId: string, name: string) =>
  jobs.database.asUser(ana, (tx) => renameByHand(tx, { ownerId: ana, photoId, name, newId: jobs.newId }));
async function undoLast(): Promise<void> {
  const [last] = await jobs.database.query<{ id: string }>(
    'select id from rollcall.renames where owner_id = $1 order by created_at desc, id desc limit 1',
    [ana],
  );
  await jobs.database.asUser(ana, (tx) =>
    undoRename(tx, { ownerId: ana, renameId: last?.id ?? '', newId: jobs.newId }),
  );
}

describe('RAW and JPEG of one shot in a job', () => {
  test('have one call, of the JPEG, and one stem', async () => {
    const ids = await add(...pair('fox').toReversed());
    const id = await startJob(jobs, ids);
    await work(jobs);
    expect(jobs.lanes.calls.map(({ photo }) => photo.startsWith('raw'))).toEqual([false]);
    expect(await namesOf(jobs, ids)).toEqual(['fox.dng', 'fox.jpg']);
    await undoLast();
    expect(await namesOf(jobs, ids)).toEqual(['IMG_1.DNG', 'IMG_1.JPG']);
    expect((await jobOf(jobs, id)).cost).toMatchObject({ calls: 1, reused: 1 });
  });

  test('keep one stem where the JPEG’s or the RAW’s name is taken by another', async () => {
    await add({ scene: 'x', filename: 'owl.JPG' }, { scene: 'y', filename: 'owl-2.DNG' });
    const ids = await add(...pair('owl'));
    await startJob(jobs, ids, numbered);
    await work(jobs);
    expect(await namesOf(jobs, ids)).toEqual(['owl-3.jpg', 'owl-3.dng']);
  });

  test('of a burst are numbered shot by shot', async () => {
    const jpegs = burst('kite', 3);
    await add({ scene: 'z', filename: 'kite-2.DNG' });
    const ids = await add(...jpegs, ...rawOf(jpegs));
    await startJob(jobs, ids);
    await work(jobs);
    expect(asked()).toBe(1);
    expect(await namesOf(jobs, ids)).toEqual([
      'kite.jpg',
      'kite-3.jpg',
      'kite-4.jpg',
      'kite.dng',
      'kite-3.dng',
      'kite-4.dng',
    ]);
  });

  test('have one name though the RAW shows nothing by itself', async () => {
    const [jpeg = { scene: '', filename: '' }] = pair('elk');
    const ids = await add(jpeg, { scene: 'unreadable', filename: 'IMG_1.DNG' });
    await startJob(jobs, ids);
    await work(jobs);
    expect(await namesOf(jobs, ids)).toEqual(['elk.jpg', 'elk.dng']);
  });

  test('come to one name when the RAW arrives after the JPEG was named, by a job or by hand', async () => {
    const [jpeg = { scene: '', filename: '' }, raw = { scene: '', filename: '' }] = pair('ram');
    await add({ scene: 'other', at: '15:00:00', filename: 'ram.jpg' });
    const first = await add(jpeg);
    await startJob(jobs, first, numbered);
    await work(jobs);
    const second = await add(raw);
    await startJob(jobs, second, numbered);
    await work(jobs);
    expect(await namesOf(jobs, [...first, ...second])).toEqual(['ram-2.jpg', 'ram-2.dng']);

    const [jpeg2 = jpeg, raw2 = raw] = pair('bee', 'IMG_2', '11:00:00');
    const third = await add(jpeg2);
    await byHand(third[0] ?? '', 'Summer');
    const fourth = await add(raw2);
    await startJob(jobs, fourth);
    await work(jobs);
    expect(await namesOf(jobs, fourth)).toEqual(['Summer.dng']);
  });

  test('keep one stem when another question names them again', async () => {
    const ids = await add(...pair('hen'));
    await startJob(jobs, ids);
    await work(jobs);
    jobs.lanes.script(() => ok('rooster'));
    await startJob(jobs, ids, { question: 'q2', alreadyNamed: 'again' });
    await work(jobs);
    expect(await namesOf(jobs, ids)).toEqual(['rooster.jpg', 'rooster.dng']);
  });

  test('count once for a number, though they are prepared later than others, and with numbers that begin anew', async () => {
    const shots = [
      ...pair('ant', 'IMG_1', '10:00:00'),
      { scene: 'bat', at: '11:00:00', filename: 'IMG_2.JPG' },
      ...pair('cat', 'IMG_3', '12:00:00'),
    ];
    const template = { pattern: 'Walk {n}', sameNames: 'number' as const };
    const named = ['walk-1.jpg', 'walk-1.dng', 'walk-2.jpg', 'walk-3.jpg', 'walk-3.dng'];
    const ids = await takeInShots(jobs, shots, scenes);
    await startJob(jobs, ids, { template });
    await prepareAll(jobs);
    await work(jobs);
    expect(await namesOf(jobs, ids)).toEqual(named);
    await startJob(jobs, ids, {
      alreadyNamed: 'again',
      template: { ...template, pattern: 'Day {n}', restart: 'day' },
    });
    await work(jobs);
    expect(await namesOf(jobs, ids)).toEqual(named.map((name) => name.replace('walk', 'day')));
  });

  test('accepted with an edit of one in review both have it', async () => {
    const ids = await add(...pair('cow'));
    const id = await startJob(jobs, ids, { apply: 'review' });
    await work(jobs);
    const [jpeg = '', raw = ''] = ids;
    await jobs.database.asUser(ana, (tx) =>
      reviewJob(tx, {
        ...of(id),
        accept: [{ photoId: raw }, { photoId: jpeg, name: 'Bella' }],
        skip: [],
        newId: jobs.newId,
      }),
    );
    expect(await namesOf(jobs, ids)).toEqual(['Bella.jpg', 'Bella.dng']);
  });
});

describe('one of a pair renamed by hand', () => {
  test('takes the other with it, and undo brings both back', async () => {
    const ids = await add(...pair('any'));
    await byHand(ids[0] ?? '', 'Anna');
    expect(await namesOf(jobs, ids)).toEqual(['Anna.jpg', 'Anna.dng']);
    await undoLast();
    expect(await namesOf(jobs, ids)).toEqual(['IMG_1.JPG', 'IMG_1.DNG']);
  });

  test('is refused a name that the other cannot have, with one that both can', async () => {
    await add({ scene: 'q', filename: 'Anna.DNG' });
    const ids = await add(...pair('any'));
    expect(await byHand(ids[0] ?? '', 'Anna')).toEqual({ kind: 'name_taken', suggestion: 'Anna-2.jpg' });
    expect(await namesOf(jobs, ids)).toEqual(['IMG_1.JPG', 'IMG_1.DNG']);
  });

  test('leaves one alone that is called something else by now', async () => {
    const ids = await add(...pair('any'));
    await changeSettings(jobs.database, ana, { stacks: false });
    await byHand(ids[1] ?? '', 'Other');
    await changeSettings(jobs.database, ana, { stacks: true });
    await byHand(ids[0] ?? '', 'Anna');
    expect(await namesOf(jobs, ids)).toEqual(['Anna.jpg', 'Other.dng']);
  });
});

describe('RAW and JPEG of one shot in a template', () => {
  const template = { ...defaultTemplate, pattern: 'trip {n}' };
  const withTemplate = (
    photoIds: readonly string[],
    more: Partial<TemplateRename & { planHash: string }> = {},
  ) => ({
    ownerId: ana,
    photoIds,
    template,
    onConflict: 'number' as const,
    ...more,
  });
  const plan = (...wish: Parameters<typeof withTemplate>) =>
    jobs.database.asUser(ana, (tx) => planByTemplate(tx, withTemplate(...wish)));
  const apply = (...wish: Parameters<typeof withTemplate>) =>
    jobs.database.asUser(ana, (tx) => applyTemplate(tx, { ...withTemplate(...wish), newId: jobs.newId }));

  test('count once, have one stem, and come back together', async () => {
    const ids = await add(
      ...pair('a', 'IMG_1', '10:00:00'),
      { scene: 'b', at: '11:00:00', filename: 'IMG_2.JPG' },
      ...pair('c', 'IMG_3', '12:00:00'),
    );
    expect((await apply(ids)).kind).toBe('applied');
    const named = ['trip-1.jpg', 'trip-1.dng', 'trip-2.jpg', 'trip-3.jpg', 'trip-3.dng'];
    expect(await namesOf(jobs, ids)).toEqual(named);
    expect(await exported(ids)).toEqual(named);
    await undoLast();
    expect(await namesOf(jobs, ids)).toEqual([
      'IMG_1.JPG',
      'IMG_1.DNG',
      'IMG_2.JPG',
      'IMG_3.JPG',
      'IMG_3.DNG',
    ]);
  });

  test('pass over a name that another photo keeps from one of them', async () => {
    await add({ scene: 'x', filename: 'trip-1.DNG' });
    const ids = await add(...pair('d'));
    expect((await plan(ids, { onConflict: 'fail' })).rows.map(({ status }) => status)).toEqual([
      'collision',
      'collision',
    ]);
    await apply(ids);
    expect(await namesOf(jobs, ids)).toEqual(['trip-1-2.jpg', 'trip-1-2.dng']);
  });

  test('are called what the page has shown', async () => {
    await add({ scene: 'x', filename: 'trip-2.DNG' });
    const ids = await add(...pair('g', 'IMG_1', '10:00:00'), ...pair('h', 'IMG_2', '11:00:00'));
    const photos = (await view(jobs, ids)).map((photo) => ({
      ...photo,
      flags: [...photo.flags],
      urls: { thumbnail: '', preview: '', file: '' },
    }));
    const values = valuesOf(photos, createCountryNames());
    const stems = renderStems(photos, values, template);
    const shown = {
      photos,
      values,
      stems,
      template,
      edits: new Map(),
      leftOut: new Set<string>(),
      taken: new Set<string>(),
    };
    const names = planBulk(shown).rows.map(({ to }) => to);
    expect(names).toEqual(['trip-1.jpg', 'trip-1.dng', 'trip-2.jpg', 'trip-2.dng']);
    // The page knew nothing of a photo that has one of these names: it is told, and nothing is half done.
    expect((await apply(ids, { planHash: hashOf(shown) })).kind).toBe('plan_changed');
    const taken = new Set([`${scenes.folder}\ntrip-2.dng`]);
    const again = { ...shown, taken, template: { ...template, sameNames: 'number' as const } };
    expect((await apply(ids, { planHash: hashOf(again) })).kind).toBe('applied');
    expect(await namesOf(jobs, ids)).toEqual(planBulk(again).rows.map(({ to }) => to));
    expect(await namesOf(jobs, ids)).toEqual(['trip-1.jpg', 'trip-1.dng', 'trip-2-2.jpg', 'trip-2-2.dng']);
  });

  test('have what was typed for one of them', async () => {
    const ids = await add(...pair('e'));
    await apply(ids, { edits: [{ photoId: ids[1] ?? '', name: 'Anna' }] });
    expect(await namesOf(jobs, ids)).toEqual(['Anna.jpg', 'Anna.dng']);
  });

  test('are two photos to who does not want stacks', async () => {
    const ids = await add(...pair('f'));
    await changeSettings(jobs.database, ana, { stacks: false });
    await apply(ids);
    expect(await namesOf(jobs, ids)).toEqual(['trip-1.jpg', 'trip-2.dng']);
  });
});

async function exported(ids: readonly string[]): Promise<string[]> {
  const zip = await exportPhotos({ database: jobs.database, store: jobs.store }, ana, {
    photoIds: ids,
    xmp: false,
  });
  const bytes = Buffer.from(await new Response(zip?.body ?? null).arrayBuffer());
  const list = bytes.toString('utf8', bytes.lastIndexOf('\uFEFFfolder,old,new')).split('\r\n');
  return list.slice(1, ids.length + 1).map((line) => line.split(',')[2] ?? '');
}

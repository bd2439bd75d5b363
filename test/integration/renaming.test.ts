import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { endLiveItem } from '../../src/jobs/end-live-item.ts';
import type { Template } from '../../src/names/template.ts';
import { deletePhoto } from '../../src/photos/delete-photos.ts';
import { listRenameEntries, listRenames } from '../../src/photos/list-renames.ts';
import { renameByHand } from '../../src/photos/rename-by-hand.ts';
import { applyTemplate, planByTemplate, type TemplateRename } from '../../src/photos/rename-by-template.ts';
import { renameEntries } from '../../src/photos/rename-entries.ts';
import { undoRename } from '../../src/photos/undo.ts';
import { createJobs, itemsOf, options, startJob, work, type Jobs } from './build-jobs.ts';
import { addPhotos, ana, ben, namesOf, prepared, view } from './build-library.ts';
import { expectTrueCounts } from './expect-true-counts.ts';

let jobs: Jobs;

beforeAll(async () => {
  jobs = await createJobs();
});
afterAll(async () => {
  await expectTrueCounts(jobs.database, ana);
  await jobs.close();
});

const add = (...texts: string[]) => addPhotos(jobs, texts, { folder: jobs.newId() });
const byHand = (photoId: string, name: string, nameRev?: number) =>
  jobs.database.asUser(ana, (tx) =>
    renameByHand(tx, { ownerId: ana, photoId, name, nameRev, newId: jobs.newId }),
  );
const entries = (list: { photoId: string; name: string }[]) =>
  jobs.database.asUser(ana, (tx) => renameEntries(tx, { ownerId: ana, entries: list, newId: jobs.newId }));
const template = (more: Partial<Template>): Template => ({ ...options().template, ...more });
const wish = (
  photoIds: string[],
  more: Partial<Template>,
  onConflict: TemplateRename['onConflict'] = 'fail',
) => ({
  ownerId: ana,
  photoIds,
  template: template(more),
  onConflict,
});
const plan = (rename: TemplateRename) => jobs.database.asUser(ana, (tx) => planByTemplate(tx, rename));
const apply = (rename: TemplateRename & { planHash?: string }) =>
  jobs.database.asUser(ana, (tx) => applyTemplate(tx, { ...rename, newId: jobs.newId }));

describe('a name typed by hand', () => {
  test.each([
    ['Sunset', 'Sunset.jpg'],
    ['Sunset.JPG', 'Sunset.jpg'],
    ['v1.2 final', 'v1.2 final.jpg'],
    ['  a/b\\c  ', 'a b c.jpg'],
    ['photo.png', 'photo.png.jpg'],
  ])('%j becomes %s', async (typed, expected) => {
    const ids = await add('h#1');
    expect(await byHand(ids[0] ?? '', typed)).toEqual({ kind: 'renamed' });
    expect(await namesOf(jobs, ids)).toEqual([expected]);
    expect((await view(jobs, ids))[0]).toMatchObject({ nameSource: 'hand', state: 'named', nameRev: 1 });
  });

  test('may differ from the old one in case alone', async () => {
    const ids = await add('quiet');
    await byHand(ids[0] ?? '', 'Quiet');
    expect(await namesOf(jobs, ids)).toEqual(['Quiet.jpg']);
    expect((await view(jobs, ids))[0]?.previousName).toBe('quiet.JPG');
  });

  test('that is the old one changes nothing', async () => {
    const ids = await add('still');
    expect(await byHand(ids[0] ?? '', 'still')).toEqual({ kind: 'renamed' });
    expect((await view(jobs, ids))[0]).toMatchObject({ nameRev: 0, name: 'still.JPG' });
  });

  test('that is taken is refused with one that is free', async () => {
    const ids = await add('Tea', 'cup');
    expect(await byHand(ids[1] ?? '', 'TEA')).toEqual({ kind: 'name_taken', suggestion: 'TEA-2.jpg' });
    expect(await namesOf(jobs, ids)).toEqual(['Tea.JPG', 'cup.JPG']);
  });

  test('of which nothing remains, or for a name that has changed, or no photo, is refused', async () => {
    const ids = await add('firm');
    const [id = ''] = ids;
    expect(await byHand(id, '  ../ ')).toEqual({ kind: 'illegal_name' });
    expect(await byHand(id, 'next', 3)).toEqual({ kind: 'changed', nameRev: 0 });
    expect(await byHand(jobs.newId(), 'x')).toEqual({ kind: 'not_found' });
    expect(await namesOf(jobs, ids)).toEqual(['firm.JPG']);
  });
});

describe('names given together', () => {
  test('swap', async () => {
    const [a = '', b = ''] = await add('a', 'b');
    expect(
      (
        await entries([
          { photoId: a, name: 'b' },
          { photoId: b, name: 'a' },
        ])
      ).kind,
    ).toBe('applied');
    expect(await namesOf(jobs, [a, b])).toEqual(['b.jpg', 'a.jpg']);
  });

  test('that clash with each other or with a photo outside change nothing', async () => {
    const [a = '', b = '', c = ''] = await add('a', 'b', 'c');
    expect(
      (
        await entries([
          { photoId: a, name: 'x' },
          { photoId: b, name: 'X' },
        ])
      ).kind,
    ).toBe('conflicts');
    expect((await entries([{ photoId: a, name: 'c' }])).kind).toBe('conflicts');
    expect(await namesOf(jobs, [a, b, c])).toEqual(['a.JPG', 'b.JPG', 'c.JPG']);
  });

  test('for a photo that is deleted are refused with its id', async () => {
    const [a = '', b = ''] = await add('a', 'b');
    await jobs.database.asUser(ana, (tx) => deletePhoto(tx, { ownerId: ana, photoId: b, endLiveItem }));
    const list = [
      { photoId: a, name: 'x' },
      { photoId: b, name: 'y' },
    ];
    expect(await entries(list)).toEqual({ kind: 'not_found', photoIds: [b] });
    expect(await entries([{ photoId: a, name: 'a' }])).toEqual({
      kind: 'applied',
      renameId: expect.any(String),
    });
    expect(await entries([{ photoId: a, name: 'a' }])).toEqual({ kind: 'nothing_to_do' });
  });
});

describe('a template', () => {
  test('names what it planned, in the order of the photos, and is one rename', async () => {
    jobs.prepareAs((text) => prepared(text, { takenLocal: '2020-05-04T10:00:00' }));
    const ids = await add('t#1', 't#2');
    const rename = wish(ids, { pattern: '{date} walk {n}' });
    const shown = await plan(rename);
    expect(shown.rows.map((row) => row.to)).toEqual(['2020-05-04-walk-1.jpg', '2020-05-04-walk-2.jpg']);
    const result = await apply({ ...rename, planHash: shown.planHash });
    expect(result.kind).toBe('applied');
    expect(await namesOf(jobs, ids)).toEqual(['2020-05-04-walk-1.jpg', '2020-05-04-walk-2.jpg']);
    expect((await view(jobs, ids))[0]).toMatchObject({ nameSource: 'template', state: 'named' });
    const { renames } = await jobs.database.asUser(ana, (tx) => listRenames(tx, ana, { limit: 1 }));
    expect(renames[0]).toMatchObject({ why: 'template', count: 2 });
    const page = await jobs.database.asUser(ana, (tx) =>
      listRenameEntries(tx, ana, renames[0]?.id ?? '', { limit: 1 }),
    );
    expect(page.entries).toHaveLength(1);
    const rest = await jobs.database.asUser(ana, (tx) =>
      listRenameEntries(tx, ana, renames[0]?.id ?? '', { limit: 5, cursor: page.nextCursor ?? '' }),
    );
    expect(rest).toMatchObject({
      entries: [{ old: expect.stringMatching(/^t_\d\.JPG$/u) }],
      nextCursor: null,
    });
  });

  test('does nothing if the library changed since it was shown', async () => {
    const ids = await add('p#1', 'p#2');
    const rename = wish(ids, { pattern: 'set {n}' });
    const { planHash } = await plan(rename);
    await byHand(ids[0] ?? '', 'mine');
    expect((await apply({ ...rename, planHash })).kind).toBe('plan_changed');
    expect(await namesOf(jobs, ids)).toEqual(['mine.jpg', 'p_2.JPG']);
  });

  test('leaves names written by hand, and the others around them', async () => {
    const ids = await add('q#1', 'q#2');
    await byHand(ids[0] ?? '', 'same');
    const result = await apply(wish(ids, { pattern: 'same' }, 'number'));
    expect(result.kind).toBe('applied');
    expect(await namesOf(jobs, ids)).toEqual(['same.jpg', 'same-2.jpg']);
  });

  test('numbers past names that photos outside of it have', async () => {
    const folder = jobs.newId();
    await addPhotos(
      jobs,
      ['beach', 'beach-2', 'beach-3', 'beach-5'].map((name) => name),
      { folder },
    );
    const outside = await jobs.database.query<{ id: string }>(
      'select id from rollcall.photos where folder = $1',
      [folder],
    );
    // The same extension as the renamed will have, so that they are in the way.
    await jobs.database.query(`update rollcall.photos set extension = 'jpg' where folder = $1`, [folder]);
    const ids = await addPhotos(jobs, ['m#1', 'm#2', 'm#3'], { folder });
    const rename = wish(ids, { pattern: 'beach' }, 'number');
    const { planHash, conflicts } = await plan({ ...rename, onConflict: 'fail' });
    expect(conflicts).toBe(3);
    expect((await apply({ ...rename, planHash })).kind).toBe('applied');
    expect(await namesOf(jobs, ids)).toEqual(['beach-4.jpg', 'beach-6.jpg', 'beach-7.jpg']);
    expect(
      await namesOf(
        jobs,
        outside.map((row) => row.id),
      ),
    ).toHaveLength(4);
  });

  test('refuses clashes, or leaves the later ones out, as asked', async () => {
    const ids = await add('s#1', 's#2');
    expect((await apply(wish(ids, { pattern: 'one' }))).kind).toBe('conflicts');
    expect((await apply(wish(ids, { pattern: 'one' }, 'skip'))).kind).toBe('applied');
    expect(await namesOf(jobs, ids)).toEqual(['one.jpg', 's_2.JPG']);
  });

  test('swaps names within itself, and changes case alone', async () => {
    const ids = await add('2', '1');
    expect((await apply(wish(ids, { pattern: '{n}' }))).kind).toBe('applied');
    expect(await namesOf(jobs, ids)).toEqual(['1.jpg', '2.jpg']);
    const lower = await add('loud');
    expect((await apply(wish(lower, { pattern: '{original}', case: 'upper' }))).kind).toBe('applied');
    expect(await namesOf(jobs, lower)).toEqual(['LOUD.jpg']);
    expect((await apply(wish(lower, { pattern: '{original}', case: 'upper' }))).kind).toBe('nothing_to_do');
  });

  test('over photos of a running job stands: what the job finds then leaves the name', async () => {
    const ids = await add('busy#1', 'busy#2');
    const id = await startJob(jobs, ids);
    await apply(wish(ids, { pattern: 'trip {n}' }));
    await work(jobs);
    expect(await namesOf(jobs, ids)).toEqual(['trip-1.jpg', 'trip-2.jpg']);
    expect((await itemsOf(jobs, id)).map((item) => item.code)).toEqual(['renamed_since', 'renamed_since']);
  });

  test('of 200 photos is undone whole', async () => {
    const texts = Array.from({ length: 200 }, (_, i) => `big${i}`);
    const ids = await add(...texts);
    const result = await apply(wish(ids, { pattern: 'day {n}' }));
    if (result.kind !== 'applied') throw new Error(result.kind);
    await jobs.database.asUser(ana, (tx) =>
      undoRename(tx, { ownerId: ana, renameId: result.renameId, newId: jobs.newId }),
    );
    expect(await namesOf(jobs, ids)).toEqual(texts.map((text) => `${text}.JPG`));
  });

  test('does not see photos of another owner', async () => {
    const theirs = await addPhotos(jobs, ['theirs'], { ownerId: ben });
    expect(await plan(wish(theirs, { pattern: 'x' }))).toMatchObject({ rows: [] });
    expect((await apply(wish(theirs, { pattern: 'x' }))).kind).toBe('nothing_to_do');
    expect(await namesOf(jobs, theirs, ben)).toEqual(['theirs.JPG']);
  });
});

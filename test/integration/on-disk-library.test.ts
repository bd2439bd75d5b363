import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Sql } from '../../src/database/sql.ts';
import { purgeDeleted } from '../../src/photos/purge-deleted.ts';
import { applyRun } from '../../src/in-place/apply-run.ts';
import { systemDisk } from '../../src/in-place/disk.ts';
import { listFolder } from '../../src/in-place/list-folder.ts';
import { undoRun } from '../../src/in-place/undo-run.ts';
import { zipEntries } from '../e2e/zip-entries.ts';
import { expectCode, form, read, v1 } from './build-api.ts';
import { useJobs } from './build-jobs.ts';
import { contents, idsOf, lines, put, useDisk } from './build-disk.ts';
import { ana, namesOf } from './build-library.ts';

const jobs = useJobs();
const disk = useDisk(jobs);

const remove = (id: string) => disk.api.call('DELETE', v1(`/photos/${id}`));
const forget = (id: string) => disk.api.call('DELETE', v1(`/disk-folders/${id}`));
const purge = async () => {
  await jobs.database.query(
    `update rollcall.photos set deleted_at = deleted_at - interval '31 days' where deleted_at is not null`,
  );
  return await purgeDeleted({ database: jobs.worker, store: disk.store });
};
const countOf = async (table: string, where: string, ...values: unknown[]) => {
  const rows = await jobs.database.query<{ n: number }>(
    `select count(*)::int as n from rollcall.${table} where ${where}`,
    values,
  );
  return rows[0]?.n ?? -1;
};
const zipOf = async (photoIds: readonly string[]) => {
  const answer = await disk.api.app.request('http://localhost:4321/api/v1/export', {
    method: 'POST',
    headers: { host: 'localhost:4321', 'content-type': 'application/json' },
    body: JSON.stringify({ photoIds }),
  });
  return Buffer.from(await answer.arrayBuffer());
};

describe('Rollcall never deletes a file of a person', () => {
  test('not when its photo is deleted for good; it is not taken in again either', async () => {
    const root = await disk.folder({ 'a.jpg': 'quay#1', 'b.jpg': 'pier#1' });
    const { id } = await disk.open(root);
    const { files } = await disk.files(id);
    const gone = files.find(({ name }) => name === 'a.jpg')?.photoId ?? '';
    await remove(gone);
    expect(lines(await disk.files(id))).toEqual(['b.jpg unnamed']);
    expect(await purge()).toBe(1);
    expect(await contents(root)).toEqual({ 'a.jpg': 'quay#1', 'b.jpg': 'pier#1' });
    expect(await countOf('storage_deletions', 'true')).toBe(0);
    expect(await countOf('originals', `original_key like 'in-place/%' and bytes = 6`)).toBe(1);
    await disk.readAgain(id);
    expect(lines(await disk.files(id))).toEqual(['b.jpg unnamed']);
    // Forgotten and opened again it is as new.
    await forget(id);
    expect((await disk.open(root)).photos).toBe(2);
  });

  test('nor when its folder is forgotten, and its photos after it', async () => {
    const before = { 'a.jpg': 'dock#1', 'Deep/b.jpg': 'mole#1' };
    const root = await disk.folder(before);
    const { id } = await disk.open(root);
    expect((await forget(id)).status).toBe(204);
    expectCode(await disk.api.call('GET', v1(`/disk-folders/${id}`)), 404, 'folder_not_found');
    expect(await purge()).toBe(2);
    expect(await contents(root)).toEqual(before);
    expect([
      await countOf('disk_folders', 'id = $1', id),
      await countOf('disk_files', 'folder_id = $1', id),
    ]).toEqual([0, 0]);
    const again = await disk.open(root);
    expect([again.id === id, again.photos]).toEqual([false, 2]);
  });
});

test('a folder that was forgotten and is opened again has its photos back, with their names', async () => {
  const root = await disk.folder({ 'a.jpg': 'fjord#1', 'b.jpg': 'geyser#1', 'c.jpg': 'glacier#1' });
  const { id } = await disk.open(root);
  const { files } = await disk.files(id);
  await disk.name(files.map(({ photoId }) => photoId));
  const [deleted = ''] = files.filter(({ name }) => name === 'c.jpg').map(({ photoId }) => photoId);
  await remove(deleted);
  const before = await disk.files(id);
  await forget(id);
  expect((await disk.api.call('GET', v1(`/photos/${idsOf(before)[0]}`))).status).toBe(404);
  const again = await disk.open(root);
  expect([again.id, again.photos]).toEqual([id, 2]);
  const after = await disk.files(id);
  expect([lines(after), idsOf(after)]).toEqual([lines(before), idsOf(before)]);
  // What was deleted before stays deleted.
  expect(idsOf(after)).not.toContain(deleted);
});

test('an upload of the same bytes is a copy that outlives the folder; reading never takes it back', async () => {
  const root = await disk.folder({ 'a.jpg': 'mill#1' }, 'Mills');
  const { id, folder } = await disk.open(root);
  const [photoId = ''] = idsOf(await disk.files(id));
  const known = await disk.api.call('POST', v1('/photos/known'), {
    body: { files: [{ folder, filename: 'a.jpg', bytes: 6 }] },
  });
  expect(known.json).toEqual({ photoIds: [null] });
  const space = () => disk.api.call('GET', v1('/space'));
  const bytesBefore = read<{ photos: { bytes: number } }>(await space()).photos.bytes;
  const upload = await disk.api.call('POST', v1('/photos'), { raw: form([['mill#1', 'a.jpg', folder]]) });
  expect(upload.json).toMatchObject({ photos: [], duplicates: [{ photoId }] });
  expect(read<{ photos: { bytes: number } }>(await space()).photos.bytes).toBe(bytesBefore + 6);
  await rename(root, `${root} away`);
  expect((await disk.api.call('GET', v1(`/photos/${photoId}/file`))).text).toBe('mill#1');
  await rename(`${root} away`, root);
  await put(join(root, 'b.jpg'), 'mill#2');
  await put(join(root, 'Other', 'c.jpg'), 'mill#1');
  await disk.readAgain(id);
  expect(await countOf('originals', `original_key like 'originals/%' and bytes = 6`)).toBeGreaterThan(0);
  // Edited on disk, the file is another photo now: what was uploaded stays.
  await put(join(root, 'a.jpg'), 'mill, brighter#1');
  await disk.readAgain(id);
  expect((await disk.api.call('GET', v1(`/photos/${photoId}/file`))).text).toBe('mill#1');
  // Forgotten, the folder leaves the upload where it is.
  await forget(id);
  expect((await disk.api.call('GET', v1(`/photos/${photoId}`))).status).toBe(200);
});

test('a ZIP leaves out what is no longer where it was, and says so', async () => {
  const root = await disk.folder({ 'a.jpg': 'cave#1', 'b.jpg': 'cliff#1', 'Deep/c.jpg': 'crag#1' }, 'Rocks');
  const { id } = await disk.open(root);
  const files = (await disk.files(id)).files.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  await rm(join(root, 'b.jpg'));
  const zip = await zipOf(files.map(({ photoId }) => photoId));
  expect(zipEntries(zip).map(({ name }) => name)).toEqual([
    'Rocks/a.jpg',
    'Rocks/Deep/c.jpg',
    'left-out.txt',
    'rollcall.csv',
  ]);
  expect(zip.toString('utf8')).toContain(
    `b.jpg is no longer at ${join(root, 'b.jpg')}. Open its folder again.\r\n`,
  );
});

test('an undo leaves what was edited since or cannot have its name, and may be tried again', async () => {
  const root = await disk.folder({ 'a.jpg': 'lamp#1', 'b.jpg': 'vase#1', 'c.jpg': 'clock#1' });
  const { id } = await disk.open(root);
  await disk.name(idsOf(await disk.files(id)));
  const { run } = await disk.apply(id);
  await put(join(root, 'lamp.jpg'), 'lamp, edited#1');
  await put(join(root, 'b.jpg'), 'somebody else');
  const [shown] = await disk.runs(id);
  expect(shown).toMatchObject({ photos: 3, canGoBack: 1, undoneAt: null });
  const codes = (left: readonly { path: string; code: string }[] = []) =>
    left.map(({ path, code }) => `${path} ${code}`).toSorted();
  expect(codes(shown?.leftAlone)).toEqual(['lamp.jpg changed_since', 'vase.jpg name_taken']);
  const undone = await disk.undo(id, run?.id ?? '');
  expect([undone.renamed, codes(undone.leftAlone)]).toEqual([
    1,
    ['lamp.jpg changed_since', 'vase.jpg name_taken'],
  ]);
  expect(Object.keys(await contents(root))).toEqual(['b.jpg', 'c.jpg', 'lamp.jpg', 'vase.jpg']);
  await rm(join(root, 'b.jpg'));
  expect((await disk.undo(id, run?.id ?? '')).renamed).toBe(1);
  expect(Object.keys(await contents(root))).toEqual(['b.jpg', 'c.jpg', 'lamp.jpg']);
  const answer = await disk.api.call('POST', v1(`/disk-folders/${id}/runs/nothing/undo`));
  expectCode(answer, 404, 'run_not_found');
});

test('a folder that was taken back without the library is found as it is, with all of its photos', async () => {
  const root = await disk.folder({ 'a.jpg': 'plum#1', 'b.jpg': 'pear#1' });
  const { id } = await disk.open(root);
  const before = await disk.files(id);
  await disk.name(idsOf(before));
  const { run } = await disk.apply(id);
  await undoRun({ root, run: run?.id ?? '' });
  await disk.readAgain(id);
  const after = await disk.files(id);
  expect(lines(after)).toEqual(['a.jpg → plum.jpg ready', 'b.jpg → pear.jpg ready']);
  expect(idsOf(after).toSorted()).toEqual(idsOf(before).toSorted());
});

test('a run that was cut off is brought to an end before anything else, and no file is read for it', async () => {
  const root = await disk.folder({ 'a.jpg': 'ivy#1', 'b.jpg': 'fern#1', 'c.jpg': 'moss#1' });
  const { id } = await disk.open(root);
  const before = await disk.files(id);
  await disk.name(idsOf(before));
  const names = ['a.jpg', 'b.jpg', 'c.jpg'];
  const { files: found } = await listFolder(root);
  const moves = found.map(({ path, bytes, mtimeMs }) => ({
    from: path,
    to: ['ivy.jpg', 'fern.jpg', 'moss.jpg'][names.indexOf(path)] ?? '',
    bytes,
    mtimeMs,
    sidecars: [],
  }));
  let linked = 0;
  const dying = {
    ...systemDisk,
    link: async (from: string, to: string) => {
      if (from.startsWith(root) && (linked += 1) > 2) throw new Error('killed');
      await systemDisk.link(from, to);
    },
  };
  await expect(applyRun({ root, run: 'cut-off', moves, disk: dying })).rejects.toThrow('killed');
  expect(Object.keys(await contents(root))).not.toEqual(names);

  const texts: string[] = [];
  const { api, folders } = await disk.another({ onRead: (text) => texts.push(text) });
  await api.call('POST', v1(`/disk-folders/${id}/read`));
  await folders.idle();
  expect(texts).toEqual([]);
  const after = await disk.files(id);
  expect(after.files.every(({ name, to }) => names.includes(name) || to === null)).toBe(true);
  expect(idsOf(after).toSorted()).toEqual(idsOf(before).toSorted());
  expect((await disk.apply(id)).leftAlone).toEqual([]);
  expect(Object.keys(await contents(root))).toEqual(['fern.jpg', 'ivy.jpg', 'moss.jpg']);
});

test('names taken back in the library are no reason to rename, and those given again are', async () => {
  const root = await disk.folder({ 'A: 1.jpg': 'yew#1' });
  const { id } = await disk.open(root);
  const photoIds = idsOf(await disk.files(id));
  expect(await namesOf(jobs, photoIds)).toEqual(['A 1.jpg']);
  expect(lines(await disk.files(id))).toEqual(['A: 1.jpg unnamed']);
  await disk.api.call('PATCH', v1(`/photos/${photoIds[0]}`), { body: { name: 'old yew' } });
  expect(lines(await disk.files(id))).toEqual(['A: 1.jpg → old yew.jpg ready']);
  const { renames } = read<{ renames: { id: string }[] }>(await disk.api.call('GET', v1('/renames')));
  await disk.api.call('POST', v1(`/renames/${renames[0]?.id}/undo`));
  expect(lines(await disk.files(id))).toEqual(['A: 1.jpg unnamed']);
});

test('many files take a few statements a lot, not some for each', async () => {
  const n = 300;
  const root = await disk.folder(
    Object.fromEntries(Array.from({ length: n }, (_, i) => [`${i}.jpg`, `pebble#${i}`])),
  );
  let statements = 0;
  const counting = (sql: Sql): Sql => ({
    query: async (statement, values) => {
      statements += 1;
      return await sql.query(statement, values);
    },
  });
  const { folders, api } = await disk.another({
    database: {
      ...jobs.worker,
      ...counting(jobs.worker),
      transaction: (run) => jobs.worker.transaction((tx) => run(counting(tx))),
    },
  });
  await api.call('POST', v1('/disk-folders'), { body: { path: root } });
  await folders.idle();
  expect(statements).toBeLessThan(n / 2);
  expect(await countOf('disk_files', `owner_id = $1 and path like '%.jpg'`, ana)).toBeGreaterThanOrEqual(n);
  await disk.prepare();
});

import { expect, test } from 'vitest';
import type { Rename } from '../client.ts';
import { en } from '../i18n/en.ts';
import { createFormat } from '../i18n/format.ts';
import { makeJob } from '../make-photo.test-data.ts';
import { fitsFilter, mergeHistory, tookBack, undoable } from './history-items.ts';
import { undoDetail } from './undo-detail.ts';

const at = (minute: number) => `2026-05-04T10:${String(minute).padStart(2, '0')}:00.000Z`;
const rename = (id: string, minute: number, change: Partial<Rename> = {}): Rename => ({
  id,
  why: 'template',
  jobId: null,
  count: 3,
  undoes: null,
  undoneBy: null,
  createdAt: at(minute),
  ...change,
});
const job = (id: string, minute: number) => makeJob({ id, createdAt: at(minute) });
const keys = (items: readonly { key: string }[]) => items.map((item) => item.key);

test('jobs and renames are one list, newest first; a job carries the names it gave', () => {
  const items = mergeHistory({
    jobs: [job('j2', 30), job('j1', 10)],
    renames: [rename('r3', 40), rename('r2', 31, { why: 'job', jobId: 'j2' }), rename('r1', 20)],
    moreJobs: false,
    moreRenames: false,
  });
  expect(keys(items)).toEqual(['r3', 'j2', 'r1', 'j1']);
  expect(items[1]?.renames.map(({ id }) => id)).toEqual(['r2']);
});

test('names accepted in a review are a row of their own, so that each can be taken back', () => {
  const items = mergeHistory({
    jobs: [job('j', 10)],
    renames: [rename('r', 20, { why: 'review', jobId: 'j' })],
    moreJobs: false,
    moreRenames: false,
  });
  expect(keys(items)).toEqual(['r', 'j']);
});

test('rows older than the end of a list that goes on wait for its next page', () => {
  const lists = { jobs: [job('j2', 50), job('j1', 40)], renames: [rename('r2', 45), rename('r1', 5)] };
  expect(keys(mergeHistory({ ...lists, moreJobs: true, moreRenames: false }))).toEqual(['j2', 'r2', 'j1']);
  expect(keys(mergeHistory({ ...lists, moreJobs: false, moreRenames: false }))).toEqual([
    'j2',
    'r2',
    'j1',
    'r1',
  ]);
});

test('a job without names is no rename, and a rename is no job', () => {
  const [newest, oldest] = mergeHistory({
    jobs: [job('j', 10)],
    renames: [rename('r', 20)],
    moreJobs: false,
    moreRenames: false,
  });
  const fits = (item = newest) =>
    (['all', 'renames', 'jobs'] as const).filter((filter) => item && fitsFilter(item, filter));
  expect(fits()).toEqual(['all', 'renames']);
  expect(fits(oldest)).toEqual(['all', 'jobs']);
});

test('undo takes back the newest names of a job that are not taken back yet', () => {
  const renames = [
    rename('r2', 12, { why: 'job', jobId: 'j' }),
    rename('r1', 11, { why: 'job', jobId: 'j', undoneBy: 'u' }),
  ];
  const [item] = mergeHistory({ jobs: [job('j', 10)], renames, moreJobs: false, moreRenames: false });
  expect(item && undoable(item)?.id).toBe('r2');
});

test('an undo says what stayed, what is gone and what came back otherwise', () => {
  const format = createFormat('en', en.time);
  const skipped = ['changed_since', 'changed_since', 'photo_deleted', 'came_back_numbered'].map(
    (code, n) => ({
      photoId: String(n),
      code,
    }),
  );
  expect(undoDetail(skipped, en, format)).toBe(
    '2 were changed since and stayed. 1 photo is deleted. 1 old name was taken and came back with a number.',
  );
  expect(undoDetail([], en, format)).toBe('');
});

test('an undo can be redone, the undo of it undone, and so on', () => {
  const renames = [
    rename('r4', 4, { why: 'undo', undoes: 'r3' }),
    rename('r3', 3, { why: 'undo', undoes: 'r2' }),
    rename('r2', 2, { why: 'undo', undoes: 'r1' }),
    rename('r1', 1),
  ];
  const items = mergeHistory({ jobs: [], renames, moreJobs: false, moreRenames: false });
  expect(renames.map((each) => tookBack(each, items))).toEqual([true, false, true, false]);
});

import { expect, test } from 'vitest';
import { looksLikePhoto } from './file-kinds.ts';
import type { Plan } from './in-place.ts';
import { planMoves } from './plan-moves.ts';

function plan(
  paths: readonly string[],
  names: Readonly<Record<string, string>>,
  platform: NodeJS.Platform = 'linux',
): Plan {
  const files = paths.map((path) => ({ path, bytes: 1, mtimeMs: 2, isPhotoByName: looksLikePhoto(path) }));
  const wishes = Object.entries(names).map(([path, to]) => ({ path, to, sidecars: [] }));
  return planMoves(wishes, files, { platform });
}

const done = ({ moves }: Plan) => Object.fromEntries(moves.map(({ from, to }) => [from, to]));
const left = ({ leftAlone }: Plan) => Object.fromEntries(leftAlone.map(({ path, code }) => [path, code]));

test('a name that it has already is no move', () => {
  expect(plan(['a.jpg'], { 'a.jpg': 'a.jpg' })).toEqual({ moves: [], leftAlone: [] });
});

test('swaps, rings and changes of case only are in order', () => {
  const names = { 'a.jpg': 'b.jpg', 'b.jpg': 'c.jpg', 'c.jpg': 'a.jpg', 'D.JPG': 'd.jpg' };
  expect(done(plan(Object.keys(names), names))).toEqual(names);
});

test('a name that a file has which stays is taken, also where it only looks alike', () => {
  const files = ['a.jpg', 'b.jpg', 'BEACH.JPG', 'stra\u00dfe.jpg'];
  const planned = plan(files, { 'a.jpg': 'beach.jpg', 'b.jpg': 'STRASSE.jpg' });
  expect(left(planned)).toEqual({ 'a.jpg': 'name_taken', 'b.jpg': 'name_taken' });
  expect(planned.leftAlone[0]?.text).toBe('Another file is called beach.jpg.');
});

test('whoever stays keeps its name from the next, and so on', () => {
  const planned = plan(['a.jpg', 'b.jpg', 'c.jpg', 'x.jpg', 'free.jpg'], {
    'a.jpg': 'b.jpg',
    'b.jpg': 'c.jpg',
    'c.jpg': 'x.jpg',
    'free.jpg': 'other.jpg',
  });
  expect(done(planned)).toEqual({ 'free.jpg': 'other.jpg' });
  expect(left(planned)).toEqual({ 'a.jpg': 'name_taken', 'b.jpg': 'name_taken', 'c.jpg': 'name_taken' });
});

test('of two that want one name the first has it', () => {
  const planned = plan(['a.jpg', 'b.jpg'], { 'a.jpg': 'same.jpg', 'b.jpg': 'Same.jpg' });
  expect(done(planned)).toEqual({ 'a.jpg': 'same.jpg' });
  expect(left(planned)).toEqual({ 'b.jpg': 'name_taken' });
});

test('the same name in two folders is two names', () => {
  const names = { 'a/1.jpg': 'same.jpg', 'b/1.jpg': 'same.jpg' };
  expect(done(plan(Object.keys(names), names))).toEqual(names);
});

test('a photo is left together with what follows it', () => {
  const files = ['a.jpg', 'a.xmp', 'b.xmp'].map((path) => ({
    path,
    bytes: 1,
    mtimeMs: 2,
    isPhotoByName: looksLikePhoto(path),
  }));
  const planned = planMoves([{ path: 'a.jpg', to: 'b.jpg', sidecars: ['a.xmp'] }], files);
  expect(planned.moves).toEqual([]);
  expect(planned.leftAlone).toEqual([
    { path: 'a.jpg', code: 'name_taken', text: 'Another file is called b.xmp.' },
  ]);
});

test.each([
  ['../out.jpg', 'linux'],
  ['a/b.jpg', 'linux'],
  ['a\\b.jpg', 'linux'],
  ['a\0.jpg', 'linux'],
  ['..', 'linux'],
  ['', 'linux'],
  ['.hidden.jpg', 'linux'],
  ['line\nbreak.jpg', 'linux'],
  [`${'\u{1F4F7}'.repeat(64)}.jpg`, 'linux'],
  ['what?.jpg', 'win32'],
  ['a:b.jpg', 'win32'],
  ['con.jpg', 'win32'],
  ['end.', 'win32'],
] as const)('the name %j is not taken on %s', (name, platform) => {
  expect(left(plan(['a.jpg'], { 'a.jpg': name }, platform))).toEqual({ 'a.jpg': 'illegal_here' });
});

test('what is not there is said to be gone', () => {
  expect(left(plan(['a.jpg'], { 'b.jpg': 'c.jpg' }))).toEqual({ 'b.jpg': 'gone' });
});

test('a chain of 20,000 that is blocked at its end is planned at once', () => {
  const paths = Array.from({ length: 20_000 }, (_, index) => `${index}.jpg`);
  const names = Object.fromEntries(paths.slice(0, -1).map((path, index) => [path, `${index + 1}.jpg`]));
  const start = performance.now();
  expect(plan(paths, names).leftAlone).toHaveLength(19_999);
  expect(performance.now() - start).toBeLessThan(2000);
});

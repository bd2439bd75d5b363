import { expect, test } from 'vitest';
import { makePhoto } from '../make-photo.test-data.ts';
import { pick } from './use-samples.ts';

const ids = Array.from({ length: 20 }, (_, n) => `p${n}`);
const skipping = { alreadyNamed: 'skip', includeHandNamed: false } as const;

test('photos that cannot be read are not among the samples, and each keeps its place in the choice', () => {
  const picked = pick(
    ids,
    0,
    (id) => makePhoto({ id, state: Number(id.slice(1)) % 2 === 0 ? 'failed' : 'ready' }),
    skipping,
  );
  expect(picked).toHaveLength(5);
  for (const { id, position } of picked) {
    expect(position % 2).toBe(1);
    expect(ids[position]).toBe(id);
  }
});

test('where no photo can be read they are shown all the same', () => {
  expect(pick(ids.slice(0, 3), 0, (id) => makePhoto({ id, state: 'failed' }), skipping)).toHaveLength(3);
});

test('a look is not paid for photos that the job would leave alone', () => {
  const sources = ['job', 'hand', 'upload', 'upload'] as const;
  const photo = (id: string) => makePhoto({ id, nameSource: sources[Number(id.slice(1)) % 4] ?? 'job' });
  const picked = (named: Parameters<typeof pick>[3]) =>
    pick(ids, 0, photo, named).map(({ id }) => photo(id).nameSource);
  expect(new Set(picked(skipping))).toEqual(new Set(['upload']));
  expect(picked({ alreadyNamed: 'again', includeHandNamed: true })).toContain('job');
  expect(pick(ids, 0, (id) => makePhoto({ id, nameSource: 'hand' }), skipping)).toHaveLength(5);
});

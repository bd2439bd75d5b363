import { expect, test } from 'vitest';
import { makePhoto } from '../make-photo.test-data.ts';
import { pick } from './use-samples.ts';

const ids = Array.from({ length: 20 }, (_, n) => `p${n}`);

test('photos that cannot be read are not among the samples, and each keeps its place in the choice', () => {
  const picked = pick(ids, 0, (id) =>
    makePhoto({ id, state: Number(id.slice(1)) % 2 === 0 ? 'failed' : 'ready' }),
  );
  expect(picked).toHaveLength(5);
  for (const { id, position } of picked) {
    expect(position % 2).toBe(1);
    expect(ids[position]).toBe(id);
  }
});

test('where no photo can be read they are shown all the same', () => {
  expect(pick(ids.slice(0, 3), 0, (id) => makePhoto({ id, state: 'failed' }))).toHaveLength(3);
});

import { expect, test } from 'vitest';
import { makePhoto } from '../make-photo.test-data.ts';
import { companionExtensions, foldStacks } from './fold-stacks.ts';

const burst = { id: 's1', size: 3, kind: 'burst' } as const;
const pair = { id: 's2', size: 2, kind: 'pair' } as const;
const photos = new Map(
  [
    makePhoto({ id: 'a' }),
    makePhoto({ id: 'b1', stack: burst }),
    makePhoto({ id: 'c' }),
    makePhoto({ id: 'b2', stack: burst }),
    makePhoto({ id: 'r', name: 'x.DNG', stack: pair }),
    makePhoto({ id: 'j', name: 'x.JPG', stack: pair }),
    makePhoto({ id: 'b3', stack: burst }),
    makePhoto({ id: 'alone', stack: { id: 's3', size: 2, kind: 'burst' } }),
  ].map((photo) => [photo.id, photo]),
);
const get = (id: string) => photos.get(id);
const ids = [...photos.keys()];

test('a stack stands where its first photo would, wherever the others are', () => {
  expect(foldStacks(ids, get, () => false).ids).toEqual(['a', 'b1', 'c', 'j', 'alone']);
});

test('an open stack shows its photos side by side, the others stay folded', () => {
  expect(foldStacks(ids, get, (id) => id === 's1').ids).toEqual(['a', 'b1', 'b2', 'b3', 'c', 'j', 'alone']);
});

test('of RAW and JPEG the JPEG is shown, and says what else there is', () => {
  const stack = foldStacks(ids, get, () => false).stacks.get('r');
  expect(stack).toMatchObject({ lead: 'j', kind: 'pair', members: ['r', 'j'] });
  expect(stack && companionExtensions(stack, get)).toBe('DNG');
});

test('what is alone in a filtered list is no stack there', () => {
  expect(foldStacks(['b2', 'c'], get, () => false)).toMatchObject({ ids: ['b2', 'c'], stacks: new Map() });
});

test('a list without stacks is the list itself', () => {
  const plain = ['a', 'c'];
  expect(foldStacks(plain, get, () => false).ids).toBe(plain);
});

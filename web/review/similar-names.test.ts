import { expect, test } from 'vitest';
import { makePhoto } from '../make-photo.test-data.ts';
import { noteWith, similarRows, withChange, wordChange } from './similar-names.ts';

test('an edit that puts one word in place of another is told apart from any other edit', () => {
  expect(wordChange('bartender-with-beer-flight', 'julia-with-beer-flight')).toEqual({
    from: ['bartender'],
    to: ['julia'],
  });
  expect(wordChange('a-red-ship-at-sea', 'a-Geo-Searcher-at-sea')).toEqual({
    from: ['red', 'ship'],
    to: ['Geo', 'Searcher'],
  });
  for (const [before, after] of [
    ['beer-flight', 'beer-flight'],
    ['beer-flight', 'beer-flight-at-noon'],
    ['beer-flight', 'flight'],
    ['beach-1', 'beach-2'],
    ['one-two-three-four', 'five-six-seven-eight'],
  ] as const)
    expect(wordChange(before, after)).toBeNull();
});

test('words are replaced as words, with the separators of the name', () => {
  const change = { from: ['red', 'ship'], to: ['geo', 'searcher'] };
  expect(withChange('Red_Ship_at_sea', change)).toBe('geo_searcher_at_sea');
  expect(withChange('redship-at-sea', change)).toBeNull();
  expect(withChange('bored-shipping', { from: ['red'], to: ['x'] })).toBeNull();
  expect(withChange('a-$&-b', { from: ['b'], to: ['c'] })).toBe('a-$&-c');
});

test('similar are those that say the old words, of the same stack first', () => {
  const stack = { id: 's', size: 2, kind: 'burst' } as const;
  const photos = new Map(
    [
      makePhoto({ id: 'a', stack }),
      makePhoto({ id: 'b' }),
      makePhoto({ id: 'c', stack }),
      makePhoto({ id: 'd', stack }),
    ].map((photo) => [photo.id, photo]),
  );
  const rows = [
    { photoId: 'a', name: 'bartender-one.jpg' },
    { photoId: 'b', name: 'bartender-two.jpg' },
    { photoId: 'c', name: 'the-bartender.jpg' },
    { photoId: 'd', name: 'beer.jpg' },
  ];
  const change = { from: ['bartender'], to: ['julia'] };
  const of = {
    photoId: 'a',
    nameOf: (row: { name: string }) => row.name,
    photo: (id: string) => photos.get(id),
  };
  expect(similarRows(rows, change, of).map(({ photoId }) => photoId)).toEqual(['c', 'b']);
});

test('what was learnt goes into the note once, and only where there is room', () => {
  const change = { from: ['bartender'], to: ['Julia'] };
  const say = (role: string, name: string) => `The ${role} is ${name}.`;
  expect(noteWith('', change, say)).toBe('The bartender is Julia.');
  expect(noteWith('Iceland, May 2024', change, say)).toBe('Iceland, May 2024. The bartender is Julia.');
  expect(noteWith('A trip. The bartender is Julia.', change, say)).toBeNull();
  expect(noteWith('x'.repeat(490), change, say)).toBeNull();
});

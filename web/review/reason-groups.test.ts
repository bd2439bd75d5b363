import { expect, test } from 'vitest';
import { reasonGroups } from './reason-groups.ts';
import type { ReviewRow } from './review-rows.ts';

const rows = (n: number, ...flags: string[]): ReviewRow[] =>
  Array.from({ length: n }, (_, at) => ({
    photoId: `${flags.join('+')}${at}`,
    proposal: 'x.jpg',
    flags,
    position: at,
  }));

test('a reason that hits more than a fifth is one group; a rarer one is looked at name by name', () => {
  const groups = reasonGroups([...rows(31, 'low_confidence'), ...rows(9, 'address'), ...rows(60)]);
  expect(groups.map(({ flag, rows: of }) => [flag, of.length])).toEqual([['low_confidence', 31]]);
});

test('several groups: the most frequent first, each name in one of them', () => {
  const groups = reasonGroups([...rows(5, 'address', 'phone'), ...rows(8, 'low_confidence', 'address')]);
  expect(groups.map(({ flag, rows: of }) => [flag, of.length])).toEqual([
    ['low_confidence', 8],
    ['address', 5],
  ]);
});

test('of a handful each is looked at', () => {
  expect(reasonGroups([...rows(3, 'low_confidence'), ...rows(1)])).toEqual([]);
});

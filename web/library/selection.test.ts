import { expect, test } from 'vitest';
import { createSelection } from './selection.ts';

const order = ['a', 'b', 'c', 'd', 'e'];
const chosen = (selection: ReturnType<typeof createSelection>) => selection.ids().toSorted().join('');

test('a range runs from the last photo touched, in either direction', () => {
  const selection = createSelection();
  selection.toggle('d');
  selection.extend(order, 'b');
  expect(chosen(selection)).toBe('bcd');
});

test('going back along a range takes out what it had put in, and nothing else', () => {
  const selection = createSelection();
  selection.toggle('e');
  selection.setAnchor('a');
  selection.extend(order, 'd');
  selection.extend(order, 'b');
  expect(chosen(selection)).toBe('abe');
});

test('a range crosses its anchor', () => {
  const selection = createSelection();
  selection.setAnchor('c');
  selection.extend(order, 'e');
  selection.extend(order, 'a');
  expect(chosen(selection)).toBe('abc');
});

test('a range from a photo that was taken out takes out, and going back puts back', () => {
  const selection = createSelection();
  selection.select(['a', 'b', 'c', 'e']);
  selection.toggle('b');
  selection.extend(order, 'e');
  expect(chosen(selection)).toBe('a');
  selection.extend(order, 'c');
  expect(chosen(selection)).toBe('ae');
  selection.clear();
  selection.extend(order, 'c', 'b');
  expect(chosen(selection)).toBe('bc');
});

test('a click wakes the photo clicked and no other', () => {
  const selection = createSelection();
  const woken: string[] = [];
  for (const id of order) selection.subscribe(id, () => woken.push(id));
  selection.toggle('b');
  selection.select(['b', 'c']);
  expect(woken).toEqual(['b', 'c']);
});

test('a new selection in place of the old wakes only what changes', () => {
  const selection = createSelection();
  selection.select(['a', 'b']);
  const woken: string[] = [];
  for (const id of order) selection.subscribe(id, () => woken.push(id));
  selection.only(['b', 'c']);
  expect([chosen(selection), woken.toSorted().join('')]).toEqual(['bc', 'ac']);
});

test('clearing wakes those who look at the number', () => {
  const selection = createSelection();
  selection.select(order);
  let heard = 0;
  selection.subscribeSize(() => (heard += 1));
  selection.clear();
  selection.clear();
  expect([selection.size(), heard]).toEqual([0, 1]);
});

test('a range by keys starts at the photo it leaves, when nothing was touched before', () => {
  const selection = createSelection();
  selection.extend(order, 'c', 'b');
  expect(chosen(selection)).toBe('bc');
});

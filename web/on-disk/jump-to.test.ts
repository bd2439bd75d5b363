import { expect, test } from 'vitest';
import { jumpTo } from './jump-to.ts';

const names = ['Archive', 'Berlin', 'beach', 'Übersee', 'Zoo'];

test('arrows stay within the list', () => {
  expect(jumpTo('ArrowDown', { active: 0, names })).toBe(1);
  expect(jumpTo('ArrowDown', { active: 4, names })).toBe(4);
  expect(jumpTo('ArrowUp', { active: 0, names })).toBe(0);
  expect(jumpTo('PageDown', { active: 0, names })).toBe(4);
  expect(jumpTo('End', { active: 0, names })).toBe(4);
});

test('a letter jumps to the next name that begins with it, and around', () => {
  expect(jumpTo('b', { active: 0, names })).toBe(1);
  expect(jumpTo('b', { active: 1, names })).toBe(2);
  expect(jumpTo('B', { active: 2, names })).toBe(1);
  expect(jumpTo('ü', { active: 0, names })).toBe(3);
  expect(jumpTo('x', { active: 0, names })).toBeNull();
});

test('Backspace leads out, also of an empty list; Enter and Space mean the button', () => {
  expect(jumpTo('Backspace', { active: 0, names: [] })).toBe('up');
  expect(jumpTo('ArrowDown', { active: 0, names: [] })).toBeNull();
  expect(jumpTo('Enter', { active: 0, names })).toBeNull();
  expect(jumpTo(' ', { active: 0, names })).toBeNull();
});

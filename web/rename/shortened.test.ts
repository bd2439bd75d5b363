import { expect, test } from 'vitest';
import { shortened } from './shortened.ts';

test('a name that fits is left alone, whatever else is cleaned from it', () => {
  expect(shortened('a/b: the sea')).toBeNull();
  expect(shortened('x'.repeat(200))).toBeNull();
});

test('a longer one says what is left of it, by bytes and never inside a letter', () => {
  expect(shortened('x'.repeat(10_000))).toBe('x'.repeat(200));
  expect(shortened('\u{1F600}'.repeat(60))).toBe('\u{1F600}'.repeat(50));
});

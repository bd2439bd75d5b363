import { expect, test } from 'vitest';
import { templateSchema } from '../../src/http/schemas/job.ts';
import { readLeftOut, sameWords } from './read-left-out.ts';

test('words are read with commas between, phrases stay together', () => {
  expect(readLeftOut(' photo, golden  hour ;image,, ,')).toEqual(['photo', 'golden  hour', 'image']);
  expect(readLeftOut('')).toEqual([]);
});

test('whatever is typed or pasted is what a template may have', () => {
  const pasted = `${'x'.repeat(39)}👩‍👩‍👧, ${Array.from({ length: 90 }, (_, at) => `word ${at}`).join(',')}`;
  const words = readLeftOut(pasted);
  expect(words).toHaveLength(50);
  expect(templateSchema.safeParse({ without: words }).success).toBe(true);
});

test('the same words in the same order are the same', () => {
  expect(sameWords(['a', 'b'], ['a', 'b'])).toBe(true);
  expect(sameWords(['a'], ['a', 'b'])).toBe(false);
  expect(sameWords(['b', 'a'], ['a', 'b'])).toBe(false);
});

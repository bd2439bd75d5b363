import { expect, test } from 'vitest';
import {
  addToken,
  editOf,
  moveCaret,
  patternOf,
  removeBefore,
  removePart,
  typeText,
} from './pattern-edit.ts';

test('a pattern survives being taken apart and put together', () => {
  for (const pattern of [
    '{title}',
    '{date:YYYY-MM} {title}',
    'Harbour {n}',
    '{place|unknown} {title}',
    '{{x}} {n}',
  ]) {
    expect(patternOf(editOf(pattern))).toBe(pattern);
  }
});

test('separators written between parts belong to the template, not to the pattern', () => {
  expect(patternOf(editOf('{date}_-_{title}'))).toBe('{date} {title}');
});

test('a chip is added where the caret is, after what was typed', () => {
  const edit = typeText(editOf('{title}'), 'Iceland');
  expect(patternOf(addToken(edit, 'n'))).toBe('{title} Iceland {n}');
  expect(patternOf(addToken(moveCaret(editOf('{title}'), -1), 'date'))).toBe('{date} {title}');
});

test('a token written out becomes a chip, a half one stays text', () => {
  expect(typeText(editOf('{title}'), '{date:YYYY}').parts).toHaveLength(2);
  expect(typeText(editOf('{title}'), '{date').text).toBe('{date');
  expect(typeText(editOf('{title}'), '{nonsense}').text).toBe('{nonsense}');
});

test('a token with a mistake stays a mistake, and where it can be mended', () => {
  const edit = typeText(editOf('{title}'), '{plase}');
  expect(patternOf(edit)).toBe('{title} {plase}');
  expect(moveCaret(edit, -1)).toBe(edit);
  expect(patternOf(addToken(edit, 'n'))).toBe('{title} {n} {plase}');
  expect(editOf('{plase}')).toMatchObject({ parts: [], text: '{plase}' });
});

test('braces in a name survive going into the field and out of it', () => {
  const edit = removeBefore(editOf('{title} {{x}}'));
  expect(edit.text).toBe('{{x}}');
  expect(patternOf(moveCaret(edit, -1))).toBe('{title} {{x}}');
});

test('backspace takes a chip away, and text back into the field', () => {
  expect(patternOf(removeBefore(editOf('{date} {title}')))).toBe('{date}');
  const text = removeBefore(editOf('{date} Iceland'));
  expect(text).toMatchObject({ text: 'Iceland', caret: 1 });
  expect(removeBefore({ parts: [], caret: 0, text: 'a' }).text).toBe('a');
});

test('arrows stop at the ends, and a removed part takes the caret along', () => {
  const edit = editOf('{date} {title}');
  expect([moveCaret(edit, 1).caret, moveCaret(moveCaret(moveCaret(edit, -1), -1), -1).caret]).toEqual([2, 0]);
  expect(removePart(edit, 0)).toMatchObject({ caret: 1 });
});

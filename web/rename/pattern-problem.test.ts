import { expect, test } from 'vitest';
import { parsePattern } from '../../src/names/pattern.ts';
import { mended, patternProblem } from './pattern-problem.ts';

function errorOf(pattern: string) {
  const parsed = parsePattern(pattern);
  if (parsed.ok) throw new Error(`${pattern} is in order`);
  return parsed;
}

test.each([
  ['{date} {tittle|x} end', { before: '{date} {', wrong: 'tittle', after: '|x} end', token: 'tittle' }],
  ['go {title', { before: 'go ', wrong: '{', after: 'title' }],
  ['{date:YYYY-Q}', { before: '{date:YYYY-', wrong: 'Q', after: '}' }],
  [`${'a'.repeat(50)}}`, { before: `…${'a'.repeat(24)}`, wrong: '}', after: '' }],
])('%s is shown around the character that is wrong', (pattern, problem) => {
  expect(patternProblem(pattern, errorOf(pattern))).toMatchObject(problem);
});

test('a misspelt token is mended in its place, another mistake is not', () => {
  expect(mended('{date} {tittle|x} end', errorOf('{date} {tittle|x} end'))).toBe('{date} {title|x} end');
  expect(mended('{zebra}', errorOf('{zebra}'))).toBeNull();
  expect(mended('a } b', errorOf('a } b'))).toBeNull();
});

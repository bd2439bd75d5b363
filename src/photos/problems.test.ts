import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { describeProblem } from './problems.ts';

/** Every code that a room writes down as a literal, `code: '…'`; those of requests are told elsewhere. */
const written = ['jobs', 'photos'].flatMap((room) => {
  const folder = join(import.meta.dirname, '..', room);
  return readdirSync(folder)
    .filter((file) => /^settle.*(?<!\.test)\.ts$/u.test(file))
    .flatMap((file) => [...readFileSync(join(folder, file), 'utf8').matchAll(/\bcode: '(\w+)'/gu)])
    .map(([, code = '']) => code);
});

test('whatever a settle says of a photo has a sentence', () => {
  expect(written).toContain('same_name');
  expect(written.filter((code) => describeProblem(code).text === code)).toEqual([]);
});

test('a code that nobody wrote a sentence for is shown, with what is known of it', () => {
  expect(describeProblem('new_code', 'Something else.')).toEqual({
    code: 'new_code',
    text: 'Something else.',
    canRetry: false,
  });
});

import { expect, test } from 'vitest';
import { en } from './i18n/en.ts';
import { es } from './i18n/es.ts';
import { ApiProblem } from './problem.ts';
import { problemText } from './problem-text.ts';

const problem = (code: string, detail = '') => new ApiProblem({ status: 409, code, detail });

test('a refusal is said in the language of the page', () => {
  expect(problemText(problem('busy', 'Busy, try again shortly'), es)).toBe(
    'El servidor está ocupado. Prueba dentro de un momento.',
  );
  expect(problemText(problem('name_taken', 'The name is taken'), en)).toBe('The name is taken.');
});

test('a code that is new to the page is said as the server says it', () => {
  expect(problemText(problem('brand_new', 'So it is.'), es)).toBe('So it is.');
  expect(problemText(problem('brand_new'), es)).toBe(es.app.somethingFailed);
  expect(problemText(new Error('x'), en)).toBe(en.app.somethingFailed);
});

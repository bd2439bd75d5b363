import { expect, test } from 'vitest';
import { pickLanguage } from './language.ts';

test('the setting goes before the browser', () => {
  expect(pickLanguage('en', ['es-MX'])).toBe('en');
  expect(pickLanguage('auto', ['es-MX', 'en'])).toBe('es');
});

test('the first language of the browser that there is, else English', () => {
  expect(pickLanguage('auto', ['fr', 'es'])).toBe('es');
  expect(pickLanguage('auto', ['fr'])).toBe('en');
  expect(pickLanguage('auto', [])).toBe('en');
});

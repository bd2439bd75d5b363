import { expect, test } from 'vitest';
import { en } from '../i18n/en.ts';
import { es } from '../i18n/es.ts';
import { testDetail } from './test-detail.ts';

test('a sentence of ours is said in the language of the page', () => {
  expect(testDetail('api.x.test did not answer in time', es)).toEqual({
    text: 'api.x.test no respondió a tiempo.',
    quoted: false,
  });
  expect(testDetail('api.x.test did not answer in time', en).text).toBe('api.x.test did not answer in time.');
  expect(testDetail('LM Studio has no model that can see.', es).text).toContain('LM Studio');
});

test('what a provider said is quoted as it is', () => {
  const said = 'The model `x` does not exist.';
  expect(testDetail(said, es)).toEqual({ text: said, quoted: true });
});

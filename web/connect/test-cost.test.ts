import { expect, test } from 'vitest';
import { createFormat } from '../i18n/format.ts';
import { en } from '../i18n/en.ts';
import { testCost } from './test-cost.ts';

const format = createFormat('en', en.time);
const cost = (more: object) => testCost({ ok: true, model: 'm', ...more }, en, format);

test('a test that went well says how long it took, what it cost, and what photos will cost', () => {
  expect(cost({ ms: 1400, usd: 0.00012, usdPerPhoto: 0.000152 })).toBe(
    '1.4 s, $0.0001. About $0.15 for 1,000 photos.',
  );
  expect(cost({ ms: 11_200, usd: 0.00001, usdPerPhoto: 0.000152 })).toMatch(/^11 s, less than \$0\.0001\./u);
});

test('free is said of what is free, and not of what has no known price', () => {
  expect(cost({ ms: 800, usd: 0, usdPerPhoto: 0 })).toBe('0.8 s, free.');
  expect(cost({ ms: 800, usd: 0, usdPerPhoto: null })).toBe('0.8 s, price not known.');
});

test('nothing is said where nothing was measured', () => {
  expect(cost({})).toBe('');
  expect(testCost({ ok: false, code: 'bad_key', detail: '' }, en, format)).toBe('');
});

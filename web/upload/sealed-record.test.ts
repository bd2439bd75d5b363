import { expect, test } from 'vitest';
import { createSealedRecord } from './sealed-record.ts';

test('what is kept is found again, and tells nothing of its name', async () => {
  const kept = new Map<string, string>();
  const record = createSealedRecord({
    get: async (keys) => keys.map((key) => kept.get(key)),
    put: async (entries) => entries.forEach((value, key) => kept.set(key, value)),
  });
  await record.put(new Map([['Trip\nAnna.jpg', 'photo']]));
  expect(await record.get(['Trip\nAnna.jpg', 'Trip\nOther.jpg'])).toEqual(['photo', undefined]);
  expect([...kept.keys()].join('')).toMatch(/^[0-9a-f]{64}$/u);
});

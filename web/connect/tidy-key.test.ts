import { expect, test } from 'vitest';
import { tidyKey } from './tidy-key.ts';

test.for([
  ['  sk-proj-ab\n cd\u200B\t', 'sk-proj-abcd'],
  ['"sk-abc"', 'sk-abc'],
  ['OPENAI_API_KEY=sk-abc', 'sk-abc'],
  ["export GROQ_API_KEY='gsk_abc'", 'gsk_abc'],
  ['Authorization: Bearer sk-abc', 'sk-abc'],
  ['Bearer sk-abc', 'sk-abc'],
  ['api-key: abc', 'abc'],
  ['bearer-of-bad-news=', 'bearer-of-bad-news='],
  ['sk-key', 'sk-key'],
])('%j is the key %j', ([copied, key]) => {
  expect(tidyKey(copied ?? '')).toBe(key);
});

import { expect, test } from 'vitest';
import { contentDisposition } from './photo-files.ts';

test.each([
  ['beach.jpg', `attachment; filename="beach.jpg"; filename*=UTF-8''beach.jpg`],
  ['Höhle (1).jpg', `attachment; filename="Ho_hle (1).jpg"; filename*=UTF-8''H%C3%B6hle%20%281%29.jpg`],
  ['a"b\\c%d.jpg', `attachment; filename="a_b_c_d.jpg"; filename*=UTF-8''a%22b%5Cc%25d.jpg`],
  ['海.jpg', `attachment; filename="_.jpg"; filename*=UTF-8''%E6%B5%B7.jpg`],
  ["it's.jpg", `attachment; filename="it's.jpg"; filename*=UTF-8''it%27s.jpg`],
])('%s cannot break out of the header', (name, expected) => {
  expect(contentDisposition(name)).toBe(expected);
});

test('no name adds a line', () => {
  expect(contentDisposition('a\r\nset-cookie: x.jpg')).not.toMatch(/[\r\n]/u);
});

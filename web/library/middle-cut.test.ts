import { expect, test } from 'vitest';
import { middleCut } from './middle-cut.ts';

const accented = 'e\u0301';

test.each([
  ['a name that fits stays as it is', 'red-barn', 'red-barn'],
  ['whole words stay', 'frosted-conifer-tree-against-blue-sky', 'frosted-conifer-…blue-sky'],
  ['one long word is cut in itself', 'x'.repeat(40), `${'x'.repeat(19)}…${'x'.repeat(13)}`],
  ['the number at the end stays', 'green-circuit-board-with-micro-usb-port-12', 'green-circuit-…usb-port-12'],
  [
    'letters with their accents stay whole',
    accented.repeat(40),
    `${accented.repeat(19)}…${accented.repeat(13)}`,
  ],
])('%s', (_, stem, cut) => {
  expect(middleCut(stem, 34)).toBe(cut);
});

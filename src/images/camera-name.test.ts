import { expect, test } from 'vitest';
import { cameraName } from './camera-name.ts';

test('says the make once', () => {
  expect(cameraName('NIKON CORPORATION', 'NIKON D40')).toBe('NIKON D40');
  expect(cameraName('Canon', 'Canon EOS 6D')).toBe('Canon EOS 6D');
  expect(cameraName('PENTAX Corporation', 'PENTAX *ist D')).toBe('PENTAX *ist D');
  expect(cameraName('Apple', 'iPhone 7')).toBe('Apple iPhone 7');
  expect(cameraName('CASIO COMPUTER CO.,LTD', 'QV-3000EX')).toBe('CASIO COMPUTER QV-3000EX');
});

test('makes do with what there is', () => {
  expect(cameraName(null, 'DMC-LX3')).toBe('DMC-LX3');
  expect(cameraName('FLIR Systems AB', null)).toBe('FLIR Systems AB');
  expect(cameraName(null, null)).toBeNull();
  expect(cameraName(' \0 ', '\u202E')).toBeNull();
});

test('lets no control, direction or broken character through', () => {
  expect(cameraName('A\0cme\u202E', 'X\n\t1\u200B\uD800')).toBe('A cme X 1');
});

test('is at most a hundred characters long, and cuts none of them in two', () => {
  const name = cameraName(null, '📷'.repeat(300)) ?? '';
  expect(Array.from(name)).toHaveLength(100);
  expect(name.isWellFormed()).toBe(true);
});

import { expect, test } from 'vitest';
import { en } from './en.ts';
import { es } from './es.ts';

/** Words that are rightly the same in both languages. */
const same = new Set([
  'bulk.paddingAuto',
  'settings.languages.en',
  'settings.languages.es',
  'job.none',
  ...['windows', 'mac_linux', 'web'].map((system) => `bulk.more.targets.${system}`),
  'bulk.more.targetNames.windows',
]);

function flat(value: object, path = ''): Map<string, unknown> {
  const entries = new Map<string, unknown>();
  for (const [key, child] of Object.entries(value)) {
    const name = path ? `${path}.${key}` : key;
    if (child !== null && typeof child === 'object')
      for (const [k, v] of flat(child, name)) entries.set(k, v);
    else entries.set(name, child);
  }
  return entries;
}

test('Spanish has exactly the words that English has', () => {
  expect([...flat(es).keys()].toSorted()).toEqual([...flat(en).keys()].toSorted());
});

test('no sentence was left in English', () => {
  const spanish = flat(es);
  const left = [...flat(en)].filter(
    ([key, value]) => typeof value === 'string' && spanish.get(key) === value,
  );
  expect(left.map(([key]) => key).filter((key) => !same.has(key))).toEqual([]);
});

test('no word is empty, and a sentence with values says all of them', () => {
  for (const words of [en, es]) {
    const said = [...flat(words)].map(([key, value]) => [
      key,
      typeof value === 'function'
        ? String(value(...Array.from({ length: value.length }, () => '7'))).includes('7')
        : String(value).trim() !== '',
    ]);
    expect(said.filter(([, fine]) => !fine)).toEqual([]);
  }
});

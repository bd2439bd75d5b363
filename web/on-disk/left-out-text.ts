import type { Format } from '../i18n/format.ts';
import type { Words } from '../i18n/en.ts';
import type { LeftAloneCode } from './disk-requests.ts';

/** "1 file is left out, it is open in another program." for each reason there is. */
export function leftOutText(
  reasons: ReadonlyMap<LeftAloneCode, number>,
  words: Words,
  format: Format,
): string {
  return [...reasons].map(([code, n]) => words.onDisk.leftOut[code](n, format.count(n))).join(' ');
}

/** "2 were changed since, 1 is not there now" of what an undo leaves. */
export function staysText(reasons: ReadonlyMap<LeftAloneCode, number>, words: Words, format: Format): string {
  const { stays } = words.onDisk;
  const said: Partial<Record<LeftAloneCode, (n: number, shown: string) => string>> = stays;
  return [...reasons].map(([code, n]) => (said[code] ?? stays.other)(n, format.count(n))).join(', ');
}

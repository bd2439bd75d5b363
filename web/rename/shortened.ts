import { cleanStem } from '../../src/names/file-name.ts';

/** What is left of a typed name that is too long for a file; null if it fits. */
export function shortened(typed: string): string | null {
  const whole = cleanStem(typed, { dots: 'keep', maxBytes: 100_000 });
  const short = cleanStem(typed, { dots: 'keep' });
  return short === whole ? null : short;
}

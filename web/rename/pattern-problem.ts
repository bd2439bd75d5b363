import type { PatternError } from '../../src/names/pattern.ts';

/** A pattern around the character where it goes wrong. */
export interface PatternProblem {
  before: string;
  wrong: string;
  after: string;
  /** What stands in the braces. */
  token: string;
}

const around = 24;

export function patternProblem(pattern: string, { at, code }: PatternError): PatternProblem {
  const rest = pattern.slice(at);
  const token = /^[^{}:|]*/u.exec(rest)?.[0] ?? '';
  const wrong = code === 'unknown_token' && token !== '' ? token : (Array.from(rest)[0] ?? '');
  const before = pattern.slice(0, at);
  const after = rest.slice(wrong.length);
  return {
    before: before.length > around ? `…${before.slice(-around)}` : before,
    wrong,
    after: after.length > around ? `${after.slice(0, around)}…` : after,
    token: token.trim(),
  };
}

/** The pattern with the token that was probably meant; null where nothing is near. */
export function mended(pattern: string, { at, suggestion }: PatternError): string | null {
  if (suggestion === '') return null;
  const { length } = /^[^{}:|]*/u.exec(pattern.slice(at))?.[0] ?? '';
  return pattern.slice(0, at) + suggestion + pattern.slice(at + length);
}

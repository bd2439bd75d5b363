import type { Words } from './i18n/en.ts';
import { ApiProblem } from './problem.ts';

/** Why something did not work, in the page's language; a code without words is said as the server says it. */
export function problemText(problem: unknown, words: Words): string {
  if (!(problem instanceof ApiProblem)) return words.app.somethingFailed;
  const said: Record<string, string> = words.problems;
  return said[problem.code] ?? (problem.detail || words.app.somethingFailed);
}

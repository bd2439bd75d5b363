import { parsePattern } from '../names/pattern.ts';
import type { Template } from '../names/template.ts';
import { ApiProblem } from './problem.ts';

/** Refuses a pattern that cannot be read, saying where. */
export function checkPattern(template: Template): void {
  const parsed = parsePattern(template.pattern);
  if (!parsed.ok) throw new ApiProblem('illegal_pattern', parsed.message, { at: parsed.at });
}

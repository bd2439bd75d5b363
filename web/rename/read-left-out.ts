import { longestLeftOut, mostLeftOut } from '../../src/names/leave-out.ts';

/** The words of a line, with commas between; as many and as long as a template may have. */
export function readLeftOut(line: string): readonly string[] {
  return line
    .split(/[,;\n]/u)
    .map((part) => part.trim().slice(0, longestLeftOut).trim().toWellFormed())
    .filter((part) => part !== '')
    .slice(0, mostLeftOut);
}

export function sameWords(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.every((word, at) => word === others[at]);
}

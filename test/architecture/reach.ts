import type { Sources } from './check-imports.ts';
import { resolve } from './check-imports.ts';
import { readImports } from './read-imports.ts';

/** A chain of imports that run, from a root to something that must not be there. */
export type Chain = readonly string[];

/** Follows every import that runs from `roots`; returns the chain to each file or package that `forbidden` names. */
export function reach(
  sources: Sources,
  roots: readonly string[],
  forbidden: (target: string) => boolean,
): Chain[] {
  const found: Chain[] = [];
  const seen = new Set<string>(roots);
  const open: Chain[] = roots.map((root) => [root]);
  for (let chain = open.shift(); chain !== undefined; chain = open.shift()) {
    for (const target of targets(sources, chain.at(-1) ?? '')) {
      if (seen.has(target)) continue;
      seen.add(target);
      if (forbidden(target)) found.push([...chain, target]);
      else open.push([...chain, target]);
    }
  }
  return found;
}

function targets(sources: Sources, path: string): string[] {
  return readImports(sources.get(path) ?? '')
    .filter(({ typeOnly }) => !typeOnly)
    .map(({ specifier }) => (specifier.startsWith('.') ? resolve(path, specifier) : specifier));
}

/**
 * What an Edge Function has no room for: native code, the file system, the private database. Files of images/ that
 * decode reach one of those themselves.
 */
export function isTooHeavyForTheEdge(target: string): boolean {
  if (target.startsWith('src/embedded-database/') || target.startsWith('test/')) return true;
  return !target.startsWith('src/') && !edgePackages.some((allowed) => allowed.test(target));
}

const edgePackages = [
  /^zod$/u,
  /^hono(\/|$)/u,
  /^@hono\/zod-openapi$/u,
  /^jose$/u,
  /^pg$/u,
  /^pg-boss$/u,
  /^client-zip$/u,
  /^aws4fetch$/u,
];

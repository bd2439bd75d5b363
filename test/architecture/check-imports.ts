import { dirname, join } from 'node:path/posix';
import { readImports, withoutComments, type Import } from './read-imports.ts';
import { joiners, rooms } from './rooms.ts';

/** Sources by path from the project's root, with `/`. */
export type Sources = ReadonlyMap<string, string>;

/** Every broken rule as a sentence that begins with the file. */
export function checkImports(sources: Sources): string[] {
  return [...sources].flatMap(([path, source]) => {
    const imports = readImports(source);
    const problems = new Set([
      ...textProblems(path, withoutComments(source)),
      ...imports.flatMap((found) => [...pathProblems(path, found), ...roomProblems(path, found)]),
    ]);
    return [...problems].map((problem) => `${path}: ${problem}`);
  });
}

function textProblems(path: string, code: string): string[] {
  const problems: string[] = [];
  const isConfig = path === 'vitest.config.ts' || path.endsWith('vite.config.ts');
  if (/^export default\b/mu.test(code) && !isConfig) problems.push('has a default export');
  if (/\/index\.tsx?$/u.test(path)) problems.push('is called index');
  if (/^export\s+(?:type\s+)?\*/mu.test(code)) problems.push('hands on all of another file');
  if (!isProduct(path) || path === 'src/process.ts') return problems;
  if (/\bprocess\.env\b|\bDeno\.env\b/u.test(code)) problems.push('reads the environment');
  return problems;
}

function pathProblems(path: string, { specifier }: Import): string[] {
  if (!specifier.startsWith('.')) return [];
  const problems = /\.(?:tsx?|js|json|css|svg|webp)$/u.test(specifier)
    ? []
    : [`${specifier} has no extension`];
  const target = resolve(path, specifier);
  const isTest = target.startsWith('test/') || /\.test(?:-?data)?\./u.test(target);
  if (isTest && isProduct(path)) problems.push(`uses test code, ${target}`);
  return problems;
}

function roomProblems(path: string, found: Import): string[] {
  const from = roomOf(path);
  if (from === null || !isProduct(path) || (from.endsWith('.ts') && isJoiner(from))) return [];
  if (path.startsWith('web/')) return webProblems(path, found);
  const room = rooms[from];
  if (room === undefined) return ['stands in no room of the house'];
  const { specifier, typeOnly } = found;
  if (!specifier.startsWith('.')) {
    return room.packages.some((allowed) => allowed.test(specifier)) ? [] : [`may not use ${specifier}`];
  }
  const to = roomOf(resolve(path, specifier)) ?? specifier;
  if (to === from || room.rooms.includes(to)) return [];
  if (room.typesOf?.includes(to) === true) return typeOnly ? [] : [`may use types only of ${to}/`];
  return [`may not use ${to}`];
}

function webProblems(path: string, { specifier, typeOnly }: Import): string[] {
  const target = resolve(path, specifier);
  if (!specifier.startsWith('.') || target.startsWith('web/')) return [];
  // Of images/ only what is pure: that the page reaches no decoder of the server is a test of its own.
  const shared = /^src\/(?:names\/|http\/schemas\/|images\/|(?:clock|hex|slots)\.ts$)/u.test(target);
  return shared || (typeOnly && target.startsWith('src/http/')) ? [] : [`may not use ${target}`];
}

/** The first folder under `src/`, or the file that lies there. */
function roomOf(path: string): string | null {
  const [top, room] = path.split('/');
  if (top === 'web') return 'web';
  return top === 'src' ? (room ?? null) : null;
}

const isProduct = (path: string) => /^(?:src|web)\//u.test(path) && !/\.test(?:-?data)?\./u.test(path);
const isJoiner = (name: string) => joiners.some((joiner) => joiner === name);

export function resolve(from: string, specifier: string): string {
  return join(dirname(from), specifier);
}

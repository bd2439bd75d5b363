import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { reach } from '../architecture/reach.ts';
import { functionFolder, functions } from './deno.ts';

const root = join(import.meta.dirname, '../..');
const readJson = (path: string) => JSON.parse(readFileSync(path, 'utf8'));
const { dependencies }: { dependencies: Record<string, string> } = readJson(join(root, 'package.json'));

test.for(functions)('%s imports the versions of package.json, and what it needs and no more', (name) => {
  const { imports }: { imports: Record<string, string> } = readJson(join(functionFolder(name), 'deno.json'));
  for (const [specifier, target] of Object.entries(imports)) {
    expect([specifier, target]).toEqual([specifier, `npm:${specifier}@${dependencies[specifier]}`]);
  }
  expect(Object.keys(imports).toSorted()).toEqual(packagesOfTheEdge());
});

test.for(functions)('%s is a few lines over src/edge.ts', (name) => {
  const lines = readFileSync(join(functionFolder(name), 'index.ts'), 'utf8')
    .trim()
    .split('\n');
  expect(lines.length).toBeLessThanOrEqual(15);
});

function packagesOfTheEdge(): string[] {
  const files = readdirSync(join(root, 'src'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => join(entry.parentPath, entry.name));
  const sources = new Map(files.map((file) => [file.slice(root.length + 1), readFileSync(file, 'utf8')]));
  const isPackage = (target: string) => !target.startsWith('src/');
  const found = reach(sources, ['src/edge.ts'], isPackage).map((chain) => chain.at(-1) ?? '');
  const names = found.map((target) => /^(?:@[^/]+\/)?[^/]+/u.exec(target)?.[0] ?? target);
  return [...new Set(names)].toSorted();
}

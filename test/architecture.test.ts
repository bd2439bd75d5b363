import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checkImports, type Sources } from './architecture/check-imports.ts';
import { isTooHeavyForTheEdge, reach } from './architecture/reach.ts';
import { readImports } from './architecture/read-imports.ts';

const root = join(import.meta.dirname, '..');
const sources = readSources(['src', 'web', 'test', 'bench']);

test('every import stays in its room or goes to the left', () => {
  expect(checkImports(sources)).toEqual([]);
  expect(sources.size).toBeGreaterThan(100);
});

test('what an Edge Function runs reaches no Node, no native code, no private database', () => {
  expect(sources.has('src/edge.ts')).toBe(true);
  expect(reach(sources, ['src/edge.ts'], isTooHeavyForTheEdge)).toEqual([]);
});

test('the page and its picture worker run no Node and no native code', () => {
  const roots = [
    'web/main.tsx',
    'web/supabase/main.tsx',
    'web/pictures/picture-worker.ts',
    'web/upload/supabase-send.ts',
  ];
  expect(roots.filter((path) => !sources.has(path))).toEqual([]);
  expect(reach(sources, roots, (target) => /^(?:node:|sharp$|zod$)/u.test(target))).toEqual([]);
});

test('only the page for a Supabase project holds anything of Supabase', () => {
  const isOfSupabase = (target: string) => /^(?:@supabase\/|web\/supabase\/)/u.test(target);
  expect(reach(sources, ['web/main.tsx'], isOfSupabase)).toEqual([]);
  expect(reach(sources, ['web/supabase/main.tsx'], isOfSupabase)).not.toEqual([]);
});

test('no entry point reaches test code', () => {
  const entryPoints = [
    'src/server.ts',
    'src/worker.ts',
    'src/edge.ts',
    'web/main.tsx',
    'web/supabase/main.tsx',
  ];
  const isTestCode = (target: string) => target.startsWith('test/') || target.includes('.test');
  expect(
    reach(
      sources,
      entryPoints.filter((path) => sources.has(path)),
      isTestCode,
    ),
  ).toEqual([]);
});

/** Each rule, broken on purpose. */
test.for<[string, string, string]>([
  ['src/names/a.ts', `import { z } from 'zod';`, 'may not use zod'],
  ['src/names/a.ts', `import type { Clock } from '../clock.ts';`, 'may not use clock.ts'],
  ['src/vision/a.ts', `import { x } from '../database/sql.ts';`, 'may not use database'],
  ['src/queue/a.ts', `import { x } from '../photos/photo.ts';`, 'may not use photos'],
  ['src/photos/a.ts', `import { x } from '../jobs/job.ts';`, 'may not use jobs'],
  ['src/photos/a.ts', `import { x } from '../images/pixels.ts';`, 'may use types only of images/'],
  ['src/jobs/a.ts', `import { type Lane } from '../vision/lane.ts';`, 'may use types only of vision/'],
  ['src/jobs/a.ts', `export { x } from '../http/jobs.ts';`, 'may not use http'],
  ['src/jobs/a.ts', `const x = await import('../worker/item-loop.ts');`, 'may not use worker'],
  ['src/http/a.ts', `import { x } from '../worker/item-loop.ts';`, 'may not use worker'],
  ['src/http/a.ts', `import '../embedded-database/postmaster.ts';`, 'may not use embedded-database'],
  ['src/http/a.ts', `import sharp from 'sharp';`, 'may not use sharp'],
  ['src/worker/a.ts', `import { x } from '../app.ts';`, 'may not use app.ts'],
  ['src/services/a.ts', `import { x } from '../clock.ts';`, 'stands in no room of the house'],
  [
    'src/jobs/a.ts',
    `import { x } from '../../test/simulator/stats.ts';`,
    'uses test code, test/simulator/stats.ts',
  ],
  ['web/a.tsx', `import { x } from '../src/photos/photo.ts';`, 'may not use src/photos/photo.ts'],
  ['src/jobs/a.ts', `import { x } from './b';`, './b has no extension'],
  ['src/jobs/a.ts', `export default 1;`, 'has a default export'],
  ['src/jobs/a.ts', `export * from './b.ts';`, 'hands on all of another file'],
  ['src/jobs/index.ts', ``, 'is called index'],
  ['src/jobs/a.ts', `const x = process.env.X;`, 'reads the environment'],
])('%s with %s is told: %s', ([path, source, problem]) => {
  expect(checkImports(new Map([[path, source]]))).toContain(`${path}: ${problem}`);
});

test('allowed imports are not told', () => {
  const allowed = new Map([
    [
      'src/photos/a.ts',
      `import type { X } from '../images/image-work.ts';\nimport { y } from '../names/words.ts';`,
    ],
    ['src/app.ts', `import sharp from 'sharp';\nimport { x } from './jobs/job.ts';`],
    ['web/a.tsx', `import { x } from '../src/names/template.ts';`],
    ['src/jobs/a.test.ts', `import { x } from '../../test/simulator/stats.ts';`],
  ]);
  expect(checkImports(allowed)).toEqual([]);
});

test('a heavy import is found through other files, with the way to it', () => {
  const house = new Map([
    ['src/edge.ts', `import { a } from './jobs/a.ts';`],
    ['src/jobs/a.ts', `import type { T } from '../images/b.ts';\nimport { c } from '../storage/c.ts';`],
    ['src/storage/c.ts', `import { open } from 'node:fs/promises';`],
  ]);
  expect(reach(house, ['src/edge.ts'], isTooHeavyForTheEdge)).toEqual([
    ['src/edge.ts', 'src/jobs/a.ts', 'src/storage/c.ts', 'node:fs/promises'],
  ]);
});

test('imports are read in all their forms, comments are not', () => {
  const source = `
    // import { no } from 'comment';
    /* import 'comment'; */
    const address = 'https://example.test'; import 'bare';
    import a, { b as c } from "both";
    import * as all from 'all';
    import type {
      Long,
    } from 'types';
    export { d } from 'again';
    type Lazy = typeof import('type-of');
    const late = () => import('late');
    const text = "import x from nowhere";`;
  expect(
    readImports(source).map(({ specifier, typeOnly }) => (typeOnly ? `type ${specifier}` : specifier)),
  ).toEqual(['both', 'all', 'type types', 'again', 'bare', 'type type-of', 'late']);
});

function readSources(folders: readonly string[]): Sources {
  const files = folders.flatMap((folder) =>
    readdirSync(join(root, folder), { withFileTypes: true, recursive: true })
      .filter((entry) => entry.isFile() && /\.tsx?$/u.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name)),
  );
  return new Map(
    files.map((file) => [file.slice(root.length + 1).replaceAll('\\', '/'), readFileSync(file, 'utf8')]),
  );
}

// Builds the page when its sources differ from the last build. Plain JavaScript: `npm ci` runs it with whatever Node there is.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const output = join(root, 'dist/web');
const stampFile = join(output, '.stamp');

function sourcesOf(folder) {
  return readdirSync(join(root, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && !/\.test(-data)?\./u.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
}

/** What the page is made of: its own files, the names it renders with, and the versions of its packages. */
export function stamp() {
  const hash = createHash('sha256');
  for (const file of [...sourcesOf('web'), ...sourcesOf('src/names'), join(root, 'package-lock.json')]) {
    hash.update(file.slice(root.length)).update('\0').update(readFileSync(file));
  }
  return hash.digest('hex');
}

export async function buildPage() {
  const wanted = stamp();
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === wanted) return;
  const { build } = await import('vite').catch((cause) => {
    throw new Error('The page is not built and Vite is not installed. Run `npm ci` (without --omit=dev) once.', { cause });
  });
  await build({ root: join(root, 'web'), logLevel: 'warn' });
  writeFileSync(stampFile, wanted);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildPage();

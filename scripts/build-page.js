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

/** Rooms of the server of which the page has a part, and what they share. */
const shared = ['src/names', 'src/images'];
const sharedFiles = ['src/clock.ts', 'src/hex.ts', 'src/slots.ts', 'package-lock.json'];

/** What the page is made of: its own files, what it shares with the server, and the versions of its packages. */
export function stamp() {
  const hash = createHash('sha256');
  const files = [...['web', ...shared].flatMap(sourcesOf), ...sharedFiles.map((file) => join(root, file))];
  for (const file of files) {
    hash.update(file.slice(root.length)).update('\0').update(readFileSync(file));
  }
  return hash.digest('hex');
}

export const isCurrent = () => existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp();

export const hasPage = () => existsSync(join(output, 'index.html'));

/** An installation without development packages keeps the page it was given. */
async function buildPage() {
  if (isCurrent()) return;
  const vite = await import('vite').catch((error) => {
    if (error.code === 'ERR_MODULE_NOT_FOUND') return null;
    throw error;
  });
  if (vite === null) {
    const known = hasPage()
      ? 'The page was not built again: Vite is not installed. The one in dist/web is used.'
      : 'The page was not built: Vite is not installed. Run `npm ci` without --omit=dev, or copy dist/web from another installation.';
    console.log(known);
    return;
  }
  const wanted = stamp();
  const options = { chunkSizeWarningLimit: 2000 };
  // A test runner's NODE_ENV would put the development build of React into the page.
  const { NODE_ENV } = process.env;
  process.env.NODE_ENV = 'production';
  try {
    await vite.build({ root: join(root, 'web'), logLevel: 'warn', build: options });
  } finally {
    if (NODE_ENV === undefined) delete process.env.NODE_ENV;
    else process.env.NODE_ENV = NODE_ENV;
  }
  writeFileSync(stampFile, wanted);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildPage();

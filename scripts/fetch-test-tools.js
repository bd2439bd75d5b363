// Tools that only `npm run test:edge` needs, at fixed versions: Deno as Supabase's Edge Runtime is built on, and the
// Supabase CLI. They come from npm when first asked for and never with `npm ci`.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const versions = { deno: '2.1.4', supabase: '3.1.0' };
const cache = fileURLToPath(new URL('../node_modules/.cache/rollcall-tools', import.meta.url));

/** Fetches a tool if it is not there yet; answers with the path of its program. */
export function fetchTool(name) {
  const version = versions[name];
  const folder = join(cache, `${name}-${version}`);
  const home = join(folder, 'node_modules', name);
  if (installedVersion(home) !== version) install(folder, `${name}@${version}`);
  return join(home, programOf(home, name));
}

/** Where Deno keeps the packages it loads; beside the tool, so that a second run needs no network. */
export const denoCache = join(cache, 'deno-cache');

function install(folder, specifier) {
  mkdirSync(folder, { recursive: true });
  // A folder with a package.json of its own: npm would else install into the project above.
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
  const shell = process.platform === 'win32';
  const options = ['--no-audit', '--no-fund', '--no-package-lock', '--loglevel=error'];
  const { status } = spawnSync('npm', ['install', ...options, specifier], { cwd: folder, stdio: 'inherit', shell });
  if (status !== 0) throw new Error(`${specifier} could not be fetched from npm. Is there a network?`);
}

function installedVersion(home) {
  const file = join(home, 'package.json');
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).version : null;
}

/** Packages of programs put the real one beside the script that npm would run; that saves starting Node for each call. */
function programOf(home, name) {
  const program = process.platform === 'win32' ? `${name}.exe` : name;
  if (existsSync(join(home, program))) return program;
  const { bin } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8'));
  return typeof bin === 'string' ? bin : bin[name];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const name of process.argv.slice(2)) console.log(fetchTool(name));
}

// Programs that few need, at fixed versions: Deno as Supabase's Edge Runtime is built on, for `npm run test:edge`, and the
// Supabase CLI, for that and for `npm run supabase:install`. They come from npm when first asked for, never with `npm ci`.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const versions = { deno: '2.1.4', supabase: '3.1.0' };
const cache = fileURLToPath(new URL('../node_modules/.cache/rollcall-tools', import.meta.url));
const packageSchema = z.object({
  version: z.string(),
  bin: z.union([z.string(), z.record(z.string(), z.string())]),
});

/** Where Deno keeps the packages it loads; beside the tool, so that a second run needs no network. */
export const denoCache = join(cache, 'deno-cache');

/** Fetches a tool if it is not there yet; answers with the path of its program. */
export function fetchTool(name: keyof typeof versions): string {
  const version = versions[name];
  const folder = join(cache, `${name}-${version}`);
  const home = join(folder, 'node_modules', name);
  if (readPackage(home)?.version !== version) install(folder, `${name}@${version}`);
  return join(home, programOf(home, name));
}

function install(folder: string, specifier: string): void {
  mkdirSync(folder, { recursive: true });
  // A folder with a package.json of its own: npm would else install into the project above.
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
  const options = ['--no-audit', '--no-fund', '--no-package-lock', '--loglevel=error'];
  const { status } = spawnSync('npm', ['install', ...options, specifier], {
    cwd: folder,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (status !== 0) throw new Error(`${specifier} could not be fetched from npm. Is there a network?`);
}

function readPackage(home: string) {
  const file = join(home, 'package.json');
  return existsSync(file) ? packageSchema.parse(JSON.parse(readFileSync(file, 'utf8'))) : null;
}

/** Such packages put the real program beside the script that npm would run; without it each call starts Node first. */
function programOf(home: string, name: string): string {
  const program = process.platform === 'win32' ? `${name}.exe` : name;
  if (existsSync(join(home, program))) return program;
  const bin = readPackage(home)?.bin;
  const script = typeof bin === 'string' ? bin : bin?.[name];
  if (script === undefined) throw new Error(`${name} has no program.`);
  return script;
}

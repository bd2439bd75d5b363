import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DeployedFunction, ProjectApi, SourceFile } from './project-api.ts';
import type { InstallRecord } from './record.ts';

export type FunctionAsFound = { readonly slug: string } & (
  | { readonly is: 'missing' | 'current' | 'outdated' }
  | { readonly is: 'foreign'; readonly deployed: DeployedFunction; readonly files: readonly SourceFile[] }
);

/** Which of our functions the project has, and which are somebody else's under the same name. */
export async function lookAtFunctions(options: {
  readonly project: ProjectApi;
  readonly record: InstallRecord;
  /** Names of our functions. */
  readonly slugs: readonly string[];
  /** What would be deployed now. */
  readonly sources: string;
}): Promise<FunctionAsFound[]> {
  const deployed = new Map((await options.project.functions()).map((one) => [one.slug, one]));
  const found: FunctionAsFound[] = [];
  for (const slug of options.slugs) {
    const there = deployed.get(slug);
    const known = options.record.functions[slug];
    if (there === undefined) found.push({ slug, is: 'missing' });
    else if (known?.version === there.version) {
      found.push({ slug, is: known.sources === options.sources ? 'current' : 'outdated' });
    } else {
      // Deployed since, or by other means: its own code says whose it is.
      const files = await options.project.download(slug);
      found.push(
        isRollcall(files) ? { slug, is: 'outdated' } : { slug, is: 'foreign', deployed: there, files },
      );
    }
  }
  return found;
}

const isRollcall = (files: readonly SourceFile[]): boolean =>
  files.some(({ path, text }) => /(?:^|\/)src\/edge\.ts$/u.test(path) && text.includes('createEdge')) &&
  files.some(({ path }) => path.endsWith('_shared/isolate.ts'));

/** The functions of a checkout: folders with an entry. */
export async function readSlugs(root: string): Promise<string[]> {
  const folder = join(root, 'supabase/functions');
  const entries = await readdir(folder, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory() && existsSync(join(folder, entry.name, 'index.ts')))
    .map(({ name }) => name)
    .toSorted();
}

/** One hash over everything that a deployment could take from this checkout. */
export async function hashSources(root: string): Promise<string> {
  const folders = ['src', 'supabase/functions'];
  const listed = await Promise.all(
    folders.map(async (folder) => {
      const entries = await readdir(join(root, folder), { recursive: true, withFileTypes: true });
      return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
    }),
  );
  const isDeployed = (path: string) => /\.(?:ts|json)$/u.test(path) && !path.endsWith('.test.ts');
  const paths = [...listed.flat().filter(isDeployed), join(root, 'supabase/config.toml')].toSorted();
  const hash = createHash('sha256');
  for (const path of paths) {
    hash.update(path.slice(root.length).replaceAll('\\', '/')).update('\0');
    hash.update((await readFile(path, 'utf8')).replaceAll('\r\n', '\n')).update('\0');
  }
  return hash.digest('hex').slice(0, 16);
}

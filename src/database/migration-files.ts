import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { MigrationFile } from './migrate.ts';

/** The `.sql` files of a folder. Apart from the migrator, which also runs where there is no file system. */
export async function readMigrationFiles(directory: string): Promise<MigrationFile[]> {
  const names = (await readdir(directory)).filter((name) => name.endsWith('.sql')).toSorted();
  return await Promise.all(
    names.map(async (name) => ({
      name: basename(name, '.sql'),
      text: await readFile(join(directory, name), 'utf8'),
    })),
  );
}

import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { queueMigration, queueMigrationName } from './queue-migration.ts';

test('the migration is what the installed pg-boss wants; if not, its schema has changed and needs a file of its own', async () => {
  const path = new URL(`../../supabase/migrations/${queueMigrationName}.sql`, import.meta.url);
  const committed = await readFile(path, 'utf8');
  expect(committed.replaceAll('\r\n', '\n')).toBe(queueMigration());
});

// Writes the migration that makes the queue's schema, from the installed version of the queue.
import { writeFile } from 'node:fs/promises';
import { queueMigration, queueMigrationName } from '../src/queue/queue-migration.ts';

const file = new URL(`../supabase/migrations/${queueMigrationName}.sql`, import.meta.url);
await writeFile(file, queueMigration());
console.log(`Wrote ${file.pathname}`);

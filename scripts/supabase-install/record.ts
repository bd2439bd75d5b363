import { z } from 'zod';
import type { Sql } from '../../src/database/sql.ts';

const recordSchema = z.object({
  /** Each function as it was deployed last: the platform's count of its versions, and what it was made from. */
  functions: z.record(z.string(), z.object({ version: z.number(), sources: z.string() })),
  /** Names of the secrets that were set. */
  secrets: z.array(z.string()),
  /** Names of what is the project's own and somebody said shall stay. */
  kept: z.array(z.string()).default([]),
});

/** What this installer did to the project, so that the next time it knows its own things from somebody else's. */
export type InstallRecord = z.infer<typeof recordSchema>;

const beginning = 'Rollcall, as installed: ';
export const emptyRecord: InstallRecord = { functions: {}, secrets: [], kept: [] };

/** It is the schema's comment: beside the data it is about, seen by whoever looks, and gone with the schema. */
export async function readRecord(sql: Sql): Promise<InstallRecord> {
  const [row] = await sql.query<{ text: string | null }>(
    `select obj_description(to_regnamespace('rollcall')::oid, 'pg_namespace') as text`,
  );
  if (row?.text?.startsWith(beginning) !== true) return emptyRecord;
  try {
    return recordSchema.parse(JSON.parse(row.text.slice(beginning.length)));
  } catch {
    return emptyRecord;
  }
}

export async function writeRecord(sql: Sql, record: InstallRecord): Promise<void> {
  const text = beginning + JSON.stringify(record);
  const [row] = await sql.query<{ command: string }>(
    `select format('comment on schema rollcall is %L', $1::text) as command`,
    [text],
  );
  if (row !== undefined) await sql.query(row.command);
}

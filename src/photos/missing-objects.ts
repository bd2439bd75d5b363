import type { Database } from '../database/sql.ts';
import { statement } from '../database/sql.ts';
import type { ObjectStore } from '../storage/object-store.ts';

/** What rows refer to, each in a folder of its own; a photo read in place has its original elsewhere. */
const kinds = ['originals', 'thumbnails', 'previews', 'companions'] as const;
export type ObjectKind = (typeof kinds)[number];

export interface KindOfObjects {
  readonly kind: ObjectKind;
  readonly expected: number;
  readonly missing: readonly string[];
}

const columns: Readonly<Record<Exclude<ObjectKind, 'companions'>, string>> = {
  originals: 'original_key',
  thumbnails: 'thumbnail_key',
  previews: 'preview_key',
};

const keysOf = (kind: ObjectKind) =>
  kind === 'companions'
    ? `select object_key as key from rollcall.companions`
    : `select ${columns[kind]} as key from rollcall.originals where ${columns[kind]} is not null`;

const allKeys = (kind: ObjectKind) =>
  statement(
    `missing_objects.${kind}`,
    `select key from (${keysOf(kind)}) k where key like '${kind}/%' and key > $1 order by key limit $2`,
  );

const stillExpected = (kind: ObjectKind) =>
  statement(
    `missing_objects.still_${kind}`,
    `select key from (${keysOf(kind)}) k where key = any($1::text[])`,
  );

const lot = 20_000;

/**
 * Objects that rows refer to and the store does not have. Rows are read before the store, so what is being taken in does
 * not count; what was purged meanwhile is asked for again. Null for a store that cannot list what it has.
 */
export async function findMissingObjects({
  database,
  store,
}: {
  readonly database: Database;
  readonly store: ObjectStore;
}): Promise<KindOfObjects[] | null> {
  const { list } = store;
  if (list === undefined) return null;
  const found: KindOfObjects[] = [];
  for (const kind of kinds) {
    const missing = await readKeys(database, kind);
    const expected = missing.size;
    if (expected > 0) for await (const { key } of list(kind)) missing.delete(key);
    found.push({ kind, expected, missing: await confirm(database, kind, [...missing]) });
  }
  return found;
}

async function readKeys(database: Database, kind: ObjectKind): Promise<Set<string>> {
  const keys = new Set<string>();
  for (let after = ''; ;) {
    const rows = await database.query<{ key: string }>(allKeys(kind), [after, lot]);
    for (const { key } of rows) keys.add(key);
    after = rows.at(-1)?.key ?? after;
    if (rows.length < lot) return keys;
  }
}

async function confirm(database: Database, kind: ObjectKind, keys: readonly string[]): Promise<string[]> {
  if (keys.length === 0) return [];
  const rows = await database.query<{ key: string }>(stillExpected(kind), [keys]);
  return rows.map(({ key }) => key).toSorted();
}

import type { Sql } from '../database/sql.ts';
import { DatabaseError, statement } from '../database/sql.ts';
import { isUuid } from '../uuid.ts';
import { likePattern } from './like-pattern.ts';
import { foldForSearch } from './search-words.ts';
import type { PhotoView } from './photo.ts';
import { readStacks } from './read-stacks.ts';
import { photoColumns, photoJoins, toPhotoView, type PhotoRow } from './view-photos.ts';

export interface PhotoQuery {
  readonly cursor?: string | undefined;
  readonly limit: number;
  readonly q?: string | undefined;
  readonly sort: 'taken' | 'added' | 'name';
  readonly state?: 'unnamed' | 'named' | 'suggested' | 'needs_look' | 'failed' | 'deleted' | undefined;
  readonly folder?: string | undefined;
}

export interface PhotoPage {
  readonly photos: PhotoView[];
  readonly total: number;
  readonly nextCursor: string | null;
}

export class BadCursor extends Error {
  override name = 'BadCursor';
}

const alive = 'p.deleted_at is null';

/** States of the filter row; what is neither named nor waiting for a person is "not named". */
const stateFilters = {
  unnamed: `${alive} and p.state in ('preparing', 'ready')`,
  named: `${alive} and p.state = 'named'`,
  suggested: `${alive} and p.state = 'suggested'`,
  needs_look: `${alive} and p.state = 'needs_look'`,
  failed: `${alive} and p.state = 'failed'`,
  // Those that can still be brought back.
  deleted: 'p.deleted_at is not null and p.sha256 is not null',
} as const;

interface Order {
  readonly by: string;
  readonly after: string;
  readonly value: string;
}

type Sort = PhotoQuery['sort'] | 'deleted';

/** Sort values are texts in the cursor; photos without a date stand last, by name. */
const orders: Record<Sort, Order> = {
  taken: {
    by: 'p.taken_local asc nulls last, p.name_key asc, p.id asc',
    value: `coalesce(p.taken_local::text, '') || chr(10) || p.name_key`,
    after: `(case when $C1 = '' then p.taken_local is null and (p.name_key, p.id) > ($C2, $C3::uuid)
             else p.taken_local is null
               or (p.taken_local, p.name_key, p.id) > (nullif($C1, '')::timestamp, $C2, $C3::uuid) end)`,
  },
  added: {
    by: 'p.created_at desc, p.id desc',
    value: `p.created_at::text || chr(10)`,
    after: `(p.created_at, p.id) < (nullif($C1, '')::timestamptz, $C3::uuid) and $C2::text is not null`,
  },
  // A deleted photo has no name to sort by.
  deleted: {
    by: 'p.deleted_at desc, p.id desc',
    value: `p.deleted_at::text || chr(10)`,
    after: `(p.deleted_at, p.id) < (nullif($C1, '')::timestamptz, $C3::uuid) and $C2::text is not null`,
  },
  name: {
    by: 'p.name_key asc, p.id asc',
    value: `chr(10) || p.name_key`,
    after: `(p.name_key, p.id) > ($C2, $C3::uuid) and $C1::text is not null`,
  },
};

/** A page of an owner's photos; run it as the owner (row security) or as the system, it names the owner either way. */
export async function listPhotos(sql: Sql, ownerId: string, query: PhotoQuery): Promise<PhotoPage> {
  const { where, values } = filters(ownerId, query);
  const total = await sql.query<{ n: number }>(
    `select count(*)::int as n from rollcall.photos p where ${where}`,
    values,
  );
  const sort = query.state === 'deleted' ? 'deleted' : query.sort;
  const order = orders[sort];
  const paged = [...values];
  let after = 'true';
  if (query.cursor !== undefined) {
    const cursor = decodeCursor(query.cursor, sort);
    const names = cursor.map((part) => `$${paged.push(part)}`);
    after = order.after.replaceAll(/\$C([123])/gu, (_, n: string) => names[Number(n) - 1] ?? 'null');
  }
  paged.push(query.limit + 1);
  const rows = await refusingBadDates(query.cursor, () =>
    sql.query<PhotoRow & { sort_value: string }>(
      `select ${photoColumns}, p.sort_value
     from (select p.*, ${order.value} as sort_value, row_number() over (order by ${order.by}) as n
           from rollcall.photos p where ${where} and ${after} order by ${order.by} limit $${paged.length}) p
     ${photoJoins} order by p.n`,
      paged,
    ),
  );
  const page = rows.slice(0, query.limit);
  const last = page.at(-1);
  const stacks = await readStacks(sql, ownerId, page);
  return {
    photos: page.map((row) => toPhotoView(row, stacks)),
    total: total[0]?.n ?? 0,
    nextCursor: rows.length > query.limit && last !== undefined ? encodeCursor(sort, last) : null,
  };
}

/** A cursor made up by hand can hold a date that is none, which only the server notices. */
async function refusingBadDates<T>(cursor: string | undefined, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    const badDate = error instanceof DatabaseError && (error.code === '22007' || error.code === '22008');
    throw badDate && cursor !== undefined ? new BadCursor('This cursor does not belong to this list') : error;
  }
}

/** Ids in the order of a list, for "select all" and for jobs over everything. */
export async function listPhotoIds(
  sql: Sql,
  ownerId: string,
  query: Pick<PhotoQuery, 'sort' | 'q' | 'state' | 'folder'>,
) {
  const { where, values } = filters(ownerId, query);
  const rows = await sql.query<{ id: string }>(
    `select p.id from rollcall.photos p where ${where} order by ${orders[query.sort].by}`,
    values,
  );
  return rows.map((row) => row.id);
}

function filters(ownerId: string, query: Pick<PhotoQuery, 'q' | 'state' | 'folder'>) {
  const values: unknown[] = [ownerId];
  const where = ['p.owner_id = $1', query.state === undefined ? alive : stateFilters[query.state]];
  if (query.folder !== undefined) where.push(`p.folder = $${values.push(query.folder)}`);
  for (const word of (query.q ?? '')
    .split(/\s+/u)
    .filter((part) => part !== '')
    .slice(0, 8)) {
    const plain = `$${values.push(likePattern(word))}`;
    const folded = `$${values.push(likePattern(foldForSearch(word)))}`;
    where.push(`(p.stem ilike ${plain} or p.original_name ilike ${plain} or p.search like ${folded})`);
  }
  return { where: where.join(' and '), values };
}

function encodeCursor(sort: Sort, row: { sort_value: string; id: string }): string {
  const bytes = new TextEncoder().encode(JSON.stringify([sort, ...row.sort_value.split('\n'), row.id]));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}

function decodeCursor(cursor: string, sort: Sort): [string, string, string] {
  try {
    const binary = atob(cursor.replaceAll('-', '+').replaceAll('_', '/'));
    const parsed: unknown = JSON.parse(
      new TextDecoder().decode(Uint8Array.from(binary, (c) => c.charCodeAt(0))),
    );
    if (Array.isArray(parsed) && parsed.length === 4 && parsed.every((part) => typeof part === 'string')) {
      const [of, first = '', second = '', id = ''] = parsed;
      const dated = first === '' || /^\d{4,}-\d\d-\d\d/u.test(first);
      if (of === sort && dated && isUuid(id)) return [first, second, id];
    }
  } catch {
    // Falls through: whatever is wrong with it, it is not a cursor of ours.
  }
  throw new BadCursor('This cursor does not belong to this list');
}

const countByState = statement(
  'photos.counts',
  `select state, count(*)::int as n from rollcall.photos where owner_id = $1 and deleted_at is null group by state`,
);

export interface PhotoCounts {
  readonly all: number;
  readonly unnamed: number;
  readonly named: number;
  readonly suggested: number;
  readonly needsLook: number;
  readonly failed: number;
}

export async function countPhotos(sql: Sql, ownerId: string): Promise<PhotoCounts> {
  const rows = await sql.query<{ state: string; n: number }>(countByState, [ownerId]);
  const of = new Map(rows.map((row) => [row.state, row.n]));
  const count = (...states: string[]) => states.reduce((sum, state) => sum + (of.get(state) ?? 0), 0);
  return {
    all: rows.reduce((sum, row) => sum + row.n, 0),
    unnamed: count('preparing', 'ready'),
    named: count('named'),
    suggested: count('suggested'),
    needsLook: count('needs_look'),
    failed: count('failed'),
  };
}

const countByFolder = statement(
  'photos.folders',
  `select folder, count(*)::int as count from rollcall.photos
   where owner_id = $1 and deleted_at is null group by folder order by folder`,
);

export async function listFolders(sql: Sql, ownerId: string): Promise<{ folder: string; count: number }[]> {
  return sql.query<{ folder: string; count: number }>(countByFolder, [ownerId]);
}

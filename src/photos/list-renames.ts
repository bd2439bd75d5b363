import type { Sql } from '../database/sql.ts';
import { statement } from '../database/sql.ts';
import { isUuid } from '../uuid.ts';
import { likePattern } from './like-pattern.ts';
import { BadCursor } from './list-photos.ts';
import { undoneBy } from './undone-by.ts';

export interface RenameView {
  readonly id: string;
  readonly why: 'job' | 'template' | 'hand' | 'undo' | 'review';
  readonly jobId: string | null;
  readonly count: number;
  readonly undoes: string | null;
  readonly undoneBy: string | null;
  readonly createdAt: string;
  readonly seq: number;
}

interface RenameRow {
  id: string;
  why: RenameView['why'];
  job_id: string | null;
  count: number;
  undoes: string | null;
  undone_by: string | null;
  created_at: Date;
  seq: number;
}

const columns = `r.id, r.why, r.job_id, r.count, r.undoes, r.created_at, r.seq, ${undoneBy('r.owner_id', 'r.id')} as undone_by`;

const oneRename = statement(
  'renames.one',
  `select ${columns} from rollcall.renames r where r.owner_id = $1 and r.id = $2`,
);

// UUIDv7 ids rise with time, so they are order and cursor in one.
const newest = statement(
  'renames.newest',
  `select ${columns} from rollcall.renames r
   where r.owner_id = $1 and r.count > 0 and ($2::uuid is null or r.id < $2)
     and ($4::text is null or exists (select 1 from rollcall.rename_entries e
       where e.owner_id = r.owner_id and e.rename_id = r.id and (e.old ilike $4 or e.new ilike $4)))
   order by r.id desc limit $3`,
);

const toView = (row: RenameRow): RenameView => ({
  id: row.id,
  why: row.why,
  jobId: row.job_id,
  count: row.count,
  undoes: row.undoes,
  undoneBy: row.undone_by,
  createdAt: row.created_at.toISOString(),
  seq: row.seq,
});

export async function findRename(sql: Sql, ownerId: string, id: string): Promise<RenameView | null> {
  const [row] = await sql.query<RenameRow>(oneRename, [ownerId, id]);
  return row === undefined ? null : toView(row);
}

export interface LedgerPage {
  readonly cursor?: string | undefined;
  readonly limit: number;
  /** A part of an old or a new name. */
  readonly q?: string | undefined;
}

const patternOf = ({ q = '' }: LedgerPage): string | null => (q.trim() === '' ? null : likePattern(q.trim()));

export async function listRenames(sql: Sql, ownerId: string, page: LedgerPage) {
  const rows = await sql.query<RenameRow>(newest, [
    ownerId,
    uuidCursor(page.cursor),
    page.limit + 1,
    patternOf(page),
  ]);
  const renames = rows.slice(0, page.limit).map(toView);
  return { renames, nextCursor: rows.length > page.limit ? (renames.at(-1)?.id ?? null) : null };
}

const entriesPage = statement(
  'renames.entries_page',
  `select photo_id, old, new, name_rev from rollcall.rename_entries
   where owner_id = $1 and rename_id = $2 and (photo_id, name_rev) > ($3::uuid, $4::int)
     and ($6::text is null or old ilike $6 or new ilike $6)
   order by photo_id, name_rev limit $5`,
);

export async function listRenameEntries(sql: Sql, ownerId: string, renameId: string, page: LedgerPage) {
  const [after = '00000000-0000-0000-0000-000000000000', rev = '-1'] = page.cursor?.split('.') ?? [];
  uuidCursor(after);
  if (!/^-?\d{1,9}$/u.test(rev)) throw new BadCursor('This cursor does not belong to this list');
  const rows = await sql.query<{ photo_id: string; old: string; new: string; name_rev: number }>(
    entriesPage,
    [ownerId, renameId, after, Number(rev), page.limit + 1, patternOf(page)],
  );
  const shown = rows.slice(0, page.limit);
  const last = shown.at(-1);
  return {
    entries: shown.map((row) => ({ photoId: row.photo_id, old: row.old, new: row.new })),
    nextCursor: rows.length > page.limit && last !== undefined ? `${last.photo_id}.${last.name_rev}` : null,
  };
}

/** An opaque cursor that is an id; anything else is refused. */
export function uuidCursor(cursor: string | undefined): string | null {
  if (cursor === undefined) return null;
  if (isUuid(cursor)) return cursor;
  throw new BadCursor('This cursor does not belong to this list');
}

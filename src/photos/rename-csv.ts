import type { Database } from '../database/sql.ts';
import { statement } from '../database/sql.ts';
import { csvCell } from '../names/csv-cell.ts';
import type { RenameView } from './list-renames.ts';

interface LedgerRow {
  rename_id: string;
  photo_id: string;
  name_rev: number;
  created_at: Date;
  why: RenameView['why'];
  folder: string;
  old: string;
  new: string;
}

const linesPerRead = 1000;
const highestId = 'ffffffff-ffff-ffff-ffff-ffffffffffff';
const beforeAll = { rename_id: highestId, photo_id: highestId, name_rev: 0 };

// Newest first; ids of renames rise with time.
const ledgerPage = statement(
  'renames.ledger_page',
  `select e.rename_id, e.photo_id, e.name_rev, r.created_at, r.why, p.folder, e.old, e.new
   from rollcall.rename_entries e
   join rollcall.renames r on r.owner_id = e.owner_id and r.id = e.rename_id
   join rollcall.photos p on p.owner_id = e.owner_id and p.id = e.photo_id
   where e.owner_id = $1 and ($2::uuid is null or e.rename_id = $2)
     and (e.rename_id, e.photo_id, e.name_rev) < ($3::uuid, $4::uuid, $5::int)
   order by e.rename_id desc, e.photo_id desc, e.name_rev desc limit $6`,
);

/**
 * Old and new names of one rename, or of all, as a table for spreadsheets. It is read a page at a time as it is
 * taken, so that a long ledger is never held at once.
 */
export function renameCsv(
  database: Database,
  of: { readonly ownerId: string; readonly renameId: string | null },
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let last: Pick<LedgerRow, 'rename_id' | 'photo_id' | 'name_rev'> = beforeAll;
  let isFirst = true;
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const rows = await database.asUser(of.ownerId, (tx) =>
          tx.query<LedgerRow>(ledgerPage, [
            of.ownerId,
            of.renameId,
            last.rename_id,
            last.photo_id,
            last.name_rev,
            linesPerRead,
          ]),
        );
        last = rows.at(-1) ?? last;
        // The mark tells spreadsheets that this is UTF-8.
        const head = isFirst ? '\uFEFFtime,why,folder,old,new\r\n' : '';
        isFirst = false;
        controller.enqueue(encoder.encode(head + rows.map(toLine).join('')));
        if (rows.length < linesPerRead) controller.close();
      },
    },
    { highWaterMark: 0 },
  );
}

const toLine = (row: LedgerRow): string =>
  `${[row.created_at.toISOString(), row.why, row.folder, row.old, row.new].map(csvCell).join(',')}\r\n`;

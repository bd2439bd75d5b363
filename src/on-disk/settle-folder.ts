import type { Clock } from '../clock.ts';
import type { Sql } from '../database/sql.ts';
import { settleUnfinished } from '../in-place/settle.ts';
import { moveFiles } from './file-rows.ts';
import type { FolderRow } from './folder-rows.ts';

/** A run that was cut off may have renamed files that the rows do not know of: it is ended, and they are told. */
export async function settleFolder(
  { database, clock }: { readonly database: Sql; readonly clock: Clock },
  folder: FolderRow,
): Promise<void> {
  for (const { renamed } of await settleUnfinished({ root: folder.path, clock }))
    await moveFiles(database, folder, renamed);
}

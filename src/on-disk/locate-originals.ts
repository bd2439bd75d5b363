import { join } from 'node:path';
import type { Sql } from '../database/sql.ts';
import { readInPlaceKey } from '../storage/in-place-key.ts';
import type { LocateInPlace } from '../storage/in-place-store.ts';
import { locateFile } from './file-rows.ts';

/** Where the rows say that originals lie which are read in place. */
export function createLocateOriginals(sql: Sql): LocateInPlace {
  return async (key) => {
    const read = readInPlaceKey(key);
    if (read === null) return [];
    const rows = await locateFile(sql, read.ownerId, read.sha256Hex);
    return rows.map(({ root, path, bytes, mtime_ms: mtimeMs }) => ({
      path: join(root, path),
      bytes,
      mtimeMs,
    }));
  };
}

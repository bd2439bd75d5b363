import type { Database, Sql } from '../database/sql.ts';
import { statement } from '../database/sql.ts';

/** An upload that arrives in pieces, as it stands in the database. */
export interface UploadRecord {
  id: string;
  bytes: number;
  received: number;
  part_keys: string[];
  metadata: string;
  photo_id: string | null;
  duplicate: boolean;
  finished_at: Date | null;
  created_at: Date;
}

const insert = statement(
  'upload_records.insert',
  `insert into rollcall.uploads (owner_id, id, bytes, metadata)
   select $1, $2, $3, $4
   where $5 > (select count(*) from rollcall.uploads where owner_id = $1 and finished_at is null)
   returning id`,
);

const find = statement(
  'upload_records.find',
  `select id, bytes, received, part_keys, metadata, photo_id, duplicate, finished_at, created_at
   from rollcall.uploads where owner_id = $1 and id = $2`,
);

const foresee = statement(
  'upload_records.foresee',
  `insert into rollcall.storage_deletions (owner_id, id, object_key, due_at)
   values ($1, $2, $3, now() + interval '26 hours')`,
);

const add = statement(
  'upload_records.add_part',
  `update rollcall.uploads set received = received + $4, part_keys = part_keys || $5::text
   where owner_id = $1 and id = $2 and received = $3 and received + $4 <= bytes and finished_at is null
   returning received`,
);

const finish = statement(
  'upload_records.finish',
  `update rollcall.uploads set finished_at = now(), photo_id = $3, duplicate = $4, part_keys = '{}'
   where owner_id = $1 and id = $2`,
);

const drop = statement(
  'upload_records.drop',
  'delete from rollcall.uploads where owner_id = $1 and id = $2 returning part_keys',
);

const deleteNow = statement(
  'upload_records.delete_now',
  'update rollcall.storage_deletions set due_at = now() where owner_id = $1 and object_key = any($2::text[])',
);

const dropOld = statement(
  'upload_records.drop_old',
  `delete from rollcall.uploads where created_at < now() - interval '25 hours'`,
);

/** The records of uploads under way. */
export function createUploadRecords(database: Database, newId: () => string) {
  const asSystem = <T>(ownerId: string, run: (tx: Sql) => Promise<T>): Promise<T> =>
    database.asUser(ownerId, (tx) => tx.asSystem(run));

  return {
    /** False if `most` of the owner's are unfinished already. */
    insert: async (
      ownerId: string,
      upload: Pick<UploadRecord, 'id' | 'bytes' | 'metadata'>,
      most: number,
    ): Promise<boolean> => {
      const values = [ownerId, upload.id, upload.bytes, upload.metadata, most];
      return (await asSystem(ownerId, (tx) => tx.query(insert, values))).length > 0;
    },

    find: async (ownerId: string, id: string): Promise<UploadRecord | null> => {
      const rows = await database.asUser(ownerId, (tx) => tx.query<UploadRecord>(find, [ownerId, id]));
      return rows[0] ?? null;
    },

    /** Before a part is stored it is written down to be deleted: whatever happens then, it does not lie there for ever. */
    foreseePart: async (ownerId: string, key: string): Promise<void> => {
      await asSystem(ownerId, (tx) => tx.query(foresee, [ownerId, newId(), key]));
    },

    /** How much there is now; null if it is no longer at `at`, or this would be too much. */
    addPart: async (
      ownerId: string,
      part: { id: string; at: number; bytes: number; key: string },
    ): Promise<number | null> => {
      const values = [ownerId, part.id, part.at, part.bytes, part.key];
      const rows = await asSystem(ownerId, (tx) => tx.query<{ received: number }>(add, values));
      return rows[0]?.received ?? null;
    },

    /** What became of it is kept, for those who never got the answer; its parts are to go. */
    finish: async (
      ownerId: string,
      { id, part_keys }: UploadRecord,
      became: { photoId: string | null; duplicate: boolean },
    ): Promise<void> => {
      await asSystem(ownerId, async (tx) => {
        await tx.query(finish, [ownerId, id, became.photoId, became.duplicate]);
        await tx.query(deleteNow, [ownerId, part_keys]);
      });
    },

    /** Forgets it. Answers the parts that are to go; null if there is no such upload. */
    drop: async (ownerId: string, id: string): Promise<readonly string[] | null> =>
      await asSystem(ownerId, async (tx) => {
        const [dropped] = await tx.query<{ part_keys: string[] }>(drop, [ownerId, id]);
        if (dropped === undefined) return null;
        await tx.query(deleteNow, [ownerId, dropped.part_keys]);
        return dropped.part_keys;
      }),
  };
}

/** Forgets uploads that were left lying for a day. Their objects go with the next purge: they are written down there. */
export async function expireUploads(database: Database): Promise<void> {
  await database.query(dropOld);
}

import { bumpOwner, notifyOwners } from '../database/bump.ts';
import { toHex } from '../hex.ts';
import type { Database } from '../database/sql.ts';
import { DatabaseError, statement } from '../database/sql.ts';
import type { Queue } from '../queue/queue.ts';
import type { ObjectStore } from '../storage/object-store.ts';
import { deleteQuietly } from './delete-quietly.ts';
import { insertPhotos, type IntakeOutcome } from './insert-photos.ts';
import { writeOriginals, type StoredFile } from './originals.ts';

export interface RegisterDependencies {
  readonly database: Database;
  readonly queue: Queue;
  readonly store: ObjectStore;
  readonly newId: () => string;
}

/** Who has few photos waiting goes first: ten of one person do not wait for ten thousand of another. */
const countPreparing = statement(
  'photos.count_preparing',
  `select count(*)::int as n from rollcall.photos
   where owner_id = $1 and state = 'preparing' and deleted_at is null`,
);

/** Writes rows and messages for stored files in one transaction; objects that turn out to be known are deleted. */
export async function registerFiles(
  { database, queue, store, newId }: RegisterDependencies,
  { ownerId, files }: { ownerId: string; files: readonly StoredFile[] },
  outcome: IntakeOutcome,
): Promise<void> {
  const ids = files.map(() => newId());
  let unused: string[];
  try {
    unused = await database.transaction(async (tx) => {
      const [ahead] = await tx.query<{ n: number }>(countPreparing, [ownerId]);
      // Messages before the owner's row (lock order); one too many finds nothing to do.
      await queue.insert(
        tx,
        'prepare',
        files.map((file, i) => ({
          id: ids[i] ?? newId(),
          ownerId,
          data: { sha256: toHex(file.sha256) },
          priority: -(ahead?.n ?? 0) - i,
        })),
      );
      const seq = await bumpOwner(tx, ownerId);
      const originals = await writeOriginals(tx, ownerId, files);
      await insertPhotos(tx, { ownerId, seq, files, ids, originals }, outcome);
      await notifyOwners(tx, [ownerId]);
      return keysOf(files.filter((file, i) => originals.get(i)?.original_key !== file.key));
    });
  } catch (error) {
    if (!isCommittedPerhaps(error)) await deleteQuietly(store, keysOf(files));
    throw error;
  }
  await deleteQuietly(store, unused);
}

const keysOf = (files: readonly StoredFile[]): string[] =>
  files.flatMap((file) => (file.key === null ? [] : [file.key]));

/** Without an answer to the commit the rows may be there: then the bytes must stay too. */
function isCommittedPerhaps(error: unknown): boolean {
  return error instanceof DatabaseError && (error.code === null || /^(08|57P)/u.test(error.code));
}

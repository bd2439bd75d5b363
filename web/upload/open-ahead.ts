import type { PickedFile, SentBefore } from './upload-queue.ts';
import type { UploadEntry, UploadTally } from './upload-tally.ts';

/**
 * Opens files whose turn comes soon and puts aside those that are photos already. Answers those to send; a file that
 * is gone meanwhile fails alone. Nothing is changed any more once `signal` has aborted.
 */
export async function openAhead(
  lot: readonly UploadEntry[],
  {
    tally,
    sentBefore,
    signal,
  }: { tally: UploadTally; sentBefore: SentBefore | undefined; signal: AbortSignal },
): Promise<UploadEntry[]> {
  const opened = await Promise.all(lot.map(async (entry) => ({ entry, file: await openOne(entry) })));
  const open = opened.flatMap(({ entry, file }) =>
    file === null ? [] : [{ entry, picked: { file, folder: entry.folder } }],
  );
  const known = await findKnown(
    sentBefore,
    open.map(({ picked }) => picked),
  );
  if (signal.aborted) return [];
  for (const { entry, file } of opened)
    if (file === null) tally.change(entry, { status: 'failed', code: 'not_read' });
  for (const [at, { entry, picked }] of open.entries()) {
    tally.change(entry, { bytes: picked.file.size, picked });
    const photoId = known[at] ?? null;
    if (photoId !== null) tally.change(entry, { status: 'duplicate', sent: 1, photoId });
  }
  return open.map(({ entry }) => entry).filter(({ status }) => status === 'waiting');
}

const openOne = ({ found }: UploadEntry): Promise<File | null> => found.open().catch(() => null);

async function findKnown(
  sentBefore: SentBefore | undefined,
  files: readonly PickedFile[],
): Promise<readonly (string | null)[]> {
  if (sentBefore === undefined || files.length === 0) return [];
  // Without an answer all are sent: the server knows its own.
  return await sentBefore.find(files).catch(() => []);
}

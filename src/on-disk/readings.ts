import { FolderTrouble } from '../in-place/in-place.ts';
import type { FolderAccess } from './folder-access.ts';
import { giveUpReading, type FolderRow } from './folder-rows.ts';
import { readFolder, type Progress, type ReadingDependencies } from './read-folder.ts';

export interface ReadingsDependencies extends ReadingDependencies {
  readonly access: FolderAccess;
  readonly onError: (error: unknown, what: string) => void;
}

interface Reading {
  readonly abort: AbortController;
  progress: Progress;
  ended: Promise<void>;
}

/** A reading that fails for another reason than the folder is tried so often, after so long: what was read is kept. */
const tries = 3;
const restMs = 5000;

/** Folders that are being read in the background, each by one at a time. */
export function createReadings(dependencies: ReadingsDependencies) {
  const { database, access, clock, onError } = dependencies;
  const stopping = new AbortController();
  const readings = new Map<string, Reading>();
  const allEnded = () => Promise.all([...readings.values()].map(({ ended }) => ended));

  /** Whether that was the last try. */
  async function readOnce(folder: FolderRow, reading: Reading, signal: AbortSignal): Promise<boolean> {
    const onProgress = (progress: Progress) => void (reading.progress = progress);
    try {
      if ((await access.problemOf(folder.path)) === null)
        await readFolder(dependencies, { folder, signal, onProgress });
      else await giveUpReading(database, folder);
      return true;
    } catch (error) {
      if (signal.aborted) return true;
      if (!(error instanceof FolderTrouble)) onError(error, 'read a folder');
      // Somebody works in it from another process: that ends.
      const isFinal = error instanceof FolderTrouble && error.code !== 'busy';
      return isFinal && (await giveUp(folder));
    }
  }

  async function giveUp(folder: FolderRow): Promise<boolean> {
    await giveUpReading(database, folder).catch((error: unknown) => onError(error, 'read a folder'));
    return true;
  }

  async function read(folder: FolderRow, reading: Reading): Promise<void> {
    const signal = AbortSignal.any([reading.abort.signal, stopping.signal]);
    for (let tried = 1; !(await readOnce(folder, reading, signal)); tried++) {
      if (tried === tries) return void (await giveUp(folder));
      await clock.sleep(restMs, signal).catch(() => {});
    }
  }

  return {
    /** Nothing where it is being read already, or the server stops: then the next one does. */
    start(folder: FolderRow): void {
      if (stopping.signal.aborted || readings.has(folder.id)) return;
      const reading: Reading = {
        abort: new AbortController(),
        progress: { found: 0, read: 0 },
        ended: Promise.resolve(),
      };
      readings.set(folder.id, reading);
      reading.ended = read(folder, reading).finally(() => readings.delete(folder.id));
    },
    progressOf: (id: string): Progress | null => readings.get(id)?.progress ?? null,
    /** Ends one; what it read is kept. */
    async end(id: string): Promise<void> {
      const reading = readings.get(id);
      reading?.abort.abort(new Error('Nobody wants this folder any more'));
      await reading?.ended;
    },
    /** Ends all, and begins none any more. */
    async stop(reason: unknown): Promise<void> {
      stopping.abort(reason);
      await allEnded();
    },
    /** When nothing is being read any more. */
    async idle(): Promise<void> {
      while (readings.size > 0) await allEnded();
    },
  };
}

export type Readings = ReturnType<typeof createReadings>;

import type { PickedFile, SentBefore } from './upload-queue.ts';

/** Keys and values that outlast the page; rejects where the browser keeps nothing. */
export interface SentRecord {
  get: (keys: readonly string[]) => Promise<readonly (string | undefined)[]>;
  put: (entries: ReadonlyMap<string, string>) => Promise<void>;
}

export interface NamedFile {
  folder: string;
  filename: string;
  bytes: number;
}

/**
 * Which files are photos already: those that this browser has sent (same folder, name, size and time of change) and of
 * which the server says that the photo is still there. Whatever either does not know is sent, and compared by content.
 */
export function createSentBefore(options: {
  record: SentRecord;
  /** The photo of each file, by folder, name and size, or null. */
  askServer: (files: readonly NamedFile[]) => Promise<readonly (string | null)[]>;
  schedule: (run: () => void) => void;
  /** Whether originals stay where they are at present: what was sent without its original is to be sent once more with it. */
  previewsOnly?: () => boolean;
}): SentBefore {
  const { previewsOnly = () => false } = options;
  let noted = new Map<string, string>();

  function flush(): void {
    const entries = noted;
    noted = new Map();
    void options.record.put(entries).catch(() => {});
  }

  return {
    find: async (files) => {
      const sent = await options.record.get(files.map((picked) => keyOf(picked, previewsOnly())));
      const asked = files.filter((_, at) => sent[at] !== undefined);
      if (asked.length === 0) return [];
      const there = await options.askServer(asked.map((picked) => nameOf(picked)));
      const known = new Map(asked.map((picked, at) => [picked, there[at] ?? null]));
      return files.map((picked) => known.get(picked) ?? null);
    },
    note: (picked, photoId) => {
      noted.set(keyOf(picked, previewsOnly()), photoId);
      if (noted.size === 1) options.schedule(flush);
    },
  };
}

const keyOf = ({ file, folder }: PickedFile, previewsOnly: boolean): string =>
  [folder, file.name, file.size, file.lastModified, ...(previewsOnly ? ['preview'] : [])].join('\n');

const nameOf = ({ file, folder }: PickedFile): NamedFile => ({
  folder,
  filename: file.name,
  bytes: file.size,
});

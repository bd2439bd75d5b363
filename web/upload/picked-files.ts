import type { FoundFile } from './upload-queue.ts';

/** Files that every system puts into folders and that nobody means when dropping one. */
const clutter = /^(?:\.|thumbs\.db$|desktop\.ini$)/iu;

/** From a file or folder picker; a folder picker gives each file its path below the folder's parent. */
export function fromPicker(files: Iterable<File>): FoundFile[] {
  return [...files]
    .filter((file) => !clutter.test(file.name))
    .map((file) => ({
      name: file.name,
      folder: file.webkitRelativePath.split('/').slice(0, -1).join('/'),
      bytes: file.size,
      open: async () => file,
    }));
}

/**
 * From a drop: folders are walked, their names kept, and their files given as they are found, none of them opened.
 * The entries themselves are taken at once: a moment later the browser has them no more.
 */
export function fromDrop(items: Iterable<DataTransferItem>): AsyncGenerator<FoundFile[]> {
  const entries = [...items]
    .filter((item) => item.kind === 'file')
    .map((item) => item.webkitGetAsEntry())
    .filter((entry) => entry !== null);
  return walk(entries, '');
}

async function* walk(entries: readonly FileSystemEntry[], folder: string): AsyncGenerator<FoundFile[]> {
  const wanted = entries.filter((entry) => !clutter.test(entry.name));
  const files = wanted.filter((entry) => isFile(entry));
  if (files.length > 0) yield files.map((entry) => fileIn(entry, folder));
  for (const entry of wanted) if (isFolder(entry)) yield* walkFolder(entry, folder);
}

async function* walkFolder(entry: FileSystemDirectoryEntry, folder: string): AsyncGenerator<FoundFile[]> {
  const inside = folder === '' ? entry.name : `${folder}/${entry.name}`;
  const reader = entry.createReader();
  // A reader gives at most a hundred entries a call, and none when it is at the end.
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (some.length === 0) return;
    yield* walk(some, inside);
  }
}

const fileIn = (entry: FileSystemFileEntry, folder: string): FoundFile => ({
  name: entry.name,
  folder,
  bytes: null,
  open: () => new Promise<File>((resolve, reject) => entry.file(resolve, reject)),
});

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile;
}

function isFolder(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory;
}

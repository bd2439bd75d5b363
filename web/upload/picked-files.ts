import type { PickedFile } from './upload-queue.ts';

/** Files that every system puts into folders and that nobody means when dropping one. */
const clutter = /^(?:\.|thumbs\.db$|desktop\.ini$)/iu;

/** From a file or folder picker; a folder picker gives each file its path below the folder's parent. */
export function fromPicker(files: Iterable<File>): PickedFile[] {
  return [...files]
    .filter((file) => !clutter.test(file.name))
    .map((file) => ({ file, folder: file.webkitRelativePath.split('/').slice(0, -1).join('/') }));
}

/** From a drop: folders are walked, their names kept. The entries must be taken before anything is awaited. */
export async function fromDrop(items: Iterable<DataTransferItem>): Promise<PickedFile[]> {
  const entries = [...items]
    .filter((item) => item.kind === 'file')
    .map((item) => item.webkitGetAsEntry())
    .filter((entry) => entry !== null);
  const found: PickedFile[] = [];
  for (const entry of entries) await walk(entry, '', found);
  return found;
}

async function walk(entry: FileSystemEntry, folder: string, found: PickedFile[]): Promise<void> {
  if (clutter.test(entry.name)) return;
  if (isFile(entry)) {
    found.push({ file: await new Promise<File>((resolve, reject) => entry.file(resolve, reject)), folder });
    return;
  }
  if (!isFolder(entry)) return;
  const inside = folder === '' ? entry.name : `${folder}/${entry.name}`;
  const reader = entry.createReader();
  // A reader gives at most a hundred entries a call, and none when it is at the end.
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (some.length === 0) return;
    for (const each of some) await walk(each, inside, found);
  }
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile;
}

function isFolder(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory;
}

import type { DiskFile, DiskFolder, DiskRun } from './disk-requests.ts';

/** A file as the server lists it, for tests: name what matters, the rest is ordinary. */
export function makeDiskFile(change: Partial<DiskFile> = {}): DiskFile {
  const id = change.id ?? 'f1';
  return {
    id,
    photoId: `photo-${id}`,
    place: '',
    name: `IMG_${id}.JPG`,
    to: `falcon-${id}.jpg`,
    status: 'ready',
    problem: null,
    was: null,
    doneAt: null,
    sidecars: [],
    thumbnail: null,
    takenAt: null,
    ...change,
  };
}

export function makeDiskFolder(change: Partial<DiskFolder> = {}): DiskFolder {
  return {
    id: 'd1',
    path: '/home/ana/Pictures/Wedding 2024/Ceremony',
    folder: 'Ceremony',
    readAt: '2026-11-24T10:00:00Z',
    reading: null,
    photos: 2,
    subfolders: 0,
    notRead: [],
    problem: null,
    ...change,
  };
}

export function makeDiskRun(change: Partial<DiskRun> = {}): DiskRun {
  return {
    id: 'r1',
    startedAt: '2026-11-24T10:05:00Z',
    photos: 2,
    sidecars: 0,
    canGoBack: 2,
    leftAlone: [],
    undoneAt: null,
    wentBack: 0,
    ...change,
  };
}

import { mkdir, mkdtemp, readFile, readdir, realpath, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import { systemClock } from '../../src/clock.ts';
import type { Database } from '../../src/database/sql.ts';
import type {
  DiskFile,
  DiskFiles,
  DiskFolder,
  DiskResult,
  DiskRun,
} from '../../src/http/schemas/disk-folder.ts';
import type { MediaType } from '../../src/images/image-work.ts';
import { createDiskFolders, type DiskFolders } from '../../src/on-disk/disk-folders.ts';
import { createFolderAccess } from '../../src/on-disk/folder-access.ts';
import { createLocateOriginals } from '../../src/on-disk/locate-originals.ts';
import type { PrepareDependencies } from '../../src/photos/prepare.ts';
import { createInPlaceStore } from '../../src/storage/in-place-store.ts';
import type { ObjectStore } from '../../src/storage/object-store.ts';
import { createTestApi, read, v1, type Answer, type Api } from './build-api.ts';
import { startJob, work, type Jobs, type SomeOptions } from './build-jobs.ts';
import { ana, prepareAll, prepared } from './build-library.ts';

export interface Disk {
  readonly api: Api;
  readonly store: ObjectStore;
  readonly folders: DiskFolders;
  /** Where Rollcall keeps its own things. */
  readonly dataFolder: string;
  /** A folder of the test's own, with these files; a text is a picture of what it says. */
  folder(files: Readonly<Record<string, string>>, name?: string): Promise<string>;
  /** Another server on the same database and disk. */
  another(more?: Another): Promise<{ api: Api; folders: DiskFolders }>;
  /** Opens it, reads it whole and prepares its photos. */
  open(path: string): Promise<DiskFolder>;
  /** Reads it whole again. */
  readAgain(id: string): Promise<DiskFolder>;
  files(id: string): Promise<DiskFiles>;
  runs(id: string): Promise<DiskRun[]>;
  apply(id: string, leaveOut?: readonly string[]): Promise<DiskResult>;
  undo(id: string, run: string): Promise<DiskResult>;
  /** Has these photos named by what they show. */
  name(photoIds: readonly string[], options?: SomeOptions): Promise<void>;
  prepare(): Promise<void>;
}

export interface Another {
  readonly within?: readonly string[];
  /** Told of each file whose type is looked at. */
  readonly onRead?: (text: string) => void;
  readonly ownerId?: string;
  readonly database?: Database;
}

/** Pictures are texts; what begins with `text` is none. */
function detectMediaType(head: Uint8Array): MediaType | 'image/svg+xml' | null {
  const text = new TextDecoder().decode(head);
  if (text.startsWith('svg')) return 'image/svg+xml';
  return text.startsWith('text') ? null : 'image/jpeg';
}

/** Folders of this computer over the jobs of a test, on a disk of the test's own; everything is Ana's. */
export function useDisk(jobs: Jobs): Disk {
  const disk = {} as Disk;
  let root: string;
  let errors: unknown[];
  beforeAll(async () => {
    root = await realpath(await mkdtemp(join(tmpdir(), 'rollcall-disk-')));
    errors = [];
    Object.assign(disk, await createDisk(jobs, root, (error) => errors.push(error)));
  });
  beforeEach(() => disk.prepare());
  afterEach(async () => {
    await disk.folders.idle();
    expect([errors, disk.api.errors]).toEqual([[], []]);
  });
  afterAll(async () => {
    await rm(root, { recursive: true, force: true });
  });
  return disk;
}

async function createDisk(jobs: Jobs, root: string, onError: (error: unknown) => void): Promise<Disk> {
  const dataFolder = join(root, 'data');
  await mkdir(dataFolder);
  const store = createInPlaceStore({ store: jobs.store, locate: createLocateOriginals(jobs.database) });
  const make = ({ within, onRead = () => {}, database = jobs.worker }: Another): DiskFolders =>
    createDiskFolders({
      database,
      queue: jobs.queue,
      newId: jobs.newId,
      clock: systemClock,
      access: createFolderAccess({
        home: root,
        within: within ?? null,
        dataFolder,
        findDisks: async () => [],
      }),
      detectMediaType: (head) => {
        onRead(new TextDecoder().decode(head));
        return detectMediaType(head);
      },
      maxBytes: 1000,
      dataFolder,
      onError,
    });
  const serve = (diskFolders: DiskFolders, ownerId = ana) =>
    createTestApi(jobs, {
      store,
      diskFolders,
      authenticator: { subjectOf: async () => ownerId, required: false },
    });
  const folders = make({});
  const api = await serve(folders);
  const preparing: PrepareDependencies = { ...jobs.preparing, store, images: decoderOf(jobs) };
  const at = (id: string, rest = '') => v1(`/disk-folders/${id}${rest}`);
  const wait = async (answer: Answer): Promise<DiskFolder> => {
    expect([200, 201]).toContain(answer.status);
    await folders.idle();
    await disk.prepare();
    return read<DiskFolder>(await api.call('GET', at(read<DiskFolder>(answer).id)));
  };
  let made = 0;
  const disk: Disk = {
    api,
    store,
    folders,
    dataFolder,
    async folder(files, name = `folder ${++made}`) {
      const path = join(root, name);
      await mkdir(path, { recursive: true });
      for (const [file, text] of Object.entries(files)) await put(join(path, file), text);
      return path;
    },
    async another(more = {}) {
      const others = make(more);
      return { folders: others, api: await serve(others, more.ownerId) };
    },
    open: async (path) => wait(await api.call('POST', v1('/disk-folders'), { body: { path } })),
    readAgain: async (id) => wait(await api.call('POST', at(id, '/read'))),
    files: async (id) => read<DiskFiles>(await api.call('GET', at(id, '/files'))),
    runs: async (id) => read<{ runs: DiskRun[] }>(await api.call('GET', at(id, '/runs'))).runs,
    async apply(id, leaveOut = []) {
      const { planHash } = await disk.files(id);
      const answer = await api.call('POST', at(id, '/apply'), { body: { planHash, leaveOut } });
      expect(answer.status).toBe(200);
      return read<DiskResult>(answer);
    },
    async undo(id, run) {
      const answer = await api.call('POST', at(id, `/runs/${run}/undo`));
      expect(answer.status).toBe(200);
      return read<DiskResult>(answer);
    },
    async name(photoIds, options = {}) {
      await startJob(jobs, photoIds, options);
      await work(jobs);
    },
    prepare: async () => void (await prepareAll({ ...jobs, preparing })),
  };
  return disk;
}

/** Reads the file itself, wherever it lies. */
function decoderOf(jobs: Jobs): PrepareDependencies['images'] {
  return {
    async prepare({ path }) {
      const bytes = path.startsWith('/') ? await readFile(path) : await jobs.store.read(path);
      return prepared(new TextDecoder().decode(bytes));
    },
    close: async () => {},
  };
}

let moments = 0;

/** Each at a moment of its own: files written within a millisecond would be alike in size and time. */
export async function put(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
  const at = 1_700_000_000 + ++moments;
  await utimes(path, at, at);
}

/** Every file below a folder with what is in it; not the lists that Rollcall keeps there. */
export async function contents(root: string): Promise<Record<string, string>> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .filter((path) => !path.startsWith('.rollcall'))
    .toSorted();
  return Object.fromEntries(
    await Promise.all(paths.map(async (path) => [path, await readFile(join(root, path), 'utf8')] as const)),
  );
}

export const idsOf = ({ files }: DiskFiles): string[] => files.map(({ photoId }) => photoId);

/** What the screen says of each: its place and name, what it would be called, and how it stands. */
export const lines = ({ files }: DiskFiles): string[] => files.map(lineOf).toSorted();

function lineOf({ place, name, to, status, problem, was }: DiskFile): string {
  const now = place === '' ? name : `${place}/${name}`;
  return [
    now,
    ...(to === null ? [] : ['→', to]),
    status,
    ...(problem === null ? [] : [problem.code]),
    ...(was === null ? [] : ['was', was]),
  ].join(' ');
}

import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { createIds } from '../../src/database/ids.ts';
import type { Database } from '../../src/database/sql.ts';
import type { ImageWork, Prepared, PrepareOutcome } from '../../src/images/image-work.ts';
import { createIntake, type IncomingFile, type Intake } from '../../src/photos/intake.ts';
import { claimPrepare, prepareOne, type PrepareDependencies } from '../../src/photos/prepare.ts';
import type { PhotoView } from '../../src/photos/photo.ts';
import { viewPhotos } from '../../src/photos/view-photos.ts';
import { createQueue, type Queue } from '../../src/queue/queue.ts';
import { createMemoryStore, type MemoryStore } from './build-store.ts';
import { createTestDatabase, type TestDatabase } from './database.ts';

export const ana = '00000000-0000-8000-8000-00000000000a';
export const ben = '00000000-0000-8000-8000-00000000000b';

export interface Library {
  readonly db: TestDatabase;
  /** As requests use it. */
  readonly database: Database;
  /** As the worker uses it: plans do not depend on statistics. */
  readonly worker: Database;
  readonly queue: Queue;
  readonly store: MemoryStore;
  readonly intake: Intake;
  readonly newId: () => string;
  readonly preparing: PrepareDependencies;
  /** What the next pictures turn out to be; by their text. */
  prepareAs(outcome: (text: string) => PrepareOutcome): void;
  close(): Promise<void>;
}

/** A file as a sender names it; its bytes are a text, so that tests can tell pictures apart. */
export const file = (text: string, filename = `${text}.JPG`, folder = ''): IncomingFile => ({
  filename,
  folder,
  body: bytesOf(text),
});

export async function* filesOf(files: readonly IncomingFile[]): AsyncGenerator<IncomingFile> {
  yield* files;
}

async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(text);
}

export const prepared = (text: string, more: Partial<Prepared> = {}): PrepareOutcome => ({
  ok: true,
  prepared: {
    width: 40,
    height: 30,
    takenLocal: null,
    takenOffsetMinutes: null,
    camera: null,
    exposure: null,
    latitude: null,
    longitude: null,
    place: null,
    kind: 'photo',
    brightness: 0.5,
    perceptualHash: new Uint8Array(16),
    thumbhash: new Uint8Array(5),
    thumbnail: new TextEncoder().encode(`small ${text}`),
    preview: new TextEncoder().encode(text),
    previewRecipe: 'r1',
    damaged: false,
    ...more,
  },
});

/** A library on a fresh database, with a picture decoder that takes texts for pictures. */
export async function createLibrary(watch = (database: Database) => database): Promise<Library> {
  const db = await createTestDatabase();
  const worker = watch(db.open({ options: '-c enable_sort=off', max: 6 }));
  const { database } = db;
  await database.query(`insert into rollcall.owners (id, subject) values ($1, 'ana'), ($2, 'ben')`, [
    ana,
    ben,
  ]);
  const queue = createQueue({
    database: worker,
    superviseSeconds: null,
    onError: () => {},
    onWarning: () => {},
  });
  await queue.start();
  const store = createMemoryStore();
  let outcome: (text: string) => PrepareOutcome = (text) => prepared(text);
  const images: ImageWork = {
    async prepare({ path }, signal) {
      signal.throwIfAborted();
      return outcome(new TextDecoder().decode(await store.read(path)));
    },
    close: async () => {},
  };
  const newId = createIds({ now: Date.now });
  const intake = createIntake({
    database: worker,
    queue,
    store,
    newId,
    maxBytes: 1000,
    detectMediaType: (head) => {
      const text = new TextDecoder().decode(head);
      if (text.startsWith('svg')) return 'image/svg+xml';
      if (text.startsWith('dng')) return 'image/x-adobe-dng';
      if (text.startsWith('raw ')) return 'image/x-adobe-dng';
      return /^(?:text|\uFEFF?<)/u.test(text) ? null : 'image/jpeg';
    },
  });
  return {
    db,
    database,
    worker,
    queue,
    store,
    intake,
    newId,
    preparing: { database: worker, queue, store, images },
    prepareAs: (next) => void (outcome = next),
    async close() {
      await queue.stop();
      await db.close();
    },
  };
}

/** A library for a file of tests. When one begins nothing waits, and pictures are plain ones again. */
export function useLibrary(): Library {
  const library = {} as Library;
  beforeAll(async () => void Object.assign(library, await createLibrary()));
  beforeEach(async () => {
    await prepareAll(library);
    library.prepareAs((text) => prepared(text));
  });
  afterAll(() => library.close());
  return library;
}

/** Prepares everything that waits for it. */
export async function prepareAll({ preparing }: Library): Promise<number> {
  const { signal } = new AbortController();
  for (let count = 0; ;) {
    const tasks = await claimPrepare(preparing, 20);
    if (tasks.length === 0) return count;
    for (const task of tasks) await prepareOne(preparing, task, signal);
    count += tasks.length;
  }
}

/** Takes in pictures of these texts and prepares them; their ids in order. */
export async function addPhotos(
  library: Library,
  texts: readonly string[],
  { ownerId = ana, folder = '' } = {},
): Promise<string[]> {
  const files = texts.map((text) => file(text, `${text.replaceAll('#', '_')}.JPG`, folder));
  const { photoIds } = await library.intake.takeIn(ownerId, filesOf(files));
  await prepareAll(library);
  return photoIds;
}

/** Many prepared photos at once, by SQL: `n` of them, called `IMG_1.JPG` on, all showing `title`. */
export async function seedPhotos(
  { database, store, newId }: Library,
  { n, title, ownerId = ana, folder = '' }: { n: number; title: string; ownerId?: string; folder?: string },
): Promise<string[]> {
  const ids = Array.from({ length: n }, newId);
  const texts = ids.map((id) => `${title}#${id}`);
  const shas = texts.map((text) => new Uint8Array(createHash('sha256').update(text).digest()));
  await Promise.all(texts.map((text, i) => store.put(`previews/${ids[i]}`, new TextEncoder().encode(text))));
  await database.query(
    `insert into rollcall.originals (owner_id, sha256, media_type, bytes, original_key, preview_key, preview_recipe, prepared_at)
     select $1, s, 'image/jpeg', 10, 'originals/' || i, 'previews/' || i, 'r1', now() from unnest($2::bytea[], $3::uuid[]) w(s, i)`,
    [ownerId, shas, ids],
  );
  await database.query(
    `insert into rollcall.photos (owner_id, id, folder, sha256, stem, extension, name_key, base_key, original_name, state, seq)
     select $1, i, $4, s, 'IMG_' || n, 'JPG', 'img_' || n || '.jpg', 'img_' || n || '.jpg', 'IMG_' || n || '.JPG', 'ready', 0
     from unnest($2::bytea[], $3::uuid[]) with ordinality w(s, i, n)`,
    [ownerId, shas, ids, folder],
  );
  return ids;
}

export const view = (library: Library, ids: readonly string[], ownerId = ana): Promise<PhotoView[]> =>
  library.database.asUser(ownerId, (tx) => viewPhotos(tx, ownerId, ids));

export const namesOf = async (library: Library, ids: readonly string[], ownerId = ana): Promise<string[]> =>
  (await view(library, ids, ownerId)).map((photo) => photo.name);

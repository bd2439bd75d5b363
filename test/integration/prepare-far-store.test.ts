import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { claimPrepare, prepareOne, type PrepareDependencies } from '../../src/photos/prepare.ts';
import { StoreFull, StoreUnavailable, type ObjectStore } from '../../src/storage/object-store.ts';
import { ana, createLibrary, file, filesOf, prepared, type Library } from './build-library.ts';

let library: Library;
let copiesFolder: string;
beforeEach(async () => {
  library = await createLibrary();
  copiesFolder = await mkdtemp(join(tmpdir(), 'rollcall-copies-'));
});
afterEach(async () => {
  await library.close();
  await rm(copiesFolder, { recursive: true });
});

const { signal } = new AbortController();

/** The library's objects as another machine would have them: no paths, and whatever `changes` break. */
function farAway(changes: Partial<ObjectStore> = {}): PrepareDependencies {
  const { localPath: _, ...store } = library.store;
  const images: PrepareDependencies['images'] = {
    prepare: async ({ path }) => prepared(await readFile(path, 'utf8')),
    close: async () => {},
  };
  return { ...library.preparing, images, copiesFolder, store: { ...store, ...changes } };
}

const originals = async () =>
  await library.database.query<{ tries: number; prepared: boolean; error: string | null }>(
    'select prepare_tries as tries, prepared_at is not null as prepared, prepare_error as error from rollcall.originals',
  );

async function takeInOne(): Promise<void> {
  await library.intake.takeIn(ana, filesOf([file('a lake')]));
}

async function tryOnce(preparing: PrepareDependencies): Promise<PromiseSettledResult<void>[]> {
  const tasks = await claimPrepare(preparing, 10);
  return await Promise.allSettled(tasks.map((task) => prepareOne(preparing, task, signal)));
}

test('a photo in a store without files is prepared from a copy, of which nothing stays', async () => {
  await takeInOne();
  await tryOnce(farAway());
  expect(await originals()).toEqual([{ tries: 1, prepared: true, error: null }]);
  const preview = library.store.keys().find((key) => key.startsWith('previews/')) ?? '';
  expect(new TextDecoder().decode(await library.store.read(preview))).toBe('a lake');
  expect(await readdir(copiesFolder)).toEqual([]);
});

test.for([
  ['cannot be read', { get: () => Promise.reject(new StoreUnavailable('away')) }],
  ['cannot be written', { put: () => Promise.reject(new StoreUnavailable('away')) }],
  ['is full', { put: () => Promise.reject(new StoreFull('full')) }],
] as const)(
  'while the store %s a photo waits, however often it is tried, and is prepared afterwards',
  async ([, broken]) => {
    await takeInOne();
    for (let outage = 0; outage < 5; outage += 1) {
      const [end] = await tryOnce(farAway(broken));
      expect(end?.status).toBe('rejected');
      expect(await originals()).toEqual([{ tries: 0, prepared: false, error: null }]);
      expect(await tryOnce(farAway())).toEqual([]);
      await makeDue();
    }
    await tryOnce(farAway());
    expect(await originals()).toEqual([{ tries: 1, prepared: true, error: null }]);
  },
);

test('a photo whose original is gone fails with that reason', async () => {
  await takeInOne();
  await library.store.delete(library.store.keys());
  await tryOnce(farAway());
  expect(await originals()).toEqual([{ tries: 1, prepared: true, error: 'file_damaged' }]);
});

/** As if the pause before the next try were over. */
async function makeDue(): Promise<void> {
  await library.worker.query('update pgboss.job set start_after = now() where start_after > now()');
}

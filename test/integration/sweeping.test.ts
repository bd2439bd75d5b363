import { mkdtemp, rm, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { systemClock } from '../../src/clock.ts';
import { DatabaseError, type Database } from '../../src/database/sql.ts';
import { createIntake } from '../../src/photos/intake.ts';
import { createObjectSweep, type ObjectSweepOptions } from '../../src/photos/sweep-objects.ts';
import { createFileStore } from '../../src/storage/file-store.ts';
import { ObjectMissing } from '../../src/storage/object-store.ts';
import { createS3Store } from '../../src/storage/s3-store.ts';
import { createS3StandIn } from '../s3-stand-in/create-s3-stand-in.ts';
import { addPhotos, ana, ben, file, filesOf, useLibrary } from './build-library.ts';
import { createMemoryStore } from './build-store.ts';

const library = useLibrary();
const { signal } = new AbortController();
const hour = 3_600_000;
const uuid = '00000000-0000-7000-8000-00000000';

beforeAll(async () => {
  await library.database.query(`update rollcall.migrations set applied_at = now() - interval '10 days'`);
});

const clockAt = (at = { ms: 0 }) => ({ now: () => at.ms || Date.now(), sleep: async () => {} });
const sweepWith = (options: Partial<ObjectSweepOptions> = {}) =>
  createObjectSweep({ database: library.worker, store: library.store, clock: clockAt(), ...options });
const sweep = () => sweepWith()(signal);
const age = (hoursAgo: number, keys: readonly string[] = library.store.keys()) =>
  library.store.backdate(keys, Date.now() - hoursAgo * hour);
const put = async (keys: readonly string[], hoursAgo = 25) => {
  for (const key of keys) await library.store.put(key, new TextEncoder().encode(key));
  age(hoursAgo, keys);
};
/** Keys as Rollcall makes them, which no row names. */
const strays = (n: number) => [
  `originals/${ana}/${uuid}${n}`,
  `thumbnails/${ana}/${uuid}${n}.webp`,
  `previews/${ben}/${uuid}${n}.jpg`,
  `companions/${ben}/${uuid}${n + 1}`,
];

test('what no row names goes after a day, and everything that one names stays', async () => {
  const [photo = ''] = await addPhotos(library, ['named#1', 'named#2']);
  await addPhotos(library, ['named#1'], { ownerId: ben });
  const companion = { filename: 'named_1.xmp', folder: '', body: xmp() };
  await library.intake.takeIn(ana, filesOf([companion]));
  await library.database.query(
    'update rollcall.photos set deleted_at = now(), name_key = null where id = $1',
    [photo],
  );
  const named = library.store.keys();
  expect(named).toHaveLength(10);
  await put(strays(1000));
  age(25);
  expect(await sweep()).toBe(4);
  expect(library.store.keys().filter((key) => !key.startsWith('libraries/'))).toEqual(named);
});

test('an object younger than a day stays: another machine may be about to register it', async () => {
  await put(strays(1100), 23.9);
  expect(await sweep()).toBe(0);
  age(24.1, strays(1100));
  expect(await sweep()).toBe(4);
});

test('a picture that is not prepared yet keeps the small ones that a broken-off try left', async () => {
  await library.intake.takeIn(ana, filesOf([file('waiting#1')]));
  const [row] = await library.database.query<{ original_key: string }>(
    'select original_key from rollcall.originals where prepared_at is null',
  );
  const base = row?.original_key.replace('originals/', '');
  await put([`thumbnails/${base}.webp`, `previews/${base}.jpg`]);
  expect(await sweep()).toBe(0);
});

test('what is not of its making stays, whatever it is called', async () => {
  const keys = [
    `in-place/${ana}/${'ab'.repeat(32)}`,
    `thumbnails/in-place/${ana}/${'ab'.repeat(32)}.webp`,
    `incoming/${ana}/${uuid}1200/${uuid}1201`,
    'originals/mine.jpg',
    `originals/${'-'.repeat(36)}/${uuid}1200`,
    `originals/${ana}/holiday`,
    `originals/${ana}/${uuid}1200/1`,
    'notes',
  ];
  await put(keys, 400);
  age(48, keys);
  expect(await sweep()).toBe(0);
  expect(library.store.keys()).toEqual(expect.arrayContaining(keys));
});

test('an upload whose commit had no answer keeps its bytes if it was done, and loses them after a day if not', async () => {
  const before = library.store.keys();
  const takeIn = async (text: string, transaction: Database['transaction']) => {
    const database = { ...library.worker, transaction };
    const intake = createIntake({
      ...library,
      database,
      maxBytes: 1000,
      detectMediaType: () => 'image/jpeg',
    });
    await expect(intake.takeIn(ana, filesOf([file(text)]))).rejects.toThrow('broke off');
  };
  const lost = new DatabaseError('The connection broke off.', { code: null });
  await takeIn('unanswered#1', async (run) => {
    await library.worker.transaction(run);
    throw lost;
  });
  await takeIn('unanswered#2', async () => {
    throw lost;
  });
  const added = library.store.keys().filter((key) => !before.includes(key));
  expect(added).toHaveLength(2);
  age(25, added);
  expect(await sweep()).toBe(1);
  const [row] = await library.database.query<{ original_key: string }>(
    `select o.original_key from rollcall.originals o join rollcall.photos p using (owner_id, sha256)
     where p.original_name = 'unanswered#1.JPG'`,
  );
  expect(library.store.keys()).toContain(row?.original_key);
});

test('a new library in a store full of older objects leaves them all', async () => {
  const keys = strays(1300);
  await put(keys, 24 * 11);
  expect(await sweep()).toBe(0);
  age(24 * 9, keys);
  expect(await sweep()).toBe(4);
});

test('while two libraries keep their objects in one store, neither sweeps', async () => {
  await put([...strays(1400), 'libraries/17']);
  await expect(sweep()).rejects.toThrow('another library uses this object store');
  expect(library.store.keys()).toEqual(expect.arrayContaining(strays(1400)));
  await library.store.delete(['libraries/17']);
  expect(await sweep()).toBe(4);
});

test('one run looks at a part of the store, the next goes on behind it, and then there is a day of rest', async () => {
  const store = createMemoryStore();
  const keys = [strays(1500), strays(1600), strays(1700)].flat();
  for (const key of keys) await store.put(key, new Uint8Array(1));
  store.backdate(keys, Date.now() - 25 * hour);
  const at = { ms: Date.now() };
  const run = sweepWith({ store, clock: clockAt(at), lot: 2, most: 5 });
  expect([await run(signal), await run(signal)]).toEqual([6, 6]);
  expect(await run(signal)).toBe(0);
  expect(store.keys()).toHaveLength(1);
  await store.put(strays(1800)[0] ?? '', new Uint8Array(1));
  store.backdate(strays(1800), Date.now() - 25 * hour);
  at.ms += 23 * hour;
  expect(await run(signal)).toBe(0);
  at.ms += 1.1 * hour;
  expect(await run(signal)).toBe(1);
});

test('a store that fails in the middle is gone on with in the next run', async () => {
  const { store } = library;
  await put([...strays(1900), ...strays(2000)]);
  const run = sweepWith({ lot: 3 });
  store.breakDelete(true);
  await expect(run(signal)).rejects.toThrow('does not answer');
  store.breakDelete(false);
  expect(await run(signal)).toBe(8);
});

test.each([
  ['files', createFiles],
  ['a bucket', createBucket],
])('%s are swept like that too', async (_, open) => {
  const { store, backdate } = await open();
  const keys = [...strays(2100), ...strays(2200)];
  for (const key of keys) await store.put(key, new TextEncoder().encode(key));
  await backdate(strays(2100), Date.now() - 25 * hour);
  expect(await sweepWith({ store })(signal)).toBe(4);
  for (const key of strays(2100)) await expect(store.read(key)).rejects.toThrow(ObjectMissing);
  for (const key of strays(2200)) expect(new TextDecoder().decode(await store.read(key))).toBe(key);
});

async function createFiles() {
  const root = await mkdtemp(join(tmpdir(), 'rollcall-sweep-'));
  onTestFinished(() => rm(root, { recursive: true }));
  return {
    store: createFileStore({ root }),
    backdate: async (keys: readonly string[], ms: number) => {
      for (const key of keys) await utimes(join(root, key), ms / 1000, ms / 1000);
    },
  };
}

async function createBucket() {
  const standIn = await createS3StandIn({ pageSize: 3 });
  onTestFinished(() => standIn.close());
  return {
    store: createS3Store({ ...standIn, prefix: 'mine', fetch, clock: systemClock, random: () => 0 }),
    backdate: async (keys: readonly string[], ms: number) =>
      keys.forEach((key) => standIn.storedAt.set(`mine/${key}`, ms)),
  };
}

async function* xmp(): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode('<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF></rdf:RDF></x:xmpmeta>');
}

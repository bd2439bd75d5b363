import { afterAll, beforeAll, expect, test } from 'vitest';
import { bumpOwners } from '../../src/database/bump.ts';
import type { Sql } from '../../src/database/sql.ts';
import { assignStacks } from '../../src/photos/assign-stacks.ts';
import { listPhotos } from '../../src/photos/list-photos.ts';
import { meetStacks, wakeMates, type StackItem } from '../../src/jobs/stack-leaders.ts';
import { knownPhotos } from '../../src/photos/known-photos.ts';
import { freePairNames } from '../../src/photos/pair-names.ts';
import { createJobs, startJob, type Jobs } from './build-jobs.ts';
import { ana, seedPhotos } from './build-library.ts';

let library: Jobs;
let bursts: readonly string[] = [];
let alike: readonly string[] = [];

beforeAll(async () => {
  library = await createJobs();
  // Bursts of five, two seconds apart, one each minute; and as many that all say the same time and came with one name.
  bursts = await seedPhotos(library, { n: 10_000, title: 'burst', folder: 'bursts' });
  alike = await seedPhotos(library, { n: 10_000, title: 'alike', folder: 'alike' });
  await takenAt(
    bursts,
    `timestamp '2024-01-01' + (n / 5) * interval '1 minute' + (n % 5) * interval '2 seconds'`,
  );
  await takenAt(alike, `timestamp '2020-01-01'`);
  await library.database.query(`update rollcall.photos set shot_key = 'image' where folder = 'alike'`);
  await library.database.query(`update rollcall.photos set shot_key = id::text where folder = 'bursts'`);
  await library.database.query(
    `update rollcall.originals set perceptual_hash = decode(repeat('00', 16), 'hex')`,
  );
}, 120_000);
afterAll(() => library.close());

const takenAt = (ids: readonly string[], time: string) =>
  library.database.query(
    `with w as (select id, n - 1 as n from unnest($1::uuid[]) with ordinality u(id, n))
     update rollcall.photos p set taken_local = ${time} from w where p.id = w.id`,
    [ids],
  );

/** Rows of photos that it reads. */
async function rowsRead(run: (tx: Sql) => Promise<unknown>): Promise<number> {
  return library.worker.transaction(async (tx) => {
    // What this connection read before, and has not handed in yet, counts too.
    const before = await readSoFar(tx);
    await run(tx);
    return (await readSoFar(tx)) - before;
  });
}

async function readSoFar(tx: Sql): Promise<number> {
  const [read] = await tx.query<{ n: number }>(
    `select (seq_tup_read + idx_tup_fetch)::int as n from pg_stat_xact_user_tables
     where relid = 'rollcall.photos'::regclass`,
  );
  return read?.n ?? 0;
}

const assign = (ids: readonly string[]) =>
  rowsRead(async (tx) => {
    const seq = (await bumpOwners(tx, [ana])).get(ana) ?? 0;
    await assignStacks(tx, { ownerId: ana, seq }, ids);
  });

test('a photo among ten thousand looks at its neighbours only', async () => {
  expect(await assign(bursts.slice(5002, 5003))).toBeLessThan(60);
});

test('so it does where all have one time and one name', async () => {
  for (const id of alike.slice(4000, 4003)) expect(await assign([id])).toBeLessThan(400);
});

test('a hundred at once cost a hundred times as much, and no more', async () => {
  expect(await assign(bursts.slice(1000, 1100))).toBeLessThan(6000);
});

test('a page of a list reads its stacks, not the library', async () => {
  for (let at = 0; at < 1000; at += 100) await assign(bursts.slice(at, at + 100));
  let sizes: (number | undefined)[] = [];
  const read = await rowsRead(async (tx) => {
    const page = await listPhotos(tx, ana, { limit: 100, sort: 'taken', folder: 'bursts' });
    sizes = page.photos.map(({ stack }) => stack?.size);
  });
  expect(sizes).toEqual(Array(100).fill(5));
  // Counting all of them is what the list does anyway.
  const total = 20_000;
  expect(read).toBeLessThan(total + 10_000 + 2000);
});

test('a claim and a settle of sixty-four read their stacks only', async () => {
  const ids = bursts.slice(0, 64);
  const jobId = await startJob(library, ids);
  const items = await library.worker.query<StackItem>(
    `select i.owner_id as "ownerId", i.job_id as "jobId", i.id, p.stack_id as "stackId" from rollcall.job_items i
     join rollcall.photos p on p.id = i.photo_id where i.job_id = $1`,
    [jobId],
  );
  expect(items).toHaveLength(64);
  expect(await rowsRead((tx) => meetStacks(tx, items))).toBeLessThan(600);
  expect(await rowsRead((tx) => wakeMates(tx, library.queue, items))).toBeLessThan(300);
  const wanted = ids.map((photoId) => ({
    photoId,
    jobId,
    ownerId: ana,
    folder: 'bursts',
    stem: 'beach',
    extension: 'jpg',
    separator: '-' as const,
    maxLength: 60,
  }));
  expect(await rowsRead((tx) => freePairNames(tx, wanted))).toBeLessThan(1000);
});

test('whether a hundred files are there already is asked of those files only', async () => {
  const rows = await library.database.query<{ filename: string; bytes: number }>(
    `select p.original_name as filename, o.bytes::int from rollcall.photos p
     join rollcall.originals o on o.owner_id = p.owner_id and o.sha256 = p.sha256 where p.folder = 'alike' limit 100`,
  );
  const files = rows.map((row) => ({ ...row, folder: 'alike' }));
  let found: (string | null)[] = [];
  const read = await rowsRead(async (tx) => {
    found = await knownPhotos(tx, ana, files);
  });
  expect(found.filter((id) => id !== null)).toHaveLength(100);
  expect(read).toBeLessThan(1000);
});

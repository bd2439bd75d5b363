import { afterAll, beforeAll, expect, test } from 'vitest';
import { changeSettings } from '../../src/database/settings.ts';
import { pauseJob } from '../../src/jobs/control-job.ts';
import { reconcile } from '../../src/jobs/reconcile.ts';
import { claimAll, createJobs, releaseHeld, startJob, work, type Jobs } from './build-jobs.ts';
import { ana, ben, file, filesOf, prepareAll, seedPhotos } from './build-library.ts';
import { addShots, burst, prepareScenes, type Shot } from './build-stacks.ts';
import { titled, usage } from './build-lanes.ts';
import { readIndexes, readingsOf, recordStatements } from './explain.ts';

/**
 * Plans must not lean on statistics: a library that just took in its first thousands of photos has none, and connections
 * keep the plans they once made. Then any index that begins with the owner, or whose predicate seems to leave little,
 * looks as good as the right one, and each look-up reads all of a person's photos. So what is sent while photos are
 * taken in, prepared and named is explained here on such a library.
 */

const photos = 5000;
/** Tables that grow with a person's photos. */
const large = ['originals', 'photos', 'analyses', 'job_items', 'model_calls', 'rename_entries', 'companions'];
/** What all of a library may have in common, so that a look-up by it alone may read everything. */
const common = new Set(['owner_id', 'folder', 'state', 'status']);

/** What may read more, because it is meant to. */
const allowed = new Set([
  // Counts those that wait, once for each lot of uploads.
  'photos.count_preparing: photos by owner_id, state',
  // Compares everything that is under way with the queue, once a minute.
  'reconcile.missing_items: job_items by owner_id',
  'reconcile.missing_prepares: photos by nothing',
  'reconcile.left_over: job_items by owner_id',
]);

/** Statements that must be among those explained, so that none slips out unseen. */
const hot = `photos.duplicates names.bases names.taken photos.insert originals.insert originals.for_intake
  companions.known companions.find_photo companions.attach prepare.tasks prepare.count_tries prepare.settle prepare.photos
  prepare.waiting_items stacks.neighbours stacks.members stacks.write stacks.leaders stacks.waiting_mates claim.look
  claim.items claim.give_up_items claim.lost_calls spending.live settle.analyses settle.calls settle.standings settle.jobs
  settle.items settle.photos settle.jobs_update names.mates photos.close_proposals photos.apply_names renames.open
  renames.entries renames.count`.split(/\s+/u);

let jobs: Jobs;
let statements: ReadonlyMap<string, string> = new Map();

beforeAll(async () => {
  jobs = await createJobs((database) => {
    const recorder = recordStatements(database);
    statements = recorder.statements;
    return recorder.database;
  });
  for (const table of [...large, 'jobs', 'renames']) {
    await jobs.database.query(`alter table rollcall.${table} set (autovacuum_enabled = false)`);
  }
  await seed(jobs);
  await useEverything(jobs);
});
afterAll(async () => {
  expect(jobs.failures).toEqual([]);
  await jobs.close();
});

test('everything that is done for each photo was sent, to tables that nobody has counted', async () => {
  expect(hot.filter((name) => !statements.has(name))).toEqual([]);
  const counted = await jobs.database.query(
    `select relname from pg_class where relnamespace = 'rollcall'::regnamespace and relname = any($1) and reltuples >= 0`,
    [large],
  );
  expect(counted).toEqual([]);
});

test('each of them finds its rows by what tells them apart, never by their owner alone', async () => {
  expect(await wideReadings(statements)).toEqual([]);
});

test('a look-up by the owner alone, by a predicate alone, or of all rows is found', async () => {
  const bad = new Map([
    ['owner', `select id from rollcall.photos where owner_id = $1 and original_name = $2`],
    ['predicate', `select id from rollcall.photos where original_name = $1 and deleted_at is null`],
    ['all', `select id from rollcall.job_items where code = $1`],
    ['gap', `select name_rev from rollcall.rename_entries where owner_id = $1 and name_rev = $2 limit 1`],
  ]);
  const found = await wideReadings(bad);
  expect(found.map((line) => line.split(':')[0])).toEqual(['owner', 'predicate', 'all', 'gap']);
});

async function wideReadings(texts: ReadonlyMap<string, string>): Promise<string[]> {
  // As workers connect, but with one plan for all values.
  const database = jobs.db.open({ options: '-c enable_sort=off -c plan_cache_mode=force_generic_plan' });
  const indexes = await readIndexes(database);
  const found = new Set<string>();
  for (const [name, text] of texts) {
    for (const { table, by } of await readingsOf(database, indexes, text)) {
      const isWide = large.includes(table) && by.every((column) => common.has(column));
      if (isWide) found.add(`${name}: ${table} by ${by.join(', ') || 'nothing'}`);
    }
  }
  return [...found].filter((line) => !allowed.has(line));
}

/** A library of one person in which everything was named once, written straight into the tables. */
async function seed(library: Jobs): Promise<void> {
  const { database, newId } = library;
  await seedPhotos(library, { n: photos, title: 'seeded', ownerId: ben });
  const [job, rename] = [newId(), newId()];
  await database.query(
    `insert into rollcall.jobs (owner_id, id, kind, status, options, provider, model, lane, question, total, succeeded, seq)
     values ($1, $2, 'rename', 'completed', '{}', 'scripted', 'm1', 'scripted:m1', 'q0', $3, $3, 0)`,
    [ben, job, photos],
  );
  await database.query(
    `insert into rollcall.job_items (owner_id, id, job_id, photo_id, position, status, name_rev, seq)
     select owner_id, gen_random_uuid(), $2, id, row_number() over () - 1, 'completed', 0, 0
     from rollcall.photos where owner_id = $1`,
    [ben, job],
  );
  await database.query(
    `insert into rollcall.model_calls (owner_id, id, job_id, item_id, claim_no, provider, model, outcome)
     select owner_id, gen_random_uuid(), job_id, id, 1, 'scripted', 'm1', 'ok'
     from rollcall.job_items where owner_id = $1`,
    [ben],
  );
  await database.query(
    `insert into rollcall.analyses (owner_id, sha256, recipe, question, provider, model, language, answer)
     select owner_id, sha256, 'r1', 'q0', 'scripted', 'm1', 'en', '{}' from rollcall.originals where owner_id = $1`,
    [ben],
  );
  await database.query(
    `insert into rollcall.companions (owner_id, id, folder, filename, belongs_to, photo_id, bytes, sha256, object_key)
     select owner_id, id, folder, stem || '.xmp', stem, id, 10, sha256, 'companions/' || id
     from rollcall.photos where owner_id = $1`,
    [ben],
  );
  await database.query(
    `insert into rollcall.renames (owner_id, id, why, count, seq) values ($1, $2, 'job', $3, 0)`,
    [ben, rename, photos],
  );
  await database.query(
    `insert into rollcall.rename_entries (owner_id, rename_id, photo_id, name_rev, old, new, old_source)
     select owner_id, $2, id, 1, 'a.jpg', 'b.jpg', 'upload' from rollcall.photos where owner_id = $1`,
    [ben, rename],
  );
}

/** What happens to photos between their upload and their name, with and without stacks, and what may go wrong. */
async function useEverything(library: Jobs): Promise<void> {
  prepareScenes(library);
  for (const stacks of [true, false]) {
    const folder = `stacks ${stacks}`;
    await changeSettings(library.database, ana, { stacks, monthlyLimitUsd: 100 });
    const shots = [...burst('beach', 3), ...pair('cliff'), ...burst('beach', 2, 20)];
    const ids = await addShots(library, shots, { folder });
    await library.intake.takeIn(ana, filesOf([file('again', 'IMG_1.JPG', folder), xmpFile(folder)]));
    await prepareAll(library);
    await startJob(library, ids, { budgetUsd: 50, template: { sameNames: 'tell_apart' } });
    await claimAll(library);
    await releaseHeld(library);
    await work(library);
    const paused = await startJob(library, ids, { alreadyNamed: 'again', question: 'q2', apply: 'review' });
    await claimAll(library);
    await pauseJob(library.control, { ownerId: ana, jobId: paused });
    await releaseHeld(library);
    await work(library);
    await reconcile(library.control);
    library.lanes.script(() => ({ kind: 'refused', detail: '', usage }));
    await startJob(library, await addShots(library, burst('hill', 2, 30), { folder }));
    await work(library);
    library.lanes.script(titled);
  }
}

const pair = (scene: string): Shot[] =>
  ['DNG', 'JPG'].map((extension) => ({ scene, at: '11:00:00', filename: `IMG_10.${extension}` }));

const xmpFile = (folder: string) => ({ filename: 'IMG_10.xmp', folder, body: xmp() });

async function* xmp(): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode('<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF></rdf:RDF></x:xmpmeta>');
}

import { afterAll, beforeAll, beforeEach, expect } from 'vitest';
import type { Clock } from '../../src/clock.ts';
import { claim, type ClaimDependencies, type ClaimedItem } from '../../src/jobs/claim.ts';
import type { ControlDependencies } from '../../src/jobs/control-job.ts';
import { createJob } from '../../src/jobs/create-job.ts';
import type { ItemView, JobOptions, JobView } from '../../src/jobs/job.ts';
import type { Finished } from '../../src/jobs/settle.ts';
import { runSlice, type SliceDependencies, type SliceOptions } from '../../src/jobs/slice.ts';
import { defaultTemplate, type Template } from '../../src/names/template.ts';
import { findJob, listItems } from '../../src/jobs/view-jobs.ts';
import { ana, createLibrary, type Library } from './build-library.ts';
import { analysis, createScriptedLanes, titled, usage, type ScriptedLanes } from './build-lanes.ts';
import { expectTrueCounts } from './expect-true-counts.ts';

/** Options of a job, of its template too, where they differ from the usual. */
export type SomeOptions = Partial<Omit<JobOptions, 'template'>> & { readonly template?: Partial<Template> };

export const options = (more: SomeOptions = {}): JobOptions => ({
  language: 'en',
  apply: 'automatic',
  context: '',
  alreadyNamed: 'skip',
  includeHandNamed: false,
  ...more,
  template: { ...defaultTemplate, ...more.template },
});

export interface Jobs extends Library {
  readonly lanes: ScriptedLanes;
  readonly control: ControlDependencies;
  readonly slice: SliceDependencies;
  readonly claiming: ClaimDependencies;
  /** What went wrong inside the worker; empty unless a test wants it otherwise. */
  readonly failures: { error: unknown; what: string }[];
}

/**
 * The worker's clock, running fifty times as fast. Its waits are those of the code under test, between two looks at a
 * real database; no test waits by it, and none depends on how long they are. It cannot be stepped by hand as a manual
 * clock can: what would have to be awaited before the next step is inside PostgreSQL.
 */
const fastClock: Clock = {
  now: () => Date.now(),
  sleep: (ms, signal) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const timer = setTimeout(resolve, ms / 50);
      signal?.addEventListener(
        'abort',
        () => {
          clearTimeout(timer);
          reject(signal.reason);
        },
        { once: true },
      );
    }),
};

export async function createJobs(...watched: Parameters<typeof createLibrary>): Promise<Jobs> {
  const library = await createLibrary(...watched);
  const lanes = createScriptedLanes();
  const failures: Jobs['failures'] = [];
  const { worker: database, queue, newId, store } = library;
  const claiming = { database, queue, newId, expectedCostNano: () => 400_000, monthlyCapUsd: null };
  return {
    ...library,
    lanes,
    failures,
    control: { database, queue },
    claiming,
    slice: {
      ...claiming,
      store,
      lanes,
      clock: fastClock,
      hint: (signal) =>
        new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true })),
      factsHash: () => '',
      random: () => 0,
      onError: (error, what) => failures.push({ error, what }),
    },
  };
}

/**
 * Jobs on a database of their own for a file of tests, to be used from its first hook on. Each test begins with a model
 * that answers what is written on a picture, and has been asked nothing; at the end the worker must have met no error.
 */
export function useJobs(): Jobs {
  const jobs = {} as Jobs;
  beforeAll(async () => void Object.assign(jobs, await createJobs()));
  beforeEach(() => {
    jobs.lanes.script(titled);
    jobs.lanes.calls.length = 0;
  });
  afterAll(async () => {
    expect(jobs.failures).toEqual([]);
    await jobs.close();
  });
  return jobs;
}

/** Creates a job and answers with its id. */
export async function startJob(
  jobs: Jobs,
  photoIds: readonly string[],
  more: SomeOptions & { ownerId?: string; question?: string } = {},
): Promise<string> {
  const { ownerId = ana, question = 'q1', ...rest } = more;
  const id = jobs.newId();
  await createJob(
    { database: jobs.database, queue: jobs.queue, newId: jobs.newId },
    {
      ownerId,
      id,
      photoIds,
      options: options(rest),
      provider: 'scripted',
      model: 'm1',
      lane: 'scripted:m1',
      question,
    },
  );
  return id;
}

/** Makes everything that waits in the queue due. */
export const makeDue = (jobs: Library) =>
  jobs.database.query(`update pgboss.job set start_after = now() where state < 'active'`);

/** Makes the queue deliver again what a worker that died was holding. */
export const releaseHeld = (jobs: Library) =>
  jobs.database.query(
    `update pgboss.job set state = 'retry', retry_count = retry_count + 1, start_after = now() where state = 'active'`,
  );

/** Works until nothing is due any more. */
export async function work(
  jobs: Jobs,
  { maxItems, signal = new AbortController().signal }: { maxItems?: number; signal?: AbortSignal } = {},
): Promise<number> {
  const settled = await runSlice(jobs.slice, {
    signal,
    whenIdle: 'return',
    graceMs: 1000,
    ...(maxItems === undefined ? {} : { budget: atMost(maxItems) }),
  });
  await expectTrueCounts(jobs.database, ana);
  return settled;
}

/** So many items and no more. */
export function atMost(items: number): NonNullable<SliceOptions['budget']> {
  let left = items;
  return { left: () => left, claimed: (more) => void (left -= more) };
}

/** Works, waiting for nothing, until no message is left. */
export async function workToTheEnd(jobs: Jobs): Promise<void> {
  for (let round = 0; round < 40; round++) {
    await makeDue(jobs);
    await work(jobs);
    const [left] = await jobs.database.query<{ n: number }>(
      `select count(*)::int as n from pgboss.job where name = 'items' and state < 'completed'`,
    );
    if (left?.n === 0) return;
  }
  throw new Error('The queue is not empty after 40 rounds');
}

export async function jobOf(jobs: Library, id: string, ownerId = ana): Promise<JobView> {
  const job = await jobs.database.asUser(ownerId, (tx) => findJob(tx, ownerId, id));
  if (job === null) throw new Error(`There is no job ${id}`);
  return job;
}

export async function itemsOf(jobs: Library, id: string, ownerId = ana): Promise<ItemView[]> {
  const page = await jobs.database.asUser(ownerId, (tx) =>
    listItems(tx, ownerId, id, { after: -1, limit: 500 }),
  );
  return page.items;
}

/** Claims as a worker would that then does nothing. */
export const claimAll = (jobs: Jobs, limit = 64) => claim(jobs.claiming, { limit });

export interface CallRow {
  outcome: string;
  late: boolean;
  claim_no: number;
  cost_nano: number;
}

export const callsOf = (jobs: Library, jobId: string): Promise<CallRow[]> =>
  jobs.database.query<CallRow>(
    `select outcome, late, claim_no, cost_nano from rollcall.model_calls where job_id = $1 order by claim_no, id`,
    [jobId],
  );

/** A worker's result for an item: this title, after one call. */
export const answered = (item: ClaimedItem, title: string): Finished => ({
  item,
  result: {
    kind: 'answer',
    analysis: analysis(title),
    reused: false,
    factsHash: '',
    stem: title,
    telling: [],
    flags: [],
    call: { outcome: 'ok', detail: null, usage, requestId: 'r' },
  },
});

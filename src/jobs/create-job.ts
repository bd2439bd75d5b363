import { analyseTables } from '../database/analyse.ts';
import { bumpOwner, notifyOwners } from '../database/bump.ts';
import type { Database, Sql } from '../database/sql.ts';
import { statement } from '../database/sql.ts';
import { numberShots } from '../names/number-shots.ts';
import type { NewMessage, Queue } from '../queue/queue.ts';
import type { NameSource } from '../photos/photo.ts';
import { wantsStacks } from '../photos/read-stacks.ts';
import { finalStatus } from './final-status.ts';
import type { JobOptions } from './job.ts';
import { insertItems, type NewItem } from './job-items.ts';

export interface NewJob {
  readonly ownerId: string;
  readonly id: string;
  /** In the order that gives `{n}`; repeated ids count once. */
  readonly photoIds: readonly string[];
  readonly options: JobOptions;
  readonly provider: string;
  readonly model: string;
  readonly lane: string;
  readonly question: string;
}

interface PhotoRow {
  id: string;
  folder: string;
  extension: string;
  /** Null where the person does not want stacks. */
  shot_key: string | null;
  name_source: NameSource;
  name_rev: number;
  live: boolean;
}

const jobPhotos = statement(
  'jobs.photos',
  `select p.id, p.name_source, p.name_rev, p.folder, p.extension,
          case when ${wantsStacks('$1')} then p.shot_key end as shot_key,
          exists (select 1 from rollcall.job_items i where i.owner_id = p.owner_id and i.photo_id = p.id
                  and i.status in ('pending', 'processing')) as live
   from unnest($2::uuid[]) with ordinality w(id, n)
   cross join lateral (select * from rollcall.photos x
     where x.owner_id = $1 and x.id = w.id and x.deleted_at is null limit 1) p
   order by w.n`,
);

/** After this many new messages the planner's numbers are refreshed; without them a fetch takes 30 ms instead of 1. */
const manyMessages = 1000;

/**
 * Writes job, items and messages in one transaction. Messages go first, so that the owner's row is held for less
 * time; one too many (the photo is in another job) is dropped by the claim.
 */
export async function createJob(
  { database, queue, newId }: { database: Database; queue: Queue; newId: () => string },
  job: NewJob,
  inSameTransaction: (tx: Sql) => Promise<void> = async () => {},
): Promise<void> {
  const photoIds = [...new Set(job.photoIds)];
  const itemIds = photoIds.map(() => newId());
  const ready = await database.query<PhotoRow>(jobPhotos, [job.ownerId, photoIds]);
  const wanted = new Set(ready.filter((photo) => skipCode(photo, job) === null).map((photo) => photo.id));
  await database.transaction(async (tx) => {
    await enqueueItems(
      { tx, queue },
      { ownerId: job.ownerId, jobId: job.id, lane: job.lane },
      photoIds.flatMap((photoId, i) => (wanted.has(photoId) ? [itemIds[i] ?? newId()] : [])),
    );
    const seq = await bumpOwner(tx, job.ownerId);
    const rows = await tx.query<PhotoRow>(jobPhotos, [job.ownerId, photoIds]);
    const numbers = numberShots(
      rows.map(({ shot_key: shotKey, ...file }) => ({ ...file, shotKey, takenLocal: null })),
      'never',
    );
    const photos = new Map(rows.map((row, n) => [row.id, { ...row, number: numbers[n]?.position ?? n }]));
    const items = photoIds.flatMap((photoId, i): NewItem[] => {
      const photo = photos.get(photoId);
      // Deleted since it was chosen: it is simply no part of the job.
      if (photo === undefined) return [];
      const code = skipCode(photo, job) ?? (photo.live ? 'in_another_job' : null);
      return [
        {
          id: itemIds[i] ?? newId(),
          photoId,
          position: i,
          number: photo.number,
          code,
          nameRev: photo.name_rev,
        },
      ];
    });
    await insertJob(tx, job, seq, items);
    await insertItems(tx, { ownerId: job.ownerId, jobId: job.id, seq }, items);
    await inSameTransaction(tx);
    await notifyOwners(tx, [job.ownerId]);
  });
  if (wanted.size > manyMessages) {
    await queue.analyse();
    await analyseTables(database);
  }
}

/** Puts items on the queue with their place in the fair order; the queue ignores those it already has. */
export async function enqueueItems(
  { tx, queue }: { tx: Sql; queue: Queue },
  of: { ownerId: string; jobId: string; lane: string },
  itemIds: readonly string[],
): Promise<void> {
  if (itemIds.length === 0) return;
  const first = await queue.fairTag(tx, of.ownerId);
  await queue.insert(
    tx,
    'items',
    itemIds.map((id, i) => toItemMessage({ ...of, id, priority: first - i })),
  );
}

export function toItemMessage(item: {
  id: string;
  ownerId: string;
  jobId: string;
  lane: string;
  priority: number;
}): NewMessage {
  const { id, ownerId, jobId, lane, priority } = item;
  return { id, ownerId, jobId, data: {}, priority, singletonKey: jobId, group: lane };
}

/** Why a photo is left as it is from the start, null if it is to be looked at. Looking alone changes no name. */
export function skipCode(photo: { name_source: NameSource }, job: { options: JobOptions }): string | null {
  const { options } = job;
  if (options.apply === 'nothing' || photo.name_source === 'upload') return null;
  if (photo.name_source === 'hand') return options.includeHandNamed ? null : 'named_by_hand';
  return options.alreadyNamed === 'again' ? null : 'already_named';
}

const insertJobRow = statement(
  'jobs.insert',
  `insert into rollcall.jobs (owner_id, id, kind, status, options, provider, model, lane, question, total, skipped,
     numbers, budget_nano, seq, finished_at)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, case when $15 then now() end)`,
);

async function insertJob(tx: Sql, job: NewJob, seq: number, items: readonly NewItem[]): Promise<void> {
  const skipped = items.filter((item) => item.code !== null).length;
  const counts = { total: items.length, succeeded: 0, failed: 0, skipped, canceled: 0 };
  const final = finalStatus(counts);
  const budget = job.options.budgetUsd;
  await tx.query(insertJobRow, [
    job.ownerId,
    job.id,
    job.options.apply === 'nothing' ? 'look' : 'rename',
    final ?? 'pending',
    JSON.stringify(job.options),
    job.provider,
    job.model,
    job.lane,
    job.question,
    counts.total,
    skipped,
    new Set(items.map((item) => item.number)).size,
    budget === undefined ? null : Math.round(budget * 1e9),
    seq,
    final !== null,
  ]);
}

import { bumpOwners, notifyOwners } from '../database/bump.ts';
import type { Database, Sql } from '../database/sql.ts';
import { statement } from '../database/sql.ts';
import { defaultTemplate } from '../names/template.ts';
import type { StoredAnswer } from '../photos/photo.ts';
import { wantsStacks } from '../photos/read-stacks.ts';
import type { Queue, QueueMessage } from '../queue/queue.ts';
import type { Facts } from '../vision/vision-model.ts';
import { countsAsCrash } from './begin-alone.ts';
import { countAnew } from './count-anew.ts';
import type { JobOptions } from './job.ts';
import { countsFor } from './look-again.ts';
import { recordLostCalls, type LostCall } from './lost-calls.ts';
import { sortMessages } from './sort-messages.ts';
import { withinLimits } from './within-limits.ts';
import type { WorkCounters } from './work-counters.ts';

/** An item this process may work on until its lease ends, with everything needed to do so. */
export interface ClaimedItem {
  readonly message: QueueMessage;
  readonly ownerId: string;
  readonly id: string;
  readonly jobId: string;
  readonly photoId: string;
  /** Where it is counted for its number, from 0, and of how many. */
  readonly position: number;
  readonly jobTotal: number;
  readonly options: JobOptions;
  readonly provider: string;
  readonly model: string;
  readonly lane: string;
  readonly question: string;
  /** The fence: a settle counts only while the item still carries this number. */
  readonly claimNo: number;
  readonly callId: string;
  readonly errors: number;
  readonly unusable: number;
  readonly crashes: number;
  readonly nameRev: number;
  readonly folder: string;
  readonly originalName: string;
  readonly extension: string;
  readonly sha256: Uint8Array;
  readonly prepareError: string | null;
  readonly previewKey: string | null;
  readonly previewRecipe: string;
  readonly takenLocal: string | null;
  readonly city: string | null;
  readonly countryCode: string | null;
  readonly camera: string | null;
  readonly kind: Facts['kind'];
  readonly brightness: number;
  /** The stored answer to this very question of this very model, if there is one. */
  readonly stored: StoredAnswer | null;
  /** It was given about another photo of its stack. */
  readonly storedOfStack: boolean;
}

interface ClaimRow {
  owner_id: string;
  id: string;
  job_id: string;
  photo_id: string;
  number: number;
  numbers: number;
  options: JobOptions;
  provider: string;
  model: string;
  lane: string;
  question: string;
  claim_no: number;
  call_id: string;
  errors: number;
  unusable: number;
  crashes: number;
  name_rev: number;
  folder: string;
  original_name: string;
  extension: string;
  sha256: Uint8Array;
  prepare_error: string | null;
  preview_key: string | null;
  preview_recipe: string;
  taken_local: string | null;
  city: string | null;
  country_code: string | null;
  camera: string | null;
  kind: Facts['kind'];
  brightness: number;
  answer: ClaimedItem['stored'];
  of_stack: boolean;
  lost_call_id: string | null;
  lost_claim_no: number;
}

const claimItems = statement(
  'claim.items',
  `with claimed as (
     update rollcall.job_items i
     set status = 'processing', claim_no = i.claim_no + 1, crashes = i.crashes + ${countsAsCrash},
         call_id = w.call_id, holder = $5, started_at = coalesce(i.started_at, now()), seq = w.seq
     from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::bigint[]) w(owner_id, id, call_id, seq)
     cross join lateral (select x.status, x.call_id, x.claim_no from rollcall.job_items x
       where x.owner_id = w.owner_id and x.id = w.id limit 1) was
     where i.owner_id = w.owner_id and i.id = w.id
     returning i.*, case when was.status = 'processing' then was.call_id end as lost_call_id,
       was.claim_no as lost_claim_no)
   select c.owner_id, c.id, c.job_id, c.photo_id, coalesce(c.number, c.position) as number, c.claim_no, c.call_id, c.errors, c.unusable, c.crashes,
          c.name_rev, c.lost_call_id, c.lost_claim_no,
          coalesce(j.numbers, j.total) as numbers, j.options, j.provider, j.model, j.lane, j.question,
          p.folder, p.original_name, p.extension, o.sha256, o.prepare_error, o.preview_key,
          o.preview_recipe, o.taken_local, o.city, o.country_code, o.camera, o.kind, o.brightness,
          coalesce(a.answer, s.answer) as answer, a.answer is null and s.answer is not null as of_stack
   from claimed c
   cross join lateral (select * from rollcall.jobs x where x.owner_id = c.owner_id and x.id = c.job_id limit 1) j
   cross join lateral (select * from rollcall.photos x where x.owner_id = c.owner_id and x.id = c.photo_id limit 1) p
   cross join lateral (select * from rollcall.originals x
     where x.owner_id = c.owner_id and x.sha256 = p.sha256 limit 1) o
   left join lateral (select x.answer from rollcall.analyses x
     where x.owner_id = c.owner_id and x.sha256 = o.sha256 and x.recipe = o.preview_recipe
       and x.question = j.question and x.provider = j.provider and x.model = j.model and x.facts = ''
       and ${countsFor('x', 'j')} and (not x.shared or ${wantsStacks('c.owner_id')}) limit 1) a on true
   left join lateral (
     select y.answer from rollcall.photos m
     cross join lateral (select x.preview_recipe from rollcall.originals x
       where x.owner_id = m.owner_id and x.sha256 = m.sha256 limit 1) r
     cross join lateral (select x.answer, x.created_at from rollcall.analyses x
       where x.owner_id = m.owner_id and x.sha256 = m.sha256 and x.recipe = r.preview_recipe
         and x.question = j.question and x.provider = j.provider and x.model = j.model and x.facts = ''
         and ${countsFor('x', 'j')} limit 1) y
     where a.answer is null and p.stack_id is not null and m.owner_id = c.owner_id and m.stack_id = p.stack_id
       and m.deleted_at is null and ${wantsStacks('c.owner_id')}
     order by y.created_at limit 1) s on true`,
);

/** Their worker died while the job was paused: they wait again, and nothing is shown as finishing any more. */
const giveUpItems = statement(
  'claim.give_up_items',
  `with given_up as (
     update rollcall.job_items i set status = 'pending', crashes = i.crashes + ${countsAsCrash}, seq = w.seq
     from unnest($1::uuid[], $2::uuid[], $3::bigint[]) w(owner_id, id, seq)
     where i.owner_id = w.owner_id and i.id = w.id and i.status = (select 'processing')
     returning i.owner_id, i.id, i.job_id, i.call_id, i.claim_no)
   select g.owner_id, g.id, g.job_id, g.call_id as lost_call_id, g.claim_no as lost_claim_no, j.provider, j.model
   from given_up g
   cross join lateral (select x.provider, x.model from rollcall.jobs x
     where x.owner_id = g.owner_id and x.id = g.job_id limit 1) j`,
);

const startJobs = statement(
  'claim.start_jobs',
  `update rollcall.jobs j
   set status = 'processing', started_at = coalesce(j.started_at, now()), running_since = now(), seq = w.seq
   from unnest($1::uuid[], $2::uuid[], $3::bigint[]) w(owner_id, id, seq)
   where j.owner_id = w.owner_id and j.id = w.id and j.status = 'pending'`,
);

export interface ClaimDependencies {
  readonly database: Database;
  readonly queue: Queue;
  readonly newId: () => string;
  /** What a call of this model costs, for the ledger when one is lost in a crash. */
  readonly expectedCostNano: (provider: string, model: string) => number | null;
  /** The most a person may spend in a month, by whoever runs this; null: no more than they want themselves. */
  readonly monthlyCapUsd: number | null;
  /** The process that holds what is claimed; none where it cannot be seen by others. */
  readonly holder?: string;
  readonly counters?: WorkCounters;
}

/**
 * Fetches up to `limit` messages and marks their items `processing`, in one transaction. Messages whose item has
 * ended or whose job does not run leave the queue; photos still being prepared wait without using up a try. What a
 * spending limit does not allow is not claimed; the job is paused. Where all that were fetched wait for the first of
 * their stack, it fetches again: others may stand behind them.
 */
export async function claim(dependencies: ClaimDependencies, options: ClaimOptions): Promise<ClaimedItem[]> {
  for (let pass = 1; ; pass++) {
    const { claimed, asleep } = await claimOnce(dependencies, options);
    if (claimed.length > 0 || asleep === 0 || pass === mostPasses) return claimed;
  }
}

interface ClaimOptions {
  readonly limit: number;
  readonly ignoreLanes?: readonly string[];
}

/** A long stack is behind one then, and other workers have their turn. */
const mostPasses = 8;

async function claimOnce(
  dependencies: ClaimDependencies,
  options: ClaimOptions,
): Promise<{ claimed: ClaimedItem[]; asleep: number }> {
  const { database, queue, newId, expectedCostNano, holder, counters } = dependencies;
  let expired = 0;
  let asleep = 0;
  const claimed = await database.transaction(async (tx) => {
    const messages = await queue.fetch(tx, 'items', {
      limit: options.limit,
      ignoreGroups: options.ignoreLanes ?? [],
    });
    if (messages.length === 0) return [];
    const seqs = await bumpOwners(
      tx,
      messages.map((message) => message.ownerId),
    );
    const sorted = await sortMessages(tx, messages, (...model) => expectedCostNano(...model) === null);
    asleep = sorted.asleep;
    const { ready, later, done, orphaned } = await withinLimits(tx, dependencies, { sorted, seqs });
    if (done.length > 0) await queue.acknowledge(tx, 'items', done);
    if (later.length > 0) await queue.defer(tx, 'items', later);
    if (orphaned.length > 0) {
      const rows = await tx.query<LostCall>(giveUpItems, [
        orphaned.map((message) => message.ownerId),
        orphaned.map((message) => message.id),
        orphaned.map((message) => seqs.get(message.ownerId) ?? 0),
      ]);
      await recordLostCalls(tx, rows, expectedCostNano);
    }
    expired = orphaned.length;
    if (ready.length === 0) {
      // A job may have been paused at its limit.
      if (done.length > 0) await notifyOwners(tx, seqs.keys());
      return [];
    }
    const rows = await tx.query<ClaimRow>(claimItems, [
      ready.map((message) => message.ownerId),
      ready.map((message) => message.id),
      ready.map(() => newId()),
      ready.map((message) => seqs.get(message.ownerId) ?? 0),
      holder ?? null,
    ]);
    expired += rows.filter((row) => row.lost_call_id !== null).length;
    await startPendingJobs(tx, rows, seqs);
    await recordLostCalls(tx, rows, expectedCostNano);
    await notifyOwners(tx, seqs.keys());
    const byId = new Map(ready.map((message) => [message.id, message]));
    const items = rows.flatMap((row) => {
      const message = byId.get(row.id);
      return message === undefined ? [] : [toClaimed(row, message)];
    });
    return countAnew(tx, items);
  });
  counters?.leasesExpired(expired);
  return { claimed, asleep };
}

async function startPendingJobs(tx: Sql, rows: readonly ClaimRow[], seqs: ReadonlyMap<string, number>) {
  const jobs = [...new Map(rows.map((row) => [row.job_id, row])).values()];
  await tx.query(startJobs, [
    jobs.map((row) => row.owner_id),
    jobs.map((row) => row.job_id),
    jobs.map((row) => seqs.get(row.owner_id) ?? 0),
  ]);
}

function toClaimed(row: ClaimRow, message: QueueMessage): ClaimedItem {
  return {
    message,
    ownerId: row.owner_id,
    id: row.id,
    jobId: row.job_id,
    photoId: row.photo_id,
    position: row.number,
    jobTotal: row.numbers,
    // A job may be older than some choices of its template.
    options: { ...row.options, template: { ...defaultTemplate, ...row.options.template } },
    provider: row.provider,
    model: row.model,
    lane: row.lane,
    question: row.question,
    claimNo: row.claim_no,
    callId: row.call_id,
    errors: row.errors,
    unusable: row.unusable,
    crashes: row.crashes,
    nameRev: row.name_rev,
    folder: row.folder,
    originalName: row.original_name,
    extension: row.extension,
    sha256: row.sha256,
    prepareError: row.prepare_error,
    previewKey: row.preview_key,
    previewRecipe: row.preview_recipe,
    takenLocal: row.taken_local,
    city: row.city,
    countryCode: row.country_code,
    camera: row.camera,
    kind: row.kind,
    brightness: row.brightness,
    stored: row.answer,
    storedOfStack: row.of_stack,
  };
}

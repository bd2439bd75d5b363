import { toHex } from '../hex.ts';
import type { Sql } from '../database/sql.ts';
import { statement } from '../database/sql.ts';
import type { ClaimedItem } from './claim.ts';
import { finalStatus } from './final-status.ts';
import type { CallMade, Result } from './handle.ts';
import type { JobStatus } from './job.ts';
import type { PauseReason } from './retry-policy.ts';
import { searchOf } from './search-of.ts';
import type { Standing, Verdict } from './settle-decide.ts';
import type { JobStanding } from './settle-read.ts';

/** A result that counts, with everything that was worked out about it. */
export interface Ended {
  readonly item: ClaimedItem;
  readonly result: Result;
  readonly standing: Standing;
  readonly verdict: Verdict;
  readonly seq: number;
}

const insertAnalyses = statement(
  'settle.analyses',
  `insert into rollcall.analyses (owner_id, sha256, recipe, question, provider, model, facts, language, answer, shared)
   select * from unnest($1::uuid[], $2::bytea[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[],
     $9::jsonb[], $10::boolean[])
   on conflict (owner_id, sha256, recipe, question, provider, model, facts) do update
     set answer = excluded.answer, shared = false, created_at = now()
     where analyses.shared and not excluded.shared`,
);

// What is younger than the job has taken its place already.
const dropOlder = statement(
  'settle.drop_older_analyses',
  `delete from rollcall.analyses a
   using (select w.*, j.created_at as since
     from unnest($1::uuid[], $2::bytea[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::uuid[])
       w(owner_id, sha256, recipe, question, provider, model, facts, job_id)
     cross join lateral (select x.created_at from rollcall.jobs x
       where x.owner_id = w.owner_id and x.id = w.job_id limit 1) j) w
   where a.owner_id = w.owner_id and a.sha256 = w.sha256 and a.recipe = w.recipe and a.question = w.question
     and a.provider = w.provider and a.model = w.model and a.facts = w.facts and a.created_at < w.since`,
);

/**
 * Every answer that was paid for is kept, a late one too; of two to one question the first stays, but for those that a
 * job which looks again replaces. An answer about
 * another photo of the stack is written down for this one as well, until it gets its own.
 */
export async function writeAnalyses(
  tx: Sql,
  batch: readonly { item: ClaimedItem; result: Result }[],
): Promise<void> {
  const answers = newAnswers(batch);
  if (answers.length === 0) return;
  const again = answers.filter(({ item }) => item.options.lookAgain === true);
  if (again.length > 0) {
    await tx.query(dropOlder, [...questionsOf(again), again.map(({ item }) => item.jobId)]);
  }
  await tx.query(insertAnalyses, [
    ...questionsOf(answers),
    answers.map(({ item }) => item.options.language),
    answers.map(({ result }) => JSON.stringify(result.analysis)),
    answers.map(({ shared }) => shared),
  ]);
}

function questionsOf(answers: ReturnType<typeof newAnswers>) {
  return [
    answers.map(({ item }) => item.ownerId),
    answers.map(({ item }) => item.sha256),
    answers.map(({ item }) => item.previewRecipe),
    answers.map(({ item }) => item.question),
    answers.map(({ item }) => item.provider),
    answers.map(({ item }) => item.model),
    answers.map(({ result }) => result.factsHash),
  ];
}

/** One for each question: a late answer may come together with the one that counts, the first stays. */
function newAnswers(batch: readonly { item: ClaimedItem; result: Result }[]) {
  const answers = batch.flatMap(({ item, result }) => {
    if (result.kind !== 'answer' || result.analysis.problem === 'nothing_known') return [];
    const shared = result.reused && item.storedOfStack;
    return shared || !result.reused ? [{ item, result, shared }] : [];
  });
  const byQuestion = new Map<string, (typeof answers)[number]>();
  for (const answer of answers) {
    const { item, result } = answer;
    const asked = [
      item.ownerId,
      toHex(item.sha256),
      item.previewRecipe,
      item.question,
      item.provider,
      item.model,
    ];
    const key = [...asked, result.factsHash].join('\n');
    if (byQuestion.get(key)?.shared ?? true) byQuestion.set(key, answer);
  }
  return [...byQuestion.values()];
}

const insertCalls = statement(
  'settle.calls',
  `insert into rollcall.model_calls (owner_id, id, job_id, item_id, claim_no, provider, model, outcome, late, detail,
     request_id, input_tokens, output_tokens, cost_nano)
   select * from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::int[], $6::text[], $7::text[], $8::text[],
     $9::boolean[], $10::text[], $11::text[], $12::int[], $13::int[], $14::bigint[])
   on conflict (owner_id, id) do update
     set outcome = excluded.outcome, late = excluded.late, detail = excluded.detail, request_id = excluded.request_id,
         input_tokens = excluded.input_tokens, output_tokens = excluded.output_tokens, cost_nano = excluded.cost_nano
     where model_calls.outcome = 'lost'`,
);

/** One row per call, its id made before it started: a repeated settle writes it once, a lost one is found again. */
export async function writeCalls(
  tx: Sql,
  batch: readonly { item: ClaimedItem; result: Result; late: boolean }[],
): Promise<void> {
  const calls = batch.flatMap(
    ({ item, result, late }): { item: ClaimedItem; call: CallMade; late: boolean }[] =>
      'call' in result && result.call !== null ? [{ item, call: result.call, late }] : [],
  );
  if (calls.length === 0) return;
  await tx.query(insertCalls, [
    calls.map(({ item }) => item.ownerId),
    calls.map(({ item }) => item.callId),
    calls.map(({ item }) => item.jobId),
    calls.map(({ item }) => item.id),
    calls.map(({ item }) => item.claimNo),
    calls.map(({ item }) => item.provider),
    calls.map(({ item }) => item.model),
    calls.map(({ call }) => call.outcome),
    calls.map(({ late }) => late),
    calls.map(({ call }) => call.detail),
    calls.map(({ call }) => call.requestId),
    calls.map(({ call }) => call.usage.inputTokens),
    calls.map(({ call }) => call.usage.outputTokens),
    calls.map(({ call }) => call.usage.costNano),
  ]);
}

const updatePhotos = statement(
  'settle.photos',
  `update rollcall.photos p set state = coalesce(w.state, p.state), search = coalesce(w.search, p.search), seq = w.seq
   from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::bigint[]) w(owner_id, id, state, search, seq)
   where p.owner_id = w.owner_id and p.id = w.id`,
);

/** States and search words of photos that keep their name. */
export async function writePhotos(tx: Sql, ended: readonly Ended[]): Promise<void> {
  const changed = ended.flatMap(({ item, result, verdict, seq }) => {
    const search = result.kind === 'answer' ? searchOf(item, result.analysis) : null;
    return verdict.photoState === null && search === null
      ? []
      : [{ item, state: verdict.photoState, search, seq }];
  });
  if (changed.length === 0) return;
  await tx.query(updatePhotos, [
    changed.map(({ item }) => item.ownerId),
    changed.map(({ item }) => item.photoId),
    changed.map(({ state }) => state),
    changed.map(({ search }) => search),
    changed.map(({ seq }) => seq),
  ]);
}

const updateItems = statement(
  'settle.items',
  `update rollcall.job_items i
   set status = w.status, code = w.code, detail = w.detail, errors = w.errors, unusable = w.unusable,
       suggested_stem = w.suggested, flags = string_to_array(w.flags, ','),
       decision = case when w.open then 'open' end, reused = w.reused, seq = w.seq,
       call_id = case when w.status = 'pending' then null else i.call_id end,
       finished_at = case when w.status = 'pending' then null else now() end
   from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::int[], $7::int[], $8::text[], $9::text[],
     $10::boolean[], $11::boolean[], $12::bigint[])
     w(owner_id, id, status, code, detail, errors, unusable, suggested, flags, open, reused, seq)
   where i.owner_id = w.owner_id and i.id = w.id`,
);

export async function writeItems(tx: Sql, ended: readonly Ended[]): Promise<void> {
  if (ended.length === 0) return;
  const verdicts = ended.map(({ verdict }) => verdict);
  await tx.query(updateItems, [
    ended.map(({ item }) => item.ownerId),
    ended.map(({ item }) => item.id),
    verdicts.map((v) => v.status),
    verdicts.map((v) => v.code),
    verdicts.map((v) => v.detail),
    verdicts.map((v) => v.errors),
    verdicts.map((v) => v.unusable),
    verdicts.map((v) => v.suggestedStem),
    verdicts.map((v) => v.flags.join(',')),
    verdicts.map((v) => v.open),
    verdicts.map((v) => v.reused),
    ended.map(({ seq }) => seq),
  ]);
}

const updateJobs = statement(
  'settle.jobs_update',
  `update rollcall.jobs j
   set succeeded = w.succeeded, failed = w.failed, skipped = w.skipped, reused = j.reused + w.reused,
       status = w.status, reason = w.reason, error = coalesce(w.error, case when w.status = 'paused' then j.error end),
       rename_id = w.rename_id, seq = w.seq,
       running_ms = j.running_ms + case when w.status = 'processing' then 0 else coalesce(extract(epoch from now() - j.running_since) * 1000, 0) end::bigint,
       running_since = case when w.status = 'processing' then j.running_since end,
       finished_at = case when w.final then now() end,
       waiting_until = case when w.status = 'processing' then j.waiting_until end
   from unnest($1::uuid[], $2::uuid[], $3::int[], $4::int[], $5::int[], $6::int[], $7::text[], $8::text[], $9::text[],
     $10::uuid[], $11::boolean[], $12::bigint[])
     w(owner_id, id, succeeded, failed, skipped, reused, status, reason, error, rename_id, final, seq)
   where j.owner_id = w.owner_id and j.id = w.id`,
);

interface JobUpdate {
  readonly job: JobStanding;
  readonly succeeded: number;
  readonly failed: number;
  readonly skipped: number;
  readonly reused: number;
  readonly status: JobStatus;
  readonly reason: PauseReason | null;
  readonly error: string | null;
  readonly final: boolean;
  readonly seq: number;
}

/** Counters and status of each job in one UPDATE, worked out here by the pure rules. Answers those that have ended. */
export async function writeJobs(
  tx: Sql,
  { ended, jobs }: { ended: readonly Ended[]; jobs: ReadonlyMap<string, JobStanding> },
): Promise<{ readonly job: JobStanding; readonly seq: number }[]> {
  const perJob = Map.groupBy(ended, ({ item }) => item.jobId);
  const updates = [...perJob].flatMap(([id, entries]) => {
    const job = jobs.get(id);
    return job === undefined ? [] : [jobUpdate(job, entries)];
  });
  if (updates.length === 0) return [];
  await tx.query(updateJobs, [
    updates.map((u) => u.job.ownerId),
    updates.map((u) => u.job.id),
    updates.map((u) => u.succeeded),
    updates.map((u) => u.failed),
    updates.map((u) => u.skipped),
    updates.map((u) => u.reused),
    updates.map((u) => u.status),
    updates.map((u) => u.reason),
    updates.map((u) => u.error),
    updates.map((u) => u.job.renameId),
    updates.map((u) => u.final),
    updates.map((u) => u.seq),
  ]);
  return updates.filter(({ final }) => final);
}

function jobUpdate(job: JobStanding, entries: readonly Ended[]): JobUpdate {
  const count = (status: string) => entries.filter(({ verdict }) => verdict.status === status).length;
  const counts = {
    total: job.total,
    succeeded: job.succeeded + count('completed'),
    failed: job.failed + count('error'),
    skipped: job.skipped + count('skipped'),
    canceled: job.canceled,
  };
  const final = finalStatus(counts);
  const pause = entries.find(({ verdict }) => verdict.pause !== null)?.verdict.pause ?? null;
  const next = final ?? (pause !== null ? 'paused' : job.status);
  // A job that was paused already keeps its reason.
  const reason = job.status === 'paused' ? job.reason : (pause?.reason ?? null);
  return {
    job,
    ...counts,
    reused: entries.filter(({ verdict }) => verdict.reused).length,
    status: next,
    reason: next === 'paused' ? reason : null,
    error: job.status === 'paused' ? null : (pause?.detail ?? null),
    final: final !== null,
    seq: entries[0]?.seq ?? 0,
  };
}

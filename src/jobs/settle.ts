import { bumpOwners, notifyOwners } from '../database/bump.ts';
import { DatabaseError, type Database, type Sql } from '../database/sql.ts';
import { lowerExtension } from '../names/file-name.ts';
import {
  applyNames,
  closeProposals,
  openRenames,
  type NameChange,
  type NewRename,
} from '../photos/apply-names.ts';
import { stateForSource } from '../photos/photo.ts';
import { freeNames } from '../photos/free-names.ts';
import { orderNumbers } from '../photos/order-numbers.ts';
import { freePairNames, type WantedForPhoto } from '../photos/pair-names.ts';
import { styleOf } from '../names/template.ts';
import type { Queue } from '../queue/queue.ts';
import type { ClaimedItem } from './claim.ts';
import type { Result } from './handle.ts';
import { verdictOf, type Standing, type Verdict } from './settle-decide.ts';
import { searchOf } from './search-of.ts';
import { readStandings, type JobStanding } from './settle-read.ts';
import { pauseAtLimits, readReachedLimits } from './spending.ts';
import { inStackOrder, wakeMates, type StackItem } from './stack-leaders.ts';
import { writeAnalyses, writeCalls, writeItems, writeJobs, writePhotos, type Ended } from './settle-write.ts';

export interface Finished {
  readonly item: ClaimedItem;
  readonly result: Result;
}

export interface SettleDependencies {
  readonly database: Database;
  readonly queue: Queue;
  readonly newId: () => string;
  /** The most a person may spend in a month, by whoever runs this; null: no more than they want themselves. */
  readonly monthlyCapUsd: number | null;
}

/**
 * Writes results: queue, analyses, calls, names, ledger, items and counters of all owners in the batch in one
 * transaction (one per owner was measured at 259 items/s with fifty owners, one for all at 3,200). One answer that
 * cannot be stored never takes the others with it: after one retry the batch is halved until it stands alone.
 */
export async function settle(dependencies: SettleDependencies, batch: readonly Finished[]): Promise<void> {
  // By call, not by item: a late answer and the one that counts can come together.
  const newest = [...new Map(batch.map((entry) => [entry.item.callId, entry])).values()];
  if (newest.length === 0) return;
  try {
    await settleOnce(dependencies, newest);
  } catch (error) {
    if (!isOurs(error)) throw error;
    await settleAgain(dependencies, newest);
  }
}

async function settleAgain(dependencies: SettleDependencies, batch: readonly Finished[]): Promise<void> {
  try {
    await settleOnce(dependencies, batch);
  } catch (error) {
    if (!isOurs(error)) throw error;
    const [only] = batch;
    if (batch.length === 1 && only !== undefined) {
      await settleUnstorable(dependencies, only);
      return;
    }
    const half = Math.ceil(batch.length / 2);
    await settle(dependencies, batch.slice(0, half));
    await settle(dependencies, batch.slice(half));
  }
}

/** Constraint, data or deadlock: of this batch's making. Anything else (no connection) is tried again as it is. */
function isOurs(error: unknown): boolean {
  return error instanceof DatabaseError && error.code !== null && /^(22|23|40|55)/u.test(error.code);
}

/** Its call is kept without its text, and if that is at fault as well, without the call. */
async function settleUnstorable(dependencies: SettleDependencies, finished: Finished): Promise<void> {
  const failure = unstorable(finished);
  try {
    await settleOnce(dependencies, [failure]);
  } catch (error) {
    if (!isOurs(error)) throw error;
    const { item, result } = failure;
    await settleOnce(dependencies, [{ item, result: { ...result, call: null } }]);
  }
}

function unstorable({ item, result }: Finished): {
  item: ClaimedItem;
  result: Extract<Result, { kind: 'fail' }>;
} {
  const call =
    'call' in result && result.call !== null
      ? { ...result.call, detail: 'unstorable', requestId: null }
      : null;
  return { item, result: { kind: 'fail', code: 'unstorable', detail: '', call } };
}

async function settleOnce(
  { database, queue, newId, monthlyCapUsd }: SettleDependencies,
  batch: readonly Finished[],
): Promise<void> {
  await database.transaction(async (tx) => {
    await settleQueue(tx, queue, batch);
    const seqs = await bumpOwners(
      tx,
      batch.map(({ item }) => item.ownerId),
    );
    await writeAnalyses(tx, batch);
    const { standings, jobs } = await readStandings(
      tx,
      batch.map(({ item }) => item),
    );
    const mine = batch.map(({ item }) => standings.get(item.callId)?.mine ?? false);
    await writeCalls(
      tx,
      batch.map((entry, i) => ({ ...entry, late: mine[i] !== true })),
    );
    const ended: Ended[] = batch.flatMap(({ item, result }) => {
      const standing = standings.get(item.callId);
      if (standing === undefined || !standing.mine) return [];
      return [
        {
          item,
          result,
          standing,
          verdict: verdictOf(item, result, standing),
          seq: seqs.get(item.ownerId) ?? 0,
        },
      ];
    });
    await closeProposals(tx, ended.filter(({ verdict }) => verdict.closesProposals).map(placeOf));
    const named = await giveNames(tx, { newId, jobs }, inStackOrder(ended));
    await writePhotos(
      tx,
      named.filter((entry) => entry.verdict.rename === null),
    );
    await writeItems(tx, named);
    for (const { job, seq } of await writeJobs(tx, { ended: named, jobs })) {
      if (job.renameId !== null)
        await orderNumbers(tx, { ...job, jobId: job.id, renameId: job.renameId, seq });
    }
    await wakeMates(tx, queue, named.flatMap(stackItem));
    await pauseSpent(tx, { batch, seqs, monthlyCapUsd });
    await notifyOwners(tx, seqs.keys());
  });
}

/** Pauses the jobs whose limit these calls have used up; one that has ended with them, or is paused, stays as it is. */
async function pauseSpent(
  tx: Sql,
  of: { batch: readonly Finished[]; seqs: ReadonlyMap<string, number>; monthlyCapUsd: number | null },
): Promise<void> {
  const paid = of.batch.filter(({ result }) => 'call' in result && (result.call?.usage.costNano ?? 0) > 0);
  const jobs = new Map(paid.map(({ item }) => [item.jobId, { ownerId: item.ownerId, id: item.jobId }]));
  const reached = await readReachedLimits(tx, [...jobs.values()], of.monthlyCapUsd);
  const paused = [...jobs.values()].flatMap((job) => {
    const limit = reached.get(job.id);
    return limit === undefined ? [] : [{ ...job, limit, seq: of.seqs.get(job.ownerId) ?? 0 }];
  });
  await pauseAtLimits(tx, paused);
}

/** Those that took an answer from their stack leave nobody waiting. */
function stackItem({ item, standing, verdict }: Ended): StackItem[] {
  const { stackId } = standing;
  if (stackId === null || verdict.status === 'pending' || verdict.reused) return [];
  return [{ ownerId: item.ownerId, jobId: item.jobId, id: item.id, stackId }];
}

const placeOf = ({ item, seq }: Ended) => ({ ownerId: item.ownerId, photoId: item.photoId, seq });

/** Before the owner's row, for the lock order; the fetched message is its own fence, and its result decides nothing. */
async function settleQueue(tx: Sql, queue: Queue, batch: readonly Finished[]): Promise<void> {
  const later = batch.filter(({ result }) => result.kind === 'later' || result.kind === 'give_back');
  const done = batch.filter(({ result }) => result.kind !== 'later' && result.kind !== 'give_back');
  if (done.length > 0)
    await queue.acknowledge(
      tx,
      'items',
      done.map(({ item }) => item.message),
    );
  if (later.length > 0) {
    await queue.defer(
      tx,
      'items',
      later.map(({ item, result }) => ({
        message: item.message,
        seconds: result.kind === 'later' ? result.seconds : 0,
      })),
    );
  }
}

/** Applies the names of those that get one; an entry without a free name becomes an error instead of a clash. */
async function giveNames(
  tx: Sql,
  { newId, jobs }: { newId: () => string; jobs: Map<string, JobStanding> },
  ended: readonly Ended[],
): Promise<Ended[]> {
  const renaming = ended.filter((entry) => entry.verdict.rename !== null);
  if (renaming.length === 0) return [...ended];
  // Most photos are in no stack; then nothing has to be looked up.
  const giving = renaming.some(({ standing }) => standing.stackId !== null) ? freePairNames : freeNames;
  const names = await giving(tx, renaming.map(wantedName));
  const opened: NewRename[] = [];
  const changes: NameChange[] = [];
  const verdicts = new Map<string, Verdict>();
  renaming.forEach((entry, i) => {
    const name = names[i];
    const job = jobs.get(entry.item.jobId);
    if (name === null || name === undefined || job === undefined) {
      verdicts.set(entry.item.id, withoutName(entry));
      return;
    }
    if (name.stem === entry.standing.stem && name.extension === lowerExtension(entry.standing.extension)) {
      verdicts.set(entry.item.id, unchanged(entry));
      return;
    }
    job.renameId ??= openRename(opened, {
      ownerId: entry.item.ownerId,
      id: newId(),
      jobId: entry.item.jobId,
      seq: entry.seq,
    });
    changes.push(changeOf(entry, name, job.renameId));
  });
  await openRenames(tx, opened);
  await applyNames(tx, changes);
  return ended.map((entry) => ({ ...entry, verdict: verdicts.get(entry.item.id) ?? entry.verdict }));
}

/** Leaving photos of one name as they are may be what was wished. */
function withoutName({ item, verdict }: Ended): Verdict {
  return item.options.template.sameNames === 'skip'
    ? { ...verdict, status: 'skipped', code: 'same_name', suggestedStem: null, rename: null }
    : { ...verdict, status: 'error', code: 'name_not_free', rename: null };
}

/** The stem it has is that of the other files of its shot. */
const unchanged = ({ verdict, standing }: Ended): Verdict => ({
  ...verdict,
  code: 'unchanged',
  rename: null,
  photoState: stateForSource(standing.nameSource),
});

function wantedName({ item, standing, verdict, result }: Ended): WantedForPhoto {
  const style = styleOf(item.options.template);
  const { sameNames } = item.options.template;
  // Nobody is there to be asked.
  const toldApart = result.kind === 'answer' && (sameNames === 'tell_apart' || sameNames === 'ask');
  return {
    ...style,
    ownerId: item.ownerId,
    photoId: item.photoId,
    jobId: item.jobId,
    folder: standing.folder,
    stem: verdict.rename ?? '',
    extension: lowerExtension(standing.extension),
    apart: toldApart ? { telling: result.telling, style } : undefined,
    onlyBare: sameNames === 'skip',
  };
}

/** A job has one open rename at a time; undo closes it, and the next name opens another. */
function openRename(
  opened: NewRename[],
  rename: { ownerId: string; id: string; jobId: string; seq: number },
): string {
  opened.push({ ...rename, why: 'job', undoes: null });
  return rename.id;
}

function changeOf(
  { item, standing, result, seq }: Ended,
  name: NameChange['name'],
  renameId: string,
): NameChange {
  return {
    ownerId: item.ownerId,
    photoId: item.photoId,
    renameId,
    name,
    source: 'job',
    state: 'named',
    old: oldName(standing),
    search: result.kind === 'answer' ? searchOf(item, result.analysis) : null,
    seq,
  };
}

const oldName = (standing: Standing) => ({
  stem: standing.stem,
  extension: standing.extension,
  source: standing.nameSource,
  nameRev: standing.nameRev,
});

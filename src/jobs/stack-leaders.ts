import type { Sql } from '../database/sql.ts';
import { statement } from '../database/sql.ts';
import { wantsStacks } from '../photos/read-stacks.ts';
import type { Queue } from '../queue/queue.ts';
import { countsFor } from './look-again.ts';

/** An item whose photo is in a stack. */
export interface StackItem {
  readonly ownerId: string;
  readonly jobId: string;
  readonly stackId: string;
  readonly id: string;
}

// First the one that is being asked about already; else the first in time, of one shot the file that is not RAW. One
// that could not be prepared leads nobody.
const leaders = statement(
  'stacks.leaders',
  `select w.i::int as i, l.id as leader_id, exists (
     select from rollcall.photos m
     cross join lateral (select x.preview_recipe from rollcall.originals x
       where x.owner_id = m.owner_id and x.sha256 = m.sha256 limit 1) o
     cross join lateral (select from rollcall.analyses x
       where x.owner_id = m.owner_id and x.sha256 = m.sha256 and x.recipe = o.preview_recipe
         and x.question = j.question and x.provider = j.provider and x.model = j.model and x.facts = ''
         and ${countsFor('x', 'j')} limit 1) a
     where m.owner_id = w.owner_id and m.stack_id = w.stack_id and m.deleted_at is null) as answered
   from unnest($1::uuid[], $2::uuid[], $3::uuid[]) with ordinality w(owner_id, stack_id, job_id, i)
   cross join lateral (select x.question, x.provider, x.model, x.options, x.created_at from rollcall.jobs x
     where x.owner_id = w.owner_id and x.id = w.job_id limit 1) j
   left join lateral (
     select i.id from rollcall.photos m
     cross join lateral (select x.id, x.status, x.position from rollcall.job_items x
       where x.owner_id = m.owner_id and x.photo_id = m.id and x.job_id = w.job_id
         and x.status in ('pending', 'processing') limit 1) i
     cross join lateral (select x.media_type from rollcall.originals x
       where x.owner_id = m.owner_id and x.sha256 = m.sha256 and x.prepared_at is not null
         and x.prepare_error is null limit 1) o
     where m.owner_id = w.owner_id and m.stack_id = w.stack_id and m.deleted_at is null
     order by i.status = 'processing' desc, m.taken_local nulls last, o.media_type = 'image/x-adobe-dng', i.position
     limit 1) l on true
   where ${wantsStacks('w.owner_id')}`,
);

/** What a claim has to know of the stacks it meets. */
export interface MetStacks {
  /** Another item of its stack is asked about first, and this one will take its answer. */
  waits(item: StackItem): boolean;
  /** Its stack has an answer: nothing will be asked. */
  isAnswered(item: StackItem): boolean;
}

const keyOf = ({ jobId, stackId }: StackItem): string => `${jobId}${stackId}`;

/** Reads each stack of a job once, however many of its items are claimed together. */
export async function meetStacks(tx: Sql, items: readonly StackItem[]): Promise<MetStacks> {
  const stacks = [...new Map(items.map((item) => [keyOf(item), item])).values()];
  if (stacks.length === 0) return { waits: () => false, isAnswered: () => false };
  const rows = await tx.query<{ i: number; leader_id: string | null; answered: boolean }>(leaders, [
    stacks.map((item) => item.ownerId),
    stacks.map((item) => item.stackId),
    stacks.map((item) => item.jobId),
  ]);
  const met = new Map(
    rows.flatMap((row) => {
      const item = stacks[row.i - 1];
      return item === undefined ? [] : [[keyOf(item), row] as const];
    }),
  );
  return {
    isAnswered: (item) => met.get(keyOf(item))?.answered ?? false,
    waits(item) {
      const stack = met.get(keyOf(item));
      if (stack === undefined || stack.answered) return false;
      return stack.leader_id !== null && stack.leader_id !== item.id;
    },
  };
}

const waitingMates = statement(
  'stacks.waiting_mates',
  `select i.id from unnest($1::uuid[], $2::uuid[], $3::uuid[]) w(owner_id, stack_id, job_id)
   cross join lateral (select x.id from rollcall.photos x
     where x.owner_id = w.owner_id and x.stack_id = w.stack_id and x.deleted_at is null limit 1000) m
   cross join lateral (select x.id from rollcall.job_items x
     where x.owner_id = w.owner_id and x.photo_id = m.id and x.job_id = w.job_id and x.status = 'pending' limit 1) i`,
);

/** The first of a stack has ended: with an answer the others take it, without one the next of them is asked about. */
export async function wakeMates(tx: Sql, queue: Queue, ended: readonly StackItem[]): Promise<void> {
  const stacks = [...new Map(ended.map((item) => [keyOf(item), item])).values()];
  if (stacks.length === 0) return;
  const rows = await tx.query<{ id: string }>(waitingMates, [
    stacks.map((item) => item.ownerId),
    stacks.map((item) => item.stackId),
    stacks.map((item) => item.jobId),
  ]);
  await queue.wake(
    tx,
    'items',
    rows.map((row) => row.id),
  );
}

interface InStack {
  readonly callId: string;
  readonly takenLocal: string | null;
  readonly extension: string;
  readonly position: number;
}

/** Photos of a stack one after the other as they were taken, so that their numbers follow; all others as they came. */
export function inStackOrder<
  T extends { readonly item: InStack; readonly standing: { readonly stackId: string | null } },
>(entries: readonly T[]): T[] {
  const stacks = Map.groupBy(entries, ({ item, standing }) => standing.stackId ?? item.callId);
  return [...stacks.values()].flatMap((stack) =>
    stack.toSorted((one, other) => inTime(one.item, other.item)),
  );
}

function inTime(one: InStack, other: InStack): number {
  const time = ({ takenLocal }: InStack) => takenLocal ?? '~';
  const raw = ({ extension }: InStack) => (extension.toLowerCase() === 'dng' ? 1 : 0);
  if (time(one) !== time(other)) return time(one) < time(other) ? -1 : 1;
  return raw(one) - raw(other) || one.position - other.position;
}

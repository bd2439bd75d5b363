import type { Sql } from '../database/sql.ts';
import { statement } from '../database/sql.ts';
import type { Deferral, QueueMessage } from '../queue/queue.ts';
import { meetStacks, type StackItem } from './stack-leaders.ts';

/** Items that a claim finds, whether their job runs, and whether their photo is ready to be looked at. */
const lookAtItems = statement(
  'claim.look',
  `select w.i::int as i, i.status, i.job_id, j.status as job_status, j.provider, j.model,
          j.budget_nano is not null as has_budget, o.prepared_at is not null as prepared, p.stack_id
   from unnest($1::uuid[], $2::uuid[]) with ordinality w(owner_id, id, i)
   cross join lateral (select * from rollcall.job_items x where x.owner_id = w.owner_id and x.id = w.id limit 1) i
   cross join lateral (select x.status, x.provider, x.model, x.budget_nano from rollcall.jobs x
     where x.owner_id = i.owner_id and x.id = i.job_id limit 1) j
   cross join lateral (select x.sha256, x.stack_id from rollcall.photos x
     where x.owner_id = i.owner_id and x.id = i.photo_id limit 1) p
   cross join lateral (select x.prepared_at from rollcall.originals x
     where x.owner_id = i.owner_id and x.sha256 = p.sha256 limit 1) o`,
);

interface FoundRow {
  i: number;
  status: string;
  job_id: string;
  job_status: string;
  provider: string;
  model: string;
  has_budget: boolean;
  prepared: boolean;
  stack_id: string | null;
}

/** A message whose item may be worked on. */
export interface ReadyMessage {
  readonly message: QueueMessage;
  readonly jobId: string;
  readonly provider: string;
  readonly model: string;
  readonly hasBudget: boolean;
  /** Another photo of its stack has the answer: nothing is asked, and nothing paid. */
  readonly answered: boolean;
  /** Its worker died: the call it had begun is lost, and may have to be paid for. */
  readonly lost: boolean;
}

export interface SortedMessages {
  readonly ready: readonly ReadyMessage[];
  readonly later: readonly Deferral[];
  /** Their item has ended or their job does not run: they leave the queue. */
  readonly done: readonly QueueMessage[];
  /** Of those, the ones whose item is still `processing` with nobody at work on it. */
  readonly orphaned: readonly QueueMessage[];
  /** How many of those for later wait for another of their stack. */
  readonly asleep: number;
}

const unpreparedSeconds = 5;
/** They are woken when the first of their stack has ended; if that one is gone, another leads them after this long. */
const mateSeconds = 30;

/** `asksAlone`: what a model says of one photo, with its date and place, is no answer for another. */
export async function sortMessages(
  tx: Sql,
  messages: readonly QueueMessage[],
  asksAlone: (provider: string, model: string) => boolean,
): Promise<SortedMessages> {
  const rows = await tx.query<FoundRow>(lookAtItems, [
    messages.map((message) => message.ownerId),
    messages.map((message) => message.id),
  ]);
  const found = new Map(rows.map((row) => [row.i - 1, row]));
  const inStacks = new Map(rows.flatMap((row) => stackItem(row, messages[row.i - 1], asksAlone)));
  const stacks = await meetStacks(tx, [...inStacks.values()]);
  const ready: ReadyMessage[] = [];
  const later: Deferral[] = [];
  const done: QueueMessage[] = [];
  const orphaned: QueueMessage[] = [];
  let asleep = 0;
  messages.forEach((message, i) => {
    const row = found.get(i);
    const live = row !== undefined && (row.status === 'pending' || row.status === 'processing');
    const runs = row !== undefined && (row.job_status === 'pending' || row.job_status === 'processing');
    if (!live || !runs) {
      done.push(message);
      if (row?.status === 'processing') orphaned.push(message);
      return;
    }
    const mate = inStacks.get(message.id);
    if (!row.prepared) later.push({ message, seconds: unpreparedSeconds });
    else if (mate !== undefined && stacks.waits(mate)) {
      asleep += 1;
      later.push({ message, seconds: mateSeconds });
    } else ready.push(toReady(message, row, mate !== undefined && stacks.isAnswered(mate)));
  });
  return { ready, later, done, orphaned, asleep };
}

/** One whose worker died had its turn already: were it to wait for another such one, neither would ever be asked. */
function stackItem(
  row: FoundRow,
  message: QueueMessage | undefined,
  asksAlone: (provider: string, model: string) => boolean,
): [string, StackItem][] {
  if (message === undefined || row.stack_id === null || row.status !== 'pending') return [];
  if (asksAlone(row.provider, row.model)) return [];
  const { ownerId, id } = message;
  return [[id, { ownerId, id, jobId: row.job_id, stackId: row.stack_id }]];
}

function toReady(message: QueueMessage, row: FoundRow, answered: boolean): ReadyMessage {
  return {
    message,
    jobId: row.job_id,
    provider: row.provider,
    model: row.model,
    hasBudget: row.has_budget,
    answered,
    lost: row.status === 'processing',
  };
}

import type { Sql } from '../database/sql.ts';
import type { Deferral, QueueMessage } from '../queue/queue.ts';
import { createAdmission, type Account, type Limit } from './limits.ts';
import type { ReadyMessage, SortedMessages } from './sort-messages.ts';
import { pauseAtLimits, readLiveSpending, type LiveSpending } from './spending.ts';

interface Costs {
  readonly expectedCostNano: (provider: string, model: string) => number | null;
  readonly monthlyCapUsd: number | null;
}

export interface ClaimPlan {
  readonly ready: readonly QueueMessage[];
  readonly later: readonly Deferral[];
  readonly done: readonly QueueMessage[];
  readonly orphaned: readonly QueueMessage[];
}

/** Until then calls under way are probably settled, and it is known what is left. */
const waitSeconds = 1;

/**
 * Holds back what a spending limit does not allow, and pauses the jobs whose limit is used up. Costs one statement, and
 * none where nothing is to pay.
 */
export async function withinLimits(
  tx: Sql,
  { expectedCostNano, monthlyCapUsd }: Costs,
  { sorted, seqs }: { sorted: SortedMessages; seqs: ReadonlyMap<string, number> },
): Promise<ClaimPlan> {
  const { ready } = sorted;
  const limited = ready.filter((one) => {
    if (one.answered) return false;
    const cost = expectedCostNano(one.provider, one.model);
    return cost !== null && (cost > 0 || one.hasBudget);
  });
  if (limited.length === 0) return { ...sorted, ready: ready.map(({ message }) => message) };
  const live = await readLiveSpending(
    tx,
    limited.map(({ message }) => message.ownerId),
    monthlyCapUsd,
  );
  const admit = createAdmission(accountsOf(live, ready, expectedCostNano));
  const plan = { ready: [] as QueueMessage[], later: [...sorted.later], done: [...sorted.done] };
  const orphaned = [...sorted.orphaned];
  const reached = new Map<string, { ownerId: string; id: string; limit: Limit; seq: number }>();
  for (const { message, jobId, lost, answered } of ready) {
    const admission = answered ? ({ kind: 'go' } as const) : admit(jobId);
    if (admission.kind === 'go') plan.ready.push(message);
    else if (admission.kind === 'wait') plan.later.push({ message, seconds: waitSeconds });
    else {
      const { ownerId } = message;
      reached.set(jobId, { ownerId, id: jobId, limit: admission.limit, seq: seqs.get(ownerId) ?? 0 });
      plan.done.push(message);
      if (lost) orphaned.push(message);
    }
  }
  await pauseAtLimits(tx, [...reached.values()]);
  return { ...plan, orphaned };
}

/** Lost calls are not under way any more: they count as spent, which they are as soon as their items are claimed. */
function accountsOf(
  live: readonly LiveSpending[],
  ready: readonly ReadyMessage[],
  expectedCostNano: Costs['expectedCostNano'],
): Map<string, Account> {
  const lost = Map.groupBy(
    ready.filter((one) => one.lost),
    ({ jobId }) => jobId,
  );
  const lostOf = (jobId: string) => lost.get(jobId)?.length ?? 0;
  const costs = live.map((one) => expectedCostNano(one.provider, one.model));
  const lostNano = new Map<string, number>();
  for (const [n, { ownerId, jobId }] of live.entries())
    lostNano.set(ownerId, (lostNano.get(ownerId) ?? 0) + lostOf(jobId) * (costs[n] ?? 0));
  return new Map(
    live.map(({ ownerId, jobId, spending, underWay }, n) => {
      const callNano = costs[n] ?? null;
      const spentNano = spending.spentNano + lostOf(jobId) * (callNano ?? 0);
      const month = {
        ...spending.month,
        spentNano: spending.month.spentNano + (lostNano.get(ownerId) ?? 0),
      };
      const paid = (callNano ?? 0) > 0 || spentNano > 0;
      return [
        jobId,
        {
          ownerId,
          callNano,
          underWay: underWay - lostOf(jobId),
          job: { ...spending, spentNano, month, paid },
        },
      ];
    }),
  );
}

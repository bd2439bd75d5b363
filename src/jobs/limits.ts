/** A spending limit that holds a job back, and whose it is. */
export interface Limit {
  readonly of: 'job' | 'month' | 'operator';
  readonly nano: number;
}

export interface MonthlyLimit extends Limit {
  readonly of: 'month' | 'operator';
}

/** What a person may spend in a month: their own wish, or less if whoever runs the server says so. */
export function monthlyLimit(ownNano: number | null, capNano: number | null): MonthlyLimit | null {
  if (capNano !== null && (ownNano === null || capNano <= ownNano)) return { of: 'operator', nano: capNano };
  return ownNano === null ? null : { of: 'month', nano: ownNano };
}

export interface Spending {
  readonly budgetNano: number | null;
  readonly spentNano: number;
  readonly month: { readonly limit: Limit | null; readonly spentNano: number };
  /** Its calls cost something, as far as is known: only such jobs are held back by a month's limit. */
  readonly paid: boolean;
}

/** The limit that is used up, null while the job may go on. Its own comes first: that one can be raised for it alone. */
export function reachedLimit({ budgetNano, spentNano, month, paid }: Spending): Limit | null {
  if (budgetNano !== null && spentNano >= budgetNano) return { of: 'job', nano: budgetNano };
  const { limit } = month;
  return paid && limit !== null && month.spentNano >= limit.nano ? limit : null;
}

const cents = (nano: number): string => {
  const usd = nano / 1e9;
  return `$${usd > 0 && usd < 0.01 ? String(Number(usd.toPrecision(2))) : usd.toFixed(2)}`;
};

/** For the job's row; the page has its own words. */
export function describeLimit({ of, nano }: Limit): string {
  switch (of) {
    case 'job':
      return `The limit of ${cents(nano)} for this job is reached.`;
    case 'month':
      return `The limit of ${cents(nano)} a month is reached.`;
    case 'operator':
      return `The limit of ${cents(nano)} a month, set by whoever runs this server, is reached.`;
  }
}

/** A job that may be claimed from, while the claim is worked out. Calls under way count with what they may cost. */
export interface Account {
  readonly job: Spending;
  readonly ownerId: string;
  /** What one more call may cost; null where asking costs nothing for certain (on this machine). */
  readonly callNano: number | null;
  /** Calls of this job under way; those whose worker died are not among them. */
  readonly underWay: number;
}

export type Admission =
  | { readonly kind: 'go' }
  /** Calls under way may use up what is left; when they are settled it is known. */
  | { readonly kind: 'wait' }
  | { readonly kind: 'reached'; readonly limit: Limit };

/**
 * Lets items through one by one, each counted with what its call may cost, as long as something of every limit is left:
 * so at most the last call goes past it, however many run at the same time.
 */
export function createAdmission(accounts: ReadonlyMap<string, Account>) {
  const ofJob = new Map<string, number>();
  const ofOwner = new Map<string, number>();
  const add = (jobId: string, { ownerId, callNano }: Account, calls: number) => {
    const nano = (callNano ?? 0) * calls;
    ofJob.set(jobId, (ofJob.get(jobId) ?? 0) + nano);
    ofOwner.set(ownerId, (ofOwner.get(ownerId) ?? 0) + nano);
  };
  for (const [id, account] of accounts) add(id, account, account.underWay);

  return (jobId: string): Admission => {
    const account = accounts.get(jobId);
    if (account === undefined || account.callNano === null) return { kind: 'go' };
    const limit = reachedLimit(account.job);
    if (limit !== null) return { kind: 'reached', limit };
    const { job, ownerId } = account;
    const withCalls = reachedLimit({
      ...job,
      spentNano: job.spentNano + (ofJob.get(jobId) ?? 0),
      month: { ...job.month, spentNano: job.month.spentNano + (ofOwner.get(ownerId) ?? 0) },
    });
    if (withCalls !== null) return { kind: 'wait' };
    add(jobId, account, 1);
    return { kind: 'go' };
  };
}

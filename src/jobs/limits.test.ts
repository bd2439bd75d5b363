import { describe, expect, test } from 'vitest';
import {
  createAdmission,
  describeLimit,
  monthlyLimit,
  reachedLimit,
  type Account,
  type Spending,
} from './limits.ts';

const free: Spending = { budgetNano: null, spentNano: 0, month: { limit: null, spentNano: 0 }, paid: true };
const month = (limitNano: number, spentNano: number): Spending['month'] => ({
  limit: { of: 'month', nano: limitNano },
  spentNano,
});

describe('the limit of a month', () => {
  test('is the own one, or the operator’s where that is lower or the only one', () => {
    expect(monthlyLimit(null, null)).toBeNull();
    expect(monthlyLimit(3, null)).toEqual({ of: 'month', nano: 3 });
    expect(monthlyLimit(3, 5)).toEqual({ of: 'month', nano: 3 });
    expect(monthlyLimit(7, 5)).toEqual({ of: 'operator', nano: 5 });
    expect(monthlyLimit(null, 5)).toEqual({ of: 'operator', nano: 5 });
    expect(monthlyLimit(0, 5)).toEqual({ of: 'month', nano: 0 });
  });
});

describe('a limit is reached', () => {
  test('when as much is spent, not before', () => {
    expect(reachedLimit({ ...free, budgetNano: 10, spentNano: 9 })).toBeNull();
    expect(reachedLimit({ ...free, budgetNano: 10, spentNano: 10 })).toEqual({ of: 'job', nano: 10 });
    expect(reachedLimit({ ...free, month: month(10, 9) })).toBeNull();
    expect(reachedLimit({ ...free, month: month(10, 10) })).toEqual({ of: 'month', nano: 10 });
    expect(reachedLimit({ ...free, spentNano: 1_000_000 })).toBeNull();
  });

  test('by the job first, since that one can be raised for it alone', () => {
    expect(reachedLimit({ ...free, budgetNano: 1, spentNano: 2, month: month(1, 2) })?.of).toBe('job');
  });

  test('for a month only by jobs that cost something', () => {
    expect(reachedLimit({ ...free, paid: false, month: month(10, 99) })).toBeNull();
  });

  test('and said with the amount', () => {
    expect(describeLimit({ of: 'job', nano: 1e9 })).toBe('The limit of $1.00 for this job is reached.');
    expect(describeLimit({ of: 'month', nano: 2_000_000 })).toBe('The limit of $0.002 a month is reached.');
    expect(describeLimit({ of: 'operator', nano: 0 })).toMatch(/\$0\.00 a month, set by whoever/u);
  });
});

describe('admission', () => {
  const account = (more: Partial<Omit<Account, 'job'>> & { job?: Partial<Spending> } = {}): Account => ({
    ownerId: 'ana',
    callNano: 10,
    underWay: 0,
    ...more,
    job: { ...free, ...more.job },
  });
  const admitAll = (accounts: Record<string, Account>, jobs: readonly string[]) => {
    const admit = createAdmission(new Map(Object.entries(accounts)));
    return jobs.map((job) => admit(job).kind);
  };

  test('lets as many through as the limit has room for, the last one may go past it', () => {
    const accounts = { a: account({ job: { budgetNano: 25 } }) };
    expect(admitAll(accounts, ['a', 'a', 'a', 'a'])).toEqual(['go', 'go', 'go', 'wait']);
  });

  test('counts calls under way', () => {
    const accounts = { a: account({ underWay: 2, job: { budgetNano: 25 } }) };
    expect(admitAll(accounts, ['a', 'a'])).toEqual(['go', 'wait']);
  });

  test('counts what other jobs of the person have under way, and of nobody else', () => {
    const job = { month: month(25, 5) };
    const accounts = {
      a: account({ job }),
      b: account({ underWay: 1, job }),
      c: account({ ownerId: 'ben', underWay: 9 }),
      d: account({ ownerId: 'ben', job }),
    };
    expect(admitAll(accounts, ['a', 'a', 'b'])).toEqual(['go', 'wait', 'wait']);
    expect(admitAll({ ...accounts, c: account({ ownerId: 'ben' }) }, ['d', 'd', 'd'])).toEqual([
      'go',
      'go',
      'wait',
    ]);
  });

  test('says which limit is used up', () => {
    const accounts = new Map([['a', account({ job: { month: month(5, 5) } })]]);
    expect(createAdmission(accounts)('a')).toEqual({ kind: 'reached', limit: { of: 'month', nano: 5 } });
  });

  test('never holds up what costs nothing for certain', () => {
    expect(admitAll({ a: account({ callNano: null, job: { budgetNano: 0 } }) }, ['a'])).toEqual(['go']);
  });

  test('lets a first call through even where the whole limit is less than one', () => {
    expect(admitAll({ a: account({ job: { budgetNano: 1 } }) }, ['a', 'a'])).toEqual(['go', 'wait']);
  });
});

import { useState } from 'react';
import type { Estimate } from '../../src/http/schemas/job.ts';
import type { JobChoices } from '../client.ts';
import type { Namer } from '../settings/use-namer.ts';
import { useSettings } from '../settings/use-usage.ts';
import { proposeBudget } from './propose-budget.ts';

export interface Budget {
  /** Null: no limit but the month's. */
  readonly usd: number | null;
  readonly set: (usd: number | null) => void;
  /** As a job's options say it. */
  readonly choices: JobChoices;
}

/** What the job may cost at most, while that can be said at all: for a model whose price is known. */
export function useBudget(estimate: Estimate | undefined, namer: Namer): Budget | null {
  const usual = useSettings().data?.jobLimitUsd ?? null;
  const [chosen, set] = useState<number | null | undefined>(undefined);
  if (estimate === undefined || namer.basic || namer.local) return null;
  if (!estimate.priceKnown || estimate.usd <= 0) return null;
  const usd = chosen ?? (chosen === null && usual === null ? null : proposeBudget(estimate.usd, usual));
  return { usd, set, choices: usd === null ? {} : { budgetUsd: usd } };
}

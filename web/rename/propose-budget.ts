/** What the person set for every job, else twice what it will probably cost, in whole cents, and a dollar at the least. */
export function proposeBudget(estimateUsd: number, usualUsd: number | null): number {
  return usualUsd ?? Math.max(1, Math.ceil(estimateUsd * 200) / 100);
}

/** Enough to go on for a while: twice the limit that is reached, and more than was spent. */
export function proposeRaise(limitUsd: number, spentUsd: number): number {
  return Math.max(limitUsd * 2, Math.ceil(spentUsd * 200) / 100, 0.01);
}

import type { PlanRow } from '../../src/names/plan-renames.ts';
import { ApiProblem } from '../problem.ts';

/** The server would not do what was shown: what it would do instead, and photos that are gone. */
export interface RefusedPlan {
  rows: readonly PlanRow[];
  gone: readonly string[];
}

const codes = new Set(['plan_changed', 'name_conflicts', 'unknown_photos']);

export function refusedPlan(problem: unknown): RefusedPlan | null {
  if (!(problem instanceof ApiProblem) || !codes.has(problem.code)) return null;
  const { rows, photoIds } = problem.body;
  return {
    // Of a clash the server names only the rows in the way, which is no plan.
    rows: problem.code === 'plan_changed' && Array.isArray(rows) ? rows.filter(isRow) : [],
    gone: Array.isArray(photoIds) ? photoIds.filter((id) => typeof id === 'string') : [],
  };
}

function isRow(row: unknown): row is PlanRow {
  const named = (key: string): boolean =>
    row !== null && typeof row === 'object' && typeof Reflect.get(row, key) === 'string';
  return ['photoId', 'from', 'to', 'status'].every(named);
}

/** One line of the table: what was measured, what it is held against, and whether it is good enough. */
export interface Row {
  readonly what: string;
  readonly ours: string;
  /** A baseline measured in the same minute, or a bound worked out. */
  readonly against: string;
  /** Ours ÷ against, where that means something. */
  readonly ratio: number | null;
  readonly target: string;
  readonly met: boolean;
}

export function printRows(rows: readonly Row[]): void {
  const cells = rows.map((row) => [
    row.what,
    row.ours,
    row.against,
    row.ratio === null ? '' : row.ratio.toFixed(3),
    row.target,
    row.met ? 'met' : 'MISSED',
  ]);
  const all = [['', 'ours', 'baseline or bound', 'ratio', 'target', ''], ...cells];
  const widths = [0, 1, 2, 3, 4, 5].map((column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  for (const row of all) {
    console.log(
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    );
  }
}

/** One that could not be measured takes no other with it. */
export function failedRow(name: string, error: unknown): Row {
  const reason = error instanceof Error ? error.message : String(error);
  return { what: name, ours: reason.slice(0, 60), against: '', ratio: null, target: '', met: false };
}

export const seconds = (ms: number): string => `${(ms / 1000).toFixed(2)} s`;
export const milliseconds = (ms: number): string => `${Math.round(ms)} ms`;

/** The smallest value of which `share` of all are not larger. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}

/**
 * Whether a stored analysis answers for a job: any does, unless the job looks again. For such a one only those count that
 * came after it was made; what it asked itself is among them, so that nothing is asked twice.
 */
export const countsFor = (analysis: string, job: string): string =>
  `(${job}.options -> 'lookAgain' is distinct from 'true'::jsonb or ${analysis}.created_at >= ${job}.created_at)`;

import { useMemo } from 'react';
import type { Job } from '../../src/http/schemas/job.ts';
import { usePage } from '../use-page.ts';
import { useCell, useJobs } from '../use-rollcall.ts';
import { isOver } from './job-store.ts';

/** The jobs to show: running ones, and ended ones until they are closed. The first stands open. */
export function useShownJobs(): readonly Job[] {
  const jobs = useJobs();
  const { preferences } = usePage();
  const { closedJobs } = useCell(preferences);
  return useMemo(() => {
    const renames = jobs.filter(
      (job) => job.kind === 'rename' && !(isOver(job) && closedJobs.includes(job.id)),
    );
    const running = renames.filter((job) => !isOver(job));
    // Of those that are over only the last one is news; the others are in the history.
    return running.length > 0 ? running : renames.slice(0, 1);
  }, [jobs, closedJobs]);
}

export function useCloseJob(): (id: string) => void {
  const { preferences } = usePage();
  return (id) => preferences.change({ closedJobs: [...preferences.get().closedJobs.slice(-30), id] });
}

import { useState } from 'react';
import type { JobChoices } from '../client.ts';
import { isOver } from '../job/job-store.ts';
import { useRollcall } from '../use-rollcall.ts';

/** "Look at 5 photos": a job that stores what was seen and changes no name. Says whether it went through. */
export function useLook() {
  const { client, jobs, photos, createId } = useRollcall();
  const [looking, setLooking] = useState(false);
  const [failed, setFailed] = useState(false);

  async function look(ids: readonly string[], choices: JobChoices): Promise<boolean> {
    if (looking || ids.length === 0) return false;
    setLooking(true);
    setFailed(false);
    try {
      const { job } = await client.startBatch(ids, { ...choices, apply: 'nothing' }, createId());
      jobs.put([job]);
      const ended = await untilOver(job.id);
      photos.put(await Promise.all(ids.map((id) => client.getPhoto(id))));
      const ok = ended?.status === 'completed';
      setFailed(!ok);
      return ok;
    } catch {
      setFailed(true);
      return false;
    } finally {
      setLooking(false);
    }
  }

  /** The feed tells when it is over; a paused look has failed for now. */
  function untilOver(id: string) {
    return new Promise<ReturnType<typeof jobs.get>>((resolve) => {
      const check = () => {
        const job = jobs.get(id);
        if (job && !isOver(job) && job.status !== 'paused') return;
        stop();
        resolve(job);
      };
      const stop = jobs.subscribe(check);
      check();
    });
  }

  return { look, looking, failed };
}

import { useEffect, useRef, useState } from 'react';
import type { Item } from '../../src/http/schemas/job.ts';
import type { RollcallClient } from '../client.ts';
import { loadPhotos } from '../library/load-photos.ts';
import { splitName } from '../name-parts.ts';
import { isOver } from '../job/job-store.ts';
import { useJobs, useRollcall } from '../use-rollcall.ts';
import { isOpen, needsLook, reviewRows, withNew, type Decisions, type ReviewRow } from './review-rows.ts';
import { useSimilar } from './use-similar.ts';
import { useDecisions } from './use-decisions.ts';

export type Review = ReturnType<typeof useReview>;

type Loaded = { status: 'loading' | 'failed' | 'ready'; rows: readonly ReviewRow[] };

/**
 * One review: what is open when it starts, and what was decided since. An accepted name is applied at once; a skip is
 * only told to the server when the review is left, so that it can be taken back until then.
 */
export function useReview(jobId: string) {
  const { photos } = useRollcall();
  const { status, rows } = useRows(jobId);
  const [edits, setEdits] = useState<ReadonlyMap<string, string>>(new Map());
  const decided = useDecisions(jobId, (photoId) => edits.get(photoId));
  const { decisions } = decided;
  useSkipsOnLeave(jobId, decisions);

  const undecided = (row: ReviewRow) => {
    const decision = decisions.get(row.photoId);
    return decision?.kind === 'takenBack' || (!decision && isOpen(photos.get(row.photoId), jobId));
  };
  const nameOf = (row: ReviewRow) => {
    const typed = edits.get(row.photoId);
    return typed === undefined ? row.proposal : typed + splitName(row.proposal).extension;
  };
  const similar = useSimilar(jobId, { rows, undecided, nameOf, edits, setEdits });
  return {
    ...decided,
    status,
    rows,
    edits,
    undecided,
    /** What "Accept 96" takes: never one that needs a look. */
    ready: rows.filter((row) => !needsLook(row) && undecided(row)),
    nameOf,
    similar,
    /**
     * Typed, and not accepted yet; an empty one, or the proposal itself, is no edit. Says whether the same can be done
     * to similar names.
     */
    edit: (row: ReviewRow, typed: string): boolean => {
      const stem = typed.trim();
      setEdits((before) => {
        const next = new Map(before);
        if (stem === '' || stem === splitName(row.proposal).stem) next.delete(row.photoId);
        else next.set(row.photoId, stem);
        return next;
      });
      return similar.consider(row, stem);
    },
  };
}

function useRows(jobId: string): Loaded {
  const { client, photos } = useRollcall();
  const [state, setState] = useState<Loaded & { jobId: string }>({ ...before(jobId), jobId });
  const progress = useProgress(jobId);
  useEffect(() => {
    // The page is being left, or its address names no job: there is nothing to ask for.
    if (jobId === '') return undefined;
    let here = true;
    const set = (next: (known: Loaded) => Loaded) =>
      here ? setState((known) => ({ ...next(known), jobId })) : undefined;
    async function read(): Promise<void> {
      const items = await load(client, jobId);
      const ids = items.map((item) => item.photoId);
      await loadPhotos(ids, { photos, listPhotos: client.listPhotos });
      const rows = reviewRows(items, photos.get, jobId);
      set((known) => ({ status: 'ready', rows: withNew(known.rows, rows) }));
    }
    // What is on screen stays there, where only the news could not be had.
    read().catch(() => set((known) => (known.rows.length > 0 ? known : { status: 'failed', rows: [] })));
    return () => {
      here = false;
    };
    // With each step of the job there is more to read.
    // oxlint-disable-next-line react/exhaustive-effect-dependencies
  }, [client, photos, jobId, progress]);
  return state.jobId === jobId ? state : before(jobId);
}

/** Rises while the job goes on, in steps: new suggestions are fetched with each. */
function useProgress(jobId: string): number {
  const job = useJobs().find(({ id }) => id === jobId);
  if (job === undefined) return 0;
  return isOver(job) ? -1 : Math.floor((job.processed / Math.max(1, job.total)) * 20);
}

const before = (jobId: string): Loaded => ({ status: jobId === '' ? 'ready' : 'loading', rows: [] });

async function load(client: RollcallClient, jobId: string): Promise<Item[]> {
  const items: Item[] = [];
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof client.listItems>> = await client.listItems(jobId, {
      status: 'completed',
      limit: 500,
      ...(cursor === null ? {} : { cursor }),
    });
    items.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return items;
}

function useSkipsOnLeave(jobId: string, decisions: Decisions): void {
  const { client, toasts } = useRollcall();
  const latest = useRef(decisions);
  useEffect(() => {
    latest.current = decisions;
  }, [decisions]);
  useEffect(
    () => () => {
      // What was decided last, not what was decided when the review began.
      const skipped = [...latest.current].filter(([, decision]) => decision.kind === 'skipped');
      if (skipped.length === 0) return;
      client
        .skipNames(
          jobId,
          skipped.map(([id]) => id),
        )
        .catch(toasts.problem);
    },
    [client, toasts, jobId],
  );
}

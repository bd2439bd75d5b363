import { useEffect, useRef, useState } from 'react';
import type { Item } from '../../src/http/schemas/job.ts';
import type { RollcallClient } from '../client.ts';
import { useSpeech } from '../i18n/use-words.tsx';
import { loadPhotos } from '../library/load-photos.ts';
import { splitName } from '../name-parts.ts';
import { useRollcall } from '../use-rollcall.ts';
import { isOpen, isUndecided, needsLook, reviewRows, type Decision, type ReviewRow } from './review-rows.ts';

export type Review = ReturnType<typeof useReview>;

type Decisions = ReadonlyMap<string, Decision>;
type Loaded = { status: 'loading' | 'failed' | 'ready'; rows: readonly ReviewRow[] };

/**
 * One review: what is open when it starts, and what was decided since. An accepted name is applied at once; a skip is
 * only told to the server when the review is left, so that it can be taken back until then.
 */
export function useReview(jobId: string) {
  const { client, photos, toasts } = useRollcall();
  const { words, format } = useSpeech();
  const { status, rows } = useRows(jobId);
  const [decisions, setDecisions] = useState<Decisions>(new Map());
  const [edits, setEdits] = useState<ReadonlyMap<string, string>>(new Map());
  const [done, setDone] = useState<readonly (readonly string[])[]>([]);
  useSkipsOnLeave(jobId, decisions);

  const decide = (ids: readonly string[], decision: Decision | undefined) =>
    setDecisions((before) => {
      const next = new Map(before);
      for (const id of ids) if (decision) next.set(id, decision);
      else next.delete(id);
      return next;
    });
  const nameOf = (row: ReviewRow) => {
    const typed = edits.get(row.photoId);
    return typed === undefined ? row.proposal : typed + splitName(row.proposal).extension;
  };

  async function accept(which: readonly ReviewRow[], typed?: string): Promise<void> {
    const ids = which.map((row) => row.photoId);
    const before = new Map(ids.map((id) => [id, decisions.get(id)]));
    const stemOf = (row: ReviewRow) => typed ?? edits.get(row.photoId);
    const edited = which.some((row) => stemOf(row) !== undefined);
    decide(ids, { kind: 'accepted', renameId: null, edited });
    try {
      const back = which.filter((row) => before.get(row.photoId)?.kind === 'takenBack');
      const open = which.filter((row) => before.get(row.photoId)?.kind !== 'takenBack');
      // The server decides each proposal once: one that was taken back is now a name like any other.
      for (const row of back) {
        photos.put([await client.patchName(row.photoId, stemOf(row) ?? splitName(row.proposal).stem)]);
      }
      const rename =
        open.length === 0
          ? null
          : await client.acceptNames(
              jobId,
              open.map((row) => {
                const stem = stemOf(row);
                return stem === undefined ? { photoId: row.photoId } : { photoId: row.photoId, name: stem };
              }),
            );
      decide(
        open.map((row) => row.photoId),
        { kind: 'accepted', renameId: rename?.id ?? null, edited },
      );
      setDone((all) => [...all, ids]);
      if (open.length > 1 && rename) {
        toasts.show({
          tone: 'done',
          text: words.job.renamed(rename.count, format.count(rename.count)),
          action: { label: words.app.undo, run: () => void undo(ids, rename.id) },
        });
      }
    } catch (problem) {
      for (const [id, decision] of before) decide([id], decision);
      toasts.problem(problem);
    }
  }

  async function undo(ids: readonly string[], bulkId?: string): Promise<void> {
    const renames = Map.groupBy(ids, (id) => {
      const decision = decisions.get(id);
      return bulkId ?? (decision?.kind === 'accepted' ? decision.renameId : null);
    });
    setDone((all) => all.filter((each) => !each.some((id) => ids.includes(id))));
    try {
      for (const [renameId, of] of renames) {
        if (renameId === null) {
          decide(of, undefined);
          continue;
        }
        const all = [...decisions].filter(([, each]) => each.kind === 'accepted' && each.renameId === renameId);
        // The whole of a rename is taken back as such, so that the history shows it as undone.
        await client.undo(renameId, bulkId === undefined && all.length > of.length ? of : undefined);
        decide(of, { kind: 'takenBack' });
      }
    } catch (problem) {
      toasts.problem(problem);
    }
  }

  const undecided = (row: ReviewRow) =>
    isUndecided(decisions.get(row.photoId)) &&
    (decisions.get(row.photoId)?.kind === 'takenBack' || isOpen(photos.get(row.photoId), jobId));
  return {
    status,
    rows,
    decisions,
    edits,
    nameOf,
    undecided,
    /** What "Accept 96" takes: never one that needs a look. */
    ready: rows.filter((row) => !needsLook(row) && undecided(row)),
    accept: (which: readonly ReviewRow[], typed?: string) => void accept(which, typed),
    skip: (row: ReviewRow) => {
      decide([row.photoId], { kind: 'skipped' });
      setDone((all) => [...all, [row.photoId]]);
    },
    undo: (id: string) => void undo([id]),
    undoLast: (): string | null => {
      const last = done.at(-1);
      if (!last) return null;
      void undo(last);
      return last[0] ?? null;
    },
    /** Typed, and not accepted yet; an empty one, or the proposal itself, is no edit. */
    edit: (row: ReviewRow, typed: string) =>
      setEdits((before) => {
        const next = new Map(before);
        const stem = typed.trim();
        if (stem === '' || stem === splitName(row.proposal).stem) next.delete(row.photoId);
        else next.set(row.photoId, stem);
        return next;
      }),
  };
}

function useRows(jobId: string): Loaded {
  const { client, photos } = useRollcall();
  const [state, setState] = useState<Loaded & { jobId: string }>({ status: 'loading', rows: [], jobId });
  useEffect(() => {
    let here = true;
    const set = (next: Loaded) => (here ? setState({ ...next, jobId }) : undefined);
    async function read(): Promise<void> {
      const items = await load(client, jobId);
      const ids = items.map((item) => item.photoId);
      await loadPhotos(ids, { photos, listPhotos: client.listPhotos });
      set({ status: 'ready', rows: reviewRows(items, photos.get, jobId) });
    }
    read().catch(() => set({ status: 'failed', rows: [] }));
    return () => {
      here = false;
    };
  }, [client, photos, jobId]);
  return state.jobId === jobId ? state : { status: 'loading', rows: [] };
}

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

import { useState } from 'react';
import { useSpeech } from '../i18n/use-words.tsx';
import { splitName } from '../name-parts.ts';
import { useRollcall } from '../use-rollcall.ts';
import type { Decision, Decisions, ReviewRow } from './review-rows.ts';

/** What was decided in this review, told to the server, and taken back from it. */
export function useDecisions(jobId: string, editOf: (photoId: string) => string | undefined) {
  const { client, photos, toasts } = useRollcall();
  const { words, format } = useSpeech();
  const [decisions, setDecisions] = useState<Decisions>(new Map());
  /** What Ctrl+Z takes back, the last one last. */
  const [done, setDone] = useState<readonly (readonly string[])[]>([]);

  const decide = (ids: readonly string[], decision: Decision | undefined) =>
    setDecisions((before) => withDecision(before, ids, decision));

  async function accept(which: readonly ReviewRow[], typed?: string): Promise<void> {
    const before = new Map(which.map(({ photoId }) => [photoId, decisions.get(photoId)]));
    const stemOf = (row: ReviewRow) => typed ?? editOf(row.photoId);
    const edited = which.some((row) => stemOf(row) !== undefined);
    decide([...before.keys()], { kind: 'accepted', renameId: null, edited });
    try {
      // The server decides each proposal once: one that was taken back is now a name like any other.
      const back = which.filter((row) => before.get(row.photoId)?.kind === 'takenBack');
      for (const row of back) {
        photos.put([await client.patchName(row.photoId, stemOf(row) ?? splitName(row.proposal).stem)]);
      }
      await acceptOpen(
        which.filter((row) => !back.includes(row)),
        stemOf,
        edited,
      );
    } catch (problem) {
      for (const [id, decision] of before) decide([id], decision);
      toasts.problem(problem);
    }
  }

  async function acceptOpen(
    open: readonly ReviewRow[],
    stemOf: (row: ReviewRow) => string | undefined,
    edited: boolean,
  ): Promise<void> {
    if (open.length === 0) return;
    const wishes = open.map((row) => ({ photoId: row.photoId, ...nameIn(stemOf(row)) }));
    const rename = await client.acceptNames(jobId, wishes);
    // All of it was decided elsewhere: there is nothing of this review to take back.
    if (rename === null) return;
    const ids = open.map((row) => row.photoId);
    decide(ids, { kind: 'accepted', renameId: rename.id, edited });
    setDone((all) => [...all, ids]);
    if (ids.length === 1) return;
    toasts.show({
      tone: 'done',
      text: words.job.renamed(rename.count, format.count(rename.count)),
      action: { label: words.app.undo, run: () => void takeBack(rename.id, ids, true).catch(toasts.problem) },
    });
  }

  async function takeBack(renameId: string, ids: readonly string[], whole: boolean): Promise<void> {
    // The whole of a rename is taken back as such, so that the history shows it as undone.
    await client.undo(renameId, whole ? undefined : ids);
    decide(ids, { kind: 'takenBack' });
    setDone((all) => all.filter((each) => !each.some((id) => ids.includes(id))));
  }

  function undo(ids: readonly string[]): void {
    const skipped = ids.filter((id) => decisions.get(id)?.kind === 'skipped');
    decide(skipped, undefined);
    setDone((all) => all.filter((each) => !each.some((id) => skipped.includes(id))));
    const renames = Map.groupBy(ids, (id) => renameOf(decisions.get(id)));
    for (const [renameId, of] of renames) {
      if (renameId === null) continue;
      const all = [...decisions.values()].filter((each) => renameOf(each) === renameId);
      takeBack(renameId, of, all.length <= of.length).catch(toasts.problem);
    }
  }

  return {
    decisions,
    accept: (which: readonly ReviewRow[], typed?: string) => void accept(which, typed),
    skip: (which: readonly ReviewRow[]) => {
      const ids = which.map((row) => row.photoId);
      decide(ids, { kind: 'skipped' });
      setDone((all) => [...all, ids]);
    },
    undo: (id: string) => undo([id]),
    undoLast: (): string | null => {
      const last = done.at(-1) ?? [];
      undo(last);
      return last[0] ?? null;
    },
  };
}

/** Without a name the proposal itself is accepted. */
const nameIn = (stem: string | undefined): { name?: string } => (stem === undefined ? {} : { name: stem });

/** Null while it is not known yet, and for what this review cannot take back. */
function renameOf(decision: Decision | undefined): string | null {
  return decision?.kind === 'accepted' ? decision.renameId : null;
}

function withDecision(before: Decisions, ids: readonly string[], decision: Decision | undefined): Decisions {
  const next = new Map(before);
  for (const id of ids) {
    if (decision) next.set(id, decision);
    else next.delete(id);
  }
  return next;
}

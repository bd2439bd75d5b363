import { useCallback } from 'react';
import { useSpeech } from '../i18n/use-words.tsx';
import { useCell, useRollcall } from '../use-rollcall.ts';
import type { DiskResult } from './disk-requests.ts';
import { countReasons } from './disk-rows.ts';
import type { DiskScreen } from './disk-screen.ts';
import { leftOutText, staysText } from './left-out-text.ts';

/** Why the button cannot be pressed now; null if it can. */
export type CannotApply = 'nothing' | 'problem' | 'reading' | 'undoing' | 'applying' | null;

/** Renaming on disk what is shown, and taking a run back, with what is said about it. */
export function useApplyToDisk(screen: DiskScreen) {
  const { words, format } = useSpeech();
  const { toasts } = useRollcall();
  const state = useCell(screen);
  const cannot = cannotApply(state);

  const undo = useCallback(
    async (run: string): Promise<void> => {
      const result = await screen.undo(run);
      if (result === null) return;
      const n = result.renamed;
      // A message that still offers this undo would be wrong now.
      toasts.clear();
      toasts.show({
        tone: n === 0 ? 'attention' : 'done',
        text: n === 0 ? words.onDisk.nothingBack : words.onDisk.gotBack(n, format.count(n)),
        detail: staysText(countReasons(result.leftAlone), words, format),
      });
    },
    [screen, toasts, words, format],
  );

  const run = useCallback((): void => {
    if (cannotApply(screen.get()) !== null) return;
    const say = (result: DiskResult) => {
      const { renamed: n, run: done } = result;
      // One that offers to undo the names in Rollcall would be taken for this one.
      toasts.clear();
      toasts.show({
        tone: n === 0 ? 'attention' : 'done',
        text: n === 0 ? words.onDisk.nothingRenamed : words.onDisk.renamed(n, format.count(n)),
        detail: leftOutText(countReasons(result.leftAlone), words, format),
        ...(done === null || n === 0
          ? {}
          : { action: { label: words.app.undo, run: () => void undo(done.id) } }),
      });
    };
    void screen.apply().then((result) => (result === null ? undefined : say(result)));
  }, [screen, toasts, words, format, undo]);

  return { cannot, run, undo: (id: string) => void undo(id) };
}

function cannotApply(state: ReturnType<DiskScreen['get']>): CannotApply {
  if (state.applying) return 'applying';
  if (state.undoing !== null) return 'undoing';
  if (state.folder === null || state.folder.problem !== null) return 'problem';
  if (state.counts.ticked === 0) return 'nothing';
  return state.folder.reading === null ? null : 'reading';
}

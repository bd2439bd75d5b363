import { useEffect } from 'react';
import { isBusyElsewhere } from '../is-busy-elsewhere.ts';
import type { Toast } from './toasts.ts';

/** While a message offers to undo, Ctrl or Command with Z does: what the newest of them speaks of, and nothing else. */
export function useUndoKey(shown: readonly Toast[], close: (key: number) => void): void {
  useEffect(() => {
    const newest = shown.findLast(({ action }) => action !== undefined);
    if (newest === undefined) return;
    // Heard from now on only, so after a page that has a use of its own for the key.
    const listen = (event: KeyboardEvent) => {
      const isUndo =
        (event.ctrlKey || event.metaKey) &&
        !event.shiftKey &&
        !event.altKey &&
        event.key.toLowerCase() === 'z';
      if (!isUndo || event.defaultPrevented || isBusyElsewhere(event.target)) return;
      event.preventDefault();
      close(newest.key);
      newest.action?.run();
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, [shown, close]);
}

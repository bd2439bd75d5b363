import { useEffect } from 'react';
import { isBusyElsewhere, isInField } from '../is-busy-elsewhere.ts';
import { useActions } from '../use-actions.ts';
import { useRollcall } from '../use-rollcall.ts';

/** Ctrl or Command with A, and Esc, mean the photos from anywhere on the page that has no use of its own for them. */
export function useLibraryKeys(): void {
  const { selection } = useRollcall();
  const { selectAll } = useActions();
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.altKey || isInField(event.target)) return;
      const isAll = (event.ctrlKey || event.metaKey) && !event.shiftKey && event.key.toLowerCase() === 'a';
      // The text of the page is never meant, not with a dialog or a menu open either.
      if (isAll) event.preventDefault();
      if (isBusyElsewhere(event.target)) return;
      if (isAll) selectAll();
      if (event.key !== 'Escape' || selection.size() === 0) return;
      event.preventDefault();
      selection.clear();
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, [selection, selectAll]);
}

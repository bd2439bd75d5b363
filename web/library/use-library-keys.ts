import { useEffect } from 'react';
import { isBusyElsewhere } from '../is-busy-elsewhere.ts';
import { useActions } from '../use-actions.ts';
import { useRollcall } from '../use-rollcall.ts';

/** Ctrl or Command with A, and Esc, mean the photos from anywhere on the page that has no use of its own for them. */
export function useLibraryKeys(): void {
  const { selection } = useRollcall();
  const { selectAll } = useActions();
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.altKey || isBusyElsewhere(event.target)) return;
      const isAll = (event.ctrlKey || event.metaKey) && !event.shiftKey && event.key.toLowerCase() === 'a';
      if (isAll) selectAll();
      else if (event.key === 'Escape' && selection.size() > 0) selection.clear();
      else return;
      event.preventDefault();
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, [selection, selectAll]);
}

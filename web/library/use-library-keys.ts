import { useEffect } from 'react';
import { isBusyElsewhere, isInField } from '../is-busy-elsewhere.ts';
import { useActions } from '../use-actions.ts';
import { usePage } from '../use-page.ts';
import { useRollcall } from '../use-rollcall.ts';
import { selectedInOrder } from './selection.ts';

/**
 * The keys that mean the photos from anywhere on the page that has no use of its own for them: Ctrl or Command with A
 * selects them all, and what is selected is renamed by F2, named by A, deleted by Delete and let go by Esc.
 */
export function useLibraryKeys(): void {
  const { selection, list } = useRollcall();
  const { view } = usePage();
  const { selectAll } = useActions();
  useEffect(() => {
    const inOrder = () => selectedInOrder(selection, list.state().ids);
    const remove = () => view.deleting.set(selection.ids());
    const acts: Partial<Record<string, () => void>> = {
      F2: () => view.bulkRenaming.set(inOrder()),
      a: () => view.renaming.set(inOrder()),
      Delete: remove,
      Backspace: remove,
      Escape: () => selection.clear(),
    };
    const listen = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.altKey || isInField(event.target)) return;
      const isAll = (event.ctrlKey || event.metaKey) && !event.shiftKey && event.key.toLowerCase() === 'a';
      // The text of the page is never meant, not with a dialog or a menu open either.
      if (isAll) event.preventDefault();
      if (isBusyElsewhere(event.target)) return;
      if (isAll) selectAll();
      if (event.ctrlKey || event.metaKey || selection.size() === 0) return;
      const act = acts[event.key.length === 1 ? event.key.toLowerCase() : event.key];
      if (act === undefined) return;
      event.preventDefault();
      act();
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, [selection, list, view, selectAll]);
}

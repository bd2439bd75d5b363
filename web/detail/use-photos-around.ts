import { usePage } from '../use-page.ts';
import { useCell, useList } from '../use-rollcall.ts';

/** What the arrows of the open photo go through: the list it was opened from, usually the grid. */
export function usePhotosAround(): readonly string[] {
  const { view } = usePage();
  const { ids } = useList();
  return useCell(view.openAmong) ?? ids;
}

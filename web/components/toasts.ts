import { createCell } from '../library/cell.ts';
import { ApiProblem } from '../problem.ts';

export interface Toast {
  key: number;
  tone: 'done' | 'attention';
  /** null: the page's own words for "that did not work", and for `code`; else `detail` behind. */
  text: string | null;
  detail?: string;
  code?: string;
  /** Takes back what the message tells. */
  action?: { label: string; run: () => void };
}

/** Short messages over the page; each is also told to screen readers and reachable with F8. */
export function createToasts() {
  const cell = createCell<readonly Toast[]>([]);
  let nextKey = 1;

  function show(toast: Omit<Toast, 'key'>): void {
    cell.set([...cell.get().slice(-2), { ...toast, key: nextKey++ }]);
  }

  return {
    get: cell.get,
    subscribe: cell.subscribe,
    show,
    problem: (problem: unknown) =>
      show({
        tone: 'attention',
        text: null,
        ...(problem instanceof ApiProblem
          ? { detail: problem.detail || problem.code, code: problem.code }
          : {}),
      }),
    clear: () => cell.set([]),
    close: (key: number) => cell.set(cell.get().filter((toast) => toast.key !== key)),
  };
}

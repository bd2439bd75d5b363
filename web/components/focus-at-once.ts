/** For a field that a person has just asked for: it takes the focus when it appears. */
export function focusAtOnce(element: HTMLElement | null): void {
  element?.focus();
}

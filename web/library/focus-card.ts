/**
 * Puts the focus on a photo's card. After a scroll it may still have to be rendered: a few frames are enough. Reached by
 * a key it is shown to have it: where the last press was of the mouse, Firefox and Safari would not by themselves.
 */
export function focusCard(node: HTMLElement, id: string, { byKey = false, tries = 3 } = {}): void {
  const card = node.querySelector<HTMLElement>(`[data-id="${CSS.escape(id)}"]`);
  if (card) card.focus({ preventScroll: true, ...(byKey ? { focusVisible: true } : {}) });
  else if (tries > 0) requestAnimationFrame(() => focusCard(node, id, { byKey, tries: tries - 1 }));
}

/** Puts the focus on a photo's card. After a scroll it may still have to be rendered: a few frames are enough. */
export function focusCard(node: HTMLElement, id: string, tries = 3): void {
  const card = node.querySelector<HTMLElement>(`[data-id="${CSS.escape(id)}"]`);
  if (card) card.focus({ preventScroll: true });
  else if (tries > 0) requestAnimationFrame(() => focusCard(node, id, tries - 1));
}

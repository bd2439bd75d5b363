const fields = 'input, textarea, select, [contenteditable="true"], [role="combobox"], [role="status"] li';
const floating = '[role="dialog"], [role="alertdialog"], [role="menu"], [role="listbox"]';

/** Whether a key pressed here is meant for a field, or for a dialog or menu that stands over the page. */
export function isBusyElsewhere(target: EventTarget | null): boolean {
  if (target instanceof Element && target.closest(fields) !== null) return true;
  return document.querySelector(floating) !== null;
}

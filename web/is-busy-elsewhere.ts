const fields = 'input, textarea, select, [contenteditable="true"], [role="combobox"], [role="status"] li';
const floating = '[role="dialog"], [role="alertdialog"], [role="menu"], [role="listbox"]';

export function isInField(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest(fields) !== null;
}

/** Whether a key pressed here is meant for a field, or for a dialog or menu that stands over the page. */
export function isBusyElsewhere(target: EventTarget | null): boolean {
  if (isInField(target)) return true;
  return document.querySelector(floating) !== null;
}

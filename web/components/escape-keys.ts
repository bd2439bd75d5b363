import type { KeyboardEvent as ReactKeyboardEvent } from 'react';

/**
 * How the content of a dialog hears Escape. Radix tells only what opened last: before any
 * field, which therefore says with `data-own-escape` that it has its own use for the key; and not the dialog at all where
 * a toast came over it, which lets the key go on.
 */
export function escapeKeys(close: () => void) {
  return {
    onEscapeKeyDown: (event: KeyboardEvent): void => {
      if (event.target instanceof Element && event.target.closest('[data-own-escape]'))
        event.preventDefault();
    },
    onKeyDown: (event: ReactKeyboardEvent): void => {
      if (event.key !== 'Escape' || event.defaultPrevented) return;
      // What opens out of the dialog stands elsewhere in the document, and its keys are its own.
      if (event.target instanceof Node && event.currentTarget.contains(event.target)) close();
    },
  };
}

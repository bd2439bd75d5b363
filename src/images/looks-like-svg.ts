/** True where the first element of a text is `<svg>`, whatever byte order mark, declaration or comment stands before. */
export function looksLikeSvg(head: Uint8Array): boolean {
  let text = decode(head).trimStart();
  // Each round takes one thing away from the front, so the loop ends.
  for (;;) {
    if (/^<(?:[\w.-]{1,50}:)?svg[\s>/]/iu.test(text)) return true;
    if (/^<!doctype\s+(?:[\w.-]{1,50}:)?svg\b/iu.test(text)) return true;
    const end = endOfPrologue(text);
    if (end === null) return false;
    text = text.slice(end).trimStart();
  }
}

/** Where a declaration, comment or foreign doctype at the front ends; null where there is none. */
function endOfPrologue(text: string): number | null {
  if (text.startsWith('<?')) return after(text, '?>');
  if (text.startsWith('<!--')) return after(text, '-->');
  if (/^<!doctype/iu.test(text)) return after(text, '>');
  return null;
}

function after(text: string, closing: string): number | null {
  const at = text.indexOf(closing);
  return at === -1 ? null : at + closing.length;
}

function decode(head: Uint8Array): string {
  const [first, second] = head;
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(head);
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(head);
  return new TextDecoder('utf-8').decode(head);
}

const controls = /\p{Cc}+/gu;
/** Line and paragraph separators, bidi marks and overrides, byte order mark, tag characters: invisible ways to lie. */
const invisible = /[\u061C\u200E\u200F\u2028-\u202E\u2060-\u206F\uFEFF\u{E0000}-\u{E007F}]+/gu;
const loneSurrogates = /\p{Surrogate}/gu;
const hadSpaceForm = /[\u2028\u2029]/gu;

/** One line of plain text of at most `max` characters, cut between words where that loses little. */
export function cleanText(text: string, max: number): string {
  // Only a bounded part is worth cleaning: an answer may be a megabyte of one letter.
  const head = text.slice(0, max * 8 + 1000);
  const line = head
    .replace(loneSurrogates, '')
    .replace(hadSpaceForm, ' ')
    .replace(controls, ' ')
    .replace(invisible, '')
    .normalize('NFC')
    .replace(/\s+/gu, ' ')
    .trim();
  return cut(line, max);
}

function cut(text: string, max: number): string {
  if (text.length <= max) return text;
  // A pair of surrogates is never split: the pattern drops a half left over at the end.
  const hard = text.slice(0, max).replace(loneSurrogates, '');
  const lastSpace = hard.lastIndexOf(' ');
  return (lastSpace > max / 2 ? hard.slice(0, lastSpace) : hard).trim();
}

/** A sentence for people out of a stranger's error text; secrets a server may have echoed are taken out. */
export function cleanDetail(text: string, secret = ''): string {
  const safe = secret.length >= 8 ? text.replaceAll(secret, '•••') : text;
  return cleanText(safe.replace(/\bsk-[\w*-]{8,}/gu, '•••'), 300);
}

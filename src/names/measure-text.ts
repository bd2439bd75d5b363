/** How much of a text may stay; every limit that is given counts. */
export interface TextLimit {
  /** Letters as a person counts them. */
  readonly graphemes?: number;
  /** UTF-16 units, what NTFS, APFS and `length` count. */
  readonly units?: number;
  /** UTF-8 bytes, what Linux file systems count. */
  readonly bytes?: number;
}

const plainLine = /^[ -~]*$/u;
/** Scripts of the first plane whose letters join with nothing: one unit, one letter, and no need to segment. */
const loneLetters =
  /^[ -~\xa1-\xac\xae-\u02ff\u0391-\u03ff\u0400-\u0482\u048a-\u052f\u3041-\u3096\u30a1-\u30fa\u30fc\u4e00-\u9fff\uac00-\ud7a3]*$/u;

export function byteLength(text: string): number {
  if (plainLine.test(text)) return text.length;
  let bytes = 0;
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0;
    bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x1_0000 ? 3 : 4;
  }
  return bytes;
}

/** The letters as a person sees them: a base with its accents is one. */
export function graphemesOf(text: string): string[] {
  if (loneLetters.test(text)) return text.split('');
  const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });
  return Array.from(segmenter.segment(text), ({ segment }) => segment);
}

export function graphemeCount(text: string): number {
  return loneLetters.test(text) ? text.length : graphemesOf(text).length;
}

/** The longest start of the text within the limit that splits no letter from its accents. */
export function cutText(text: string, limit: TextLimit): string {
  const { graphemes = Infinity, units = Infinity, bytes = Infinity } = limit;
  // No letter needs more than three bytes a unit, so short texts need no counting.
  if (text.length <= Math.min(graphemes, units, bytes / 3)) return text;
  const room = { units, bytes };
  const letters = graphemesOf(text).slice(0, graphemes === Infinity ? undefined : graphemes);
  const kept = takeWhileRoom(letters, room);
  if (kept !== '' || letters[0] === undefined) return kept;
  // A single letter larger than the room (a conjunct without end) is cut between its characters; of an emoji that
  // was joined no joiner is left behind.
  return takeWhileRoom(Array.from(letters[0]), room).replace(/\p{Default_Ignorable_Code_Point}+$/u, '');
}

function takeWhileRoom(parts: readonly string[], room: { units: number; bytes: number }): string {
  let { units, bytes } = room;
  let end = 0;
  for (const part of parts) {
    units -= part.length;
    bytes -= byteLength(part);
    if (units < 0 || bytes < 0) break;
    end += 1;
  }
  return parts.slice(0, end).join('');
}

/** No more than this is given up for whole words. */
const longestRest = 8;

/**
 * A long name without its middle, since both ends tell photos apart: of `room` letters, between words where words are
 * not too long for that.
 */
export function middleCut(stem: string, room: number): string {
  const letters = [...new Intl.Segmenter().segment(stem)].map((each) => each.segment);
  if (letters.length <= room) return stem;
  const end = Math.floor(room * 0.4);
  const head = letters.slice(0, room - 2 - end);
  const tail = letters.slice(-end);
  const headEnd = head.findLastIndex(isSeparator) + 1;
  const tailStart = tail.findIndex(isSeparator) + 1;
  return [
    ...head.slice(0, head.length - headEnd <= longestRest ? headEnd : head.length),
    '…',
    ...tail.slice(tailStart <= longestRest && tailStart < end ? tailStart : 0),
  ].join('');
}

const isSeparator = (letter: string): boolean => /^[-_.\s]$/u.test(letter);

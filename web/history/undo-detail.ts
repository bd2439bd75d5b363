import type { Format } from '../i18n/format.ts';
import type { Words } from '../i18n/en.ts';

/** What an undo could not take back as it was, and why. */
export function undoDetail(
  skipped: readonly { photoId: string; code: string }[],
  words: Words,
  format: Format,
): string {
  const { history } = words;
  const sentences = [
    ['changed_since', history.stayed],
    ['photo_deleted', history.stayedDeleted],
    ['came_back_numbered', history.numbered],
  ] as const;
  return sentences
    .map(([code, say]) => ({ say, n: skipped.filter((each) => each.code === code).length }))
    .filter(({ n }) => n > 0)
    .map(({ say, n }) => say(n, format.count(n)))
    .join(' ');
}

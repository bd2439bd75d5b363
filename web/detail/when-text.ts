import type { Format } from '../i18n/format.ts';
import type { Words } from '../i18n/en.ts';

/** "today at 14:02", "yesterday at 9:10", "12 November at 18:19", and the year where it is another one. */
export function whenText(
  at: string,
  { words, format }: { words: Words; format: Format },
  now = new Date(),
): string {
  const date = new Date(at);
  const clock = format.clock(date);
  const day = date.toDateString();
  if (day === now.toDateString()) return words.detail.todayAt(clock);
  const yesterday = new Date(now.getFullYear(), now.getMonth(), now.getDate() - 1);
  if (day === yesterday.toDateString()) return words.detail.yesterdayAt(clock);
  const year = date.getFullYear() === now.getFullYear() ? '' : ` ${date.getFullYear()}`;
  return words.detail.dayAt(`${format.day(date)}${year}`, clock);
}

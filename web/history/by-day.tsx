import type { ReactNode } from 'react';
import type { Words } from '../i18n/en.ts';
import { useSpeech } from '../i18n/use-words.tsx';
import type { HistoryItem } from './history-items.ts';

/** Rows under the day they are of. */
export function ByDay(props: { items: readonly HistoryItem[]; renderRow: (item: HistoryItem) => ReactNode }) {
  const { words, format } = useSpeech();
  const days = Map.groupBy(props.items, (item) => new Date(item.at).toDateString());
  return [...days].map(([day, of]) => (
    <section key={day} className="mt-5">
      <h2 className="border-b border-border pb-1.5 text-xs font-medium text-muted-foreground">
        {dayName(day, words, format.day)}
      </h2>
      <ul>{of.map(props.renderRow)}</ul>
    </section>
  ));
}

function dayName(day: string, words: Words, print: (date: Date) => string): string {
  const today = new Date();
  if (day === today.toDateString()) return words.time.today;
  today.setDate(today.getDate() - 1);
  return day === today.toDateString() ? words.time.yesterday : print(new Date(day));
}

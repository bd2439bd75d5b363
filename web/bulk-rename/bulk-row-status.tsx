import { Check, CircleAlert, CircleDashed, Equal, Pencil, Ruler, SkipForward } from 'lucide-react';
import type { ReactNode } from 'react';
import { useSpeech } from '../i18n/use-words.tsx';
import type { BulkRow } from './plan-bulk.ts';

/** Icon, word and colour: always all three. */
export function BulkRowStatus({ row }: { row: BulkRow }) {
  const { words, format } = useSpeech();
  const { bulk } = words;
  const say = (tone: string, icon: ReactNode, word: string) => (
    <span
      className={`num flex max-w-full items-center gap-1 text-xs font-medium whitespace-nowrap [&>.lucide]:size-[13px] [&>.lucide]:[stroke-width:2.25] ${tone}`}
    >
      {icon}
      <span className="truncate">{word}</span>
    </span>
  );
  switch (row.status) {
    case 'ok':
      return say('text-done', <Check aria-hidden />, bulk.ok);
    case 'unchanged':
      return say('text-waiting', <Equal aria-hidden />, bulk.unchanged);
    case 'sameName':
      return say(
        'text-failed',
        <CircleAlert aria-hidden />,
        bulk.sameAs(row.number, format.count(row.number)),
      );
    case 'tooLong':
      return say('text-failed', <Ruler aria-hidden />, bulk.tooLong(format.count(row.number)));
    case 'noName':
      return say('text-failed', <CircleDashed aria-hidden />, bulk.noName);
    case 'leftOut':
      if (row.ticked) return say('text-waiting', <SkipForward aria-hidden />, bulk.nameTaken);
      return row.photo.nameSource === 'hand'
        ? say('text-waiting', <Pencil aria-hidden />, bulk.keepsHandName)
        : say('text-waiting', <SkipForward aria-hidden />, bulk.leftOut);
    default:
      return row.status satisfies never;
  }
}

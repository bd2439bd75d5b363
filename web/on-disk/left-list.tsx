import { ChevronRight } from 'lucide-react';
import { useSpeech } from '../i18n/use-words.tsx';
import type { LeftAlone } from './disk-requests.ts';

const shown = 50;

/** Folded: which files are left alone, each with its reason. */
export function LeftList({ title, left }: { title: string; left: readonly LeftAlone[] }) {
  const { words, format } = useSpeech();
  return (
    <details className="group mt-0.5 text-xs">
      <summary className="num flex min-h-6 items-center gap-1 text-muted-foreground max-sm:min-h-11">
        {title}
        <ChevronRight className="icon-sm group-open:rotate-90" aria-hidden />
      </summary>
      <ul className="mt-0.5 max-h-52 overflow-y-auto">
        {left.slice(0, shown).map(({ path, code, text }) => (
          <li key={path} className="flex gap-3 py-0.5" title={text}>
            <span className="min-w-0 flex-1 truncate" title={path}>
              {path}
            </span>
            <span className="flex-none text-muted-foreground">{words.onDisk.problem[code]}</span>
          </li>
        ))}
        {left.length > shown ? (
          <li className="num py-0.5 text-muted-foreground">
            {words.onDisk.more(format.count(left.length - shown))}
          </li>
        ) : null}
      </ul>
    </details>
  );
}

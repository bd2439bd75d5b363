import { Search } from 'lucide-react';
import { useEffect, useState } from 'react';
import { ClearSearch } from '../components/ui/clear-search.tsx';
import { useSpeech } from '../i18n/use-words.tsx';

/** Finds by an old or a new name, a moment after the last letter. */
export function HistorySearch({ onSearch }: { onSearch: (text: string) => void }) {
  const { words } = useSpeech();
  const [text, setText] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => onSearch(text.trim()), 180);
    return () => clearTimeout(timer);
  }, [text, onSearch]);
  return (
    <search className="flex h-8 w-[220px] min-w-32 items-center gap-2 rounded-md border border-input bg-popover px-2.5 outline-2 outline-offset-1 outline-transparent focus-within:outline-ring max-sm:h-11 max-sm:w-full max-sm:flex-1">
      <Search className="icon-sm text-muted-foreground" aria-hidden />
      <input
        type="search"
        value={text}
        placeholder={words.history.search}
        aria-label={words.history.search}
        maxLength={200}
        className="min-w-0 flex-1 bg-transparent outline-none max-sm:text-base [&::-webkit-search-cancel-button]:hidden"
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') setText('');
        }}
      />
      {text === '' ? null : <ClearSearch onClear={() => setText('')} />}
    </search>
  );
}

import { Search } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { ClearSearch } from '../components/ui/clear-search.tsx';
import { useSpeech } from '../i18n/use-words.tsx';
import { useList, useRollcall } from '../use-rollcall.ts';

/** Answers as you type, a moment after the last letter. */
export function SearchField({ focused = false }: { focused?: boolean }) {
  const { words } = useSpeech();
  const { list } = useRollcall();
  const { filter } = useList();
  const [text, setText] = useState(filter.q ?? '');
  const field = useRef<HTMLInputElement>(null);

  useEffect(() => {
    const timer = setTimeout(() => {
      const q = text.trim();
      if (q !== (list.state().filter.q ?? '')) void list.setFilter({ q }).catch(() => undefined);
    }, 180);
    return () => clearTimeout(timer);
  }, [text, list]);
  // "Clear search" on the page empties the field too.
  useEffect(() => {
    if (filter.q === undefined && document.activeElement !== field.current) setText('');
  }, [filter.q]);
  useEffect(() => {
    if (focused) field.current?.focus();
  }, [focused]);
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      const typing =
        event.target instanceof HTMLElement &&
        event.target.closest('input, textarea, [role="dialog"]') !== null;
      if (event.key !== '/' || typing || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      field.current?.focus();
      field.current?.select();
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, []);

  return (
    <search className="mx-2 flex h-8 w-80 min-w-24 shrink items-center gap-2 rounded-md border border-border bg-muted px-2.5 outline-2 outline-offset-1 outline-transparent focus-within:outline-ring max-sm:mx-0 max-sm:h-11 max-sm:w-full">
      <Search className="text-muted-foreground" aria-hidden />
      <input
        ref={field}
        type="search"
        value={text}
        placeholder={words.library.search}
        aria-label={words.library.search}
        className="min-w-0 flex-1 bg-transparent outline-none max-sm:text-base [&::-webkit-search-cancel-button]:hidden"
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          setText('');
          event.currentTarget.blur();
        }}
      />
      {text === '' ? <kbd className="max-sm:hidden">/</kbd> : <ClearSearch onClear={() => setText('')} />}
    </search>
  );
}

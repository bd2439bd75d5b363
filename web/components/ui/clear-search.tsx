import { X } from 'lucide-react';
import { useSpeech } from '../../i18n/use-words.tsx';

/** Empties the search it stands in. */
export function ClearSearch({ onClear }: { onClear: () => void }) {
  const { words } = useSpeech();
  return (
    <button
      type="button"
      aria-label={words.library.clearSearch}
      className="grid size-6 place-items-center rounded-sm hover:bg-accent"
      onClick={onClear}
    >
      <X className="icon-sm" aria-hidden />
    </button>
  );
}

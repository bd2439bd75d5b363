import { useEffect, useId, useRef, useState } from 'react';
import type { Photo } from '../../src/http/schemas/photo.ts';
import { Button } from '../components/ui/button.tsx';
import type { Words } from '../i18n/en.ts';
import { useSpeech } from '../i18n/use-words.tsx';
import { splitName } from '../name-parts.ts';
import { problemText } from '../problem-text.ts';
import { ApiProblem } from '../problem.ts';
import { useRollcall } from '../use-rollcall.ts';
import { shortened } from './shortened.ts';

interface Trouble {
  text: string;
  /** A name that would be taken. */
  suggestion: string | null;
}

/** One name, typed: the stem is edited, the extension is fixed. Enter saves, Esc restores, leaving saves. */
export function NameEditor({
  photo,
  compact = false,
  onDone,
}: {
  photo: Photo;
  compact?: boolean;
  onDone: () => void;
}) {
  const { client, photos } = useRollcall();
  const { words } = useSpeech();
  const { stem, extension } = splitName(photo.name);
  const [text, setText] = useState(stem);
  const [problem, setProblem] = useState<Trouble | null>(null);
  const field = useRef<HTMLInputElement>(null);
  const startedAt = useRef(photo.nameRev);
  const busy = useRef(false);
  const noteId = useId();

  useEffect(() => {
    field.current?.focus();
    field.current?.select();
  }, []);

  async function save(name: string): Promise<void> {
    if (busy.current) return;
    if (name.trim() === stem) return onDone();
    if (name.trim() === '') return setProblem({ text: words.detail.emptyName, suggestion: null });
    const short = shortened(name);
    if (short !== null) return setProblem({ text: words.detail.tooLong, suggestion: `${short}${extension}` });
    busy.current = true;
    try {
      photos.put([await client.patchName(photo.id, name.trim(), startedAt.current)]);
      onDone();
    } catch (failure) {
      setProblem(explain(failure, `${text}${extension}`, words));
      startedAt.current = revisionNow(failure) ?? photos.get(photo.id)?.nameRev ?? startedAt.current;
      field.current?.focus();
    } finally {
      busy.current = false;
    }
  }

  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- hears the keys of its fields
    <form
      // Esc restores the name; only the next one closes what it stands in.
      data-own-escape=""
      className={compact ? 'relative z-2 mt-[5px]' : ''}
      onSubmit={(event) => {
        event.preventDefault();
        void save(text);
      }}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === 'Escape') onDone();
      }}
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget) && problem === null) void save(text);
      }}
    >
      <div
        className={`flex items-center gap-1 rounded-md border border-input bg-card outline-2 outline-offset-1 outline-transparent focus-within:outline-ring ${compact ? 'h-7 px-1.5' : 'h-9 px-2.5 text-base max-sm:h-11'}`}
      >
        <input
          ref={field}
          aria-label={words.detail.name}
          aria-invalid={problem !== null}
          aria-describedby={problem ? noteId : undefined}
          value={text}
          maxLength={10_000}
          spellCheck={false}
          autoComplete="off"
          className="min-w-0 flex-1 bg-transparent font-medium outline-none"
          onChange={(event) => {
            setText(event.target.value);
            setProblem(null);
          }}
        />
        <span className="flex-none text-muted-foreground">{extension}</span>
      </div>
      {problem === null ? null : (
        <div
          id={noteId}
          role="alert"
          className={`mt-1.5 text-xs text-failed ${compact ? 'absolute inset-x-0 rounded-sm bg-popover p-2 shadow-float' : ''}`}
        >
          {problem.text}{' '}
          {problem.suggestion === null ? null : (
            <Button
              look="link"
              size="tiny"
              className="h-auto min-h-6 max-w-full px-0 text-left break-words whitespace-normal"
              onClick={() => void save(splitName(problem.suggestion ?? '').stem)}
            >
              {words.detail.use(problem.suggestion)}
            </Button>
          )}
        </div>
      )}
    </form>
  );
}

/** In the page's words what was wrong with `name`. */
function explain(failure: unknown, name: string, words: Words): Trouble {
  const { detail } = words;
  if (!(failure instanceof ApiProblem)) return { text: words.app.somethingFailed, suggestion: null };
  if (failure.code === 'name_taken' || failure.code === 'name_too_long') {
    const { suggestion } = failure.body;
    const text = failure.code === 'name_taken' ? detail.taken(name) : detail.tooLong;
    return { text, suggestion: typeof suggestion === 'string' ? suggestion : null };
  }
  const isChanged = failure.status === 412 || failure.code === 'name_changed';
  return { text: isChanged ? detail.changed : problemText(failure, words), suggestion: null };
}

/** The revision that was in the way: the refusal may be here before the change itself is. */
function revisionNow(failure: unknown): number | null {
  const nameRev = failure instanceof ApiProblem ? failure.body.nameRev : null;
  return typeof nameRev === 'number' ? nameRev : null;
}

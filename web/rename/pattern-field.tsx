import { Plus, X } from 'lucide-react';
import { useEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import type { TokenName } from '../../src/names/pattern.ts';
import { useSpeech } from '../i18n/use-words.tsx';
import {
  addToken,
  editOf,
  moveCaret,
  patternOf,
  removeBefore,
  removePart,
  typeText,
  type Part,
  type PatternEdit,
} from './pattern-edit.ts';

const offered: readonly TokenName[] = [
  'title',
  'date',
  'place',
  'n',
  'subject',
  'camera',
  'time',
  'folder',
  'original',
];
const separators: Record<string, string> = { '': '', ' ': '␣' };

/** Chips and text in one line. Arrows move over chips, Backspace removes them, typing adds text. */
export function PatternField(props: {
  id: string;
  pattern: string;
  separator: string;
  describedBy: string;
  onChange: (pattern: string) => void;
  /** Stands at the field's end. */
  trailing?: ReactNode;
}) {
  const [edit, setEdit] = useState<PatternEdit>(() => editOf(props.pattern));
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);

  function change(next: PatternEdit): void {
    setEdit(next);
    const pattern = patternOf(next);
    if (pattern !== props.pattern) props.onChange(pattern);
    field.current?.focus();
  }

  function onKeyDown(event: KeyboardEvent<HTMLInputElement>): void {
    const { selectionStart, selectionEnd, value } = event.currentTarget;
    const atStart = selectionStart === 0 && selectionEnd === 0;
    const atEnd = selectionStart === value.length && selectionEnd === value.length;
    if (event.key === 'Backspace' && atStart) change(removeBefore(edit));
    else if (event.key === 'ArrowLeft' && atStart) change(moveCaret(edit, -1));
    else if (event.key === 'ArrowRight' && atEnd) change(moveCaret(edit, 1));
    else return;
    event.preventDefault();
  }

  const input = (
    <input
      key="input"
      id={props.id}
      ref={field}
      value={edit.text}
      autoComplete="off"
      spellCheck={false}
      aria-describedby={props.describedBy}
      className="h-6 min-w-0.5 flex-none bg-transparent outline-none max-sm:text-base"
      style={{
        width: `${edit.text === '' ? 0.3 : edit.text.length + 1}ch`,
        flexGrow: edit.caret === edit.parts.length ? 1 : 0,
      }}
      onChange={(event) => change(typeText(edit, event.target.value))}
      onKeyDown={onKeyDown}
    />
  );
  const chips = edit.parts.map((part, at) => (
    <Chip
      // oxlint-disable-next-line react/no-array-index-key -- the same part may stand twice
      key={`${at} ${part.kind === 'token' ? part.source : part.text}`}
      part={part}
      separator={at === 0 ? '' : (separators[props.separator] ?? props.separator)}
      onRemove={() => change(removePart(edit, at))}
    />
  ));
  return (
    <>
      <div
        className="flex min-h-8 w-full flex-wrap items-center gap-1 rounded-md border border-input bg-popover px-2.5 py-[3px] outline-2 outline-offset-1 outline-transparent focus-within:outline-ring max-sm:min-h-11"
        onPointerDown={(event) => {
          if (event.target === event.currentTarget) {
            event.preventDefault();
            field.current?.focus();
          }
        }}
      >
        {[...chips.slice(0, edit.caret), input, ...chips.slice(edit.caret)]}
        {props.trailing}
      </div>
      <OfferedParts edit={edit} onAdd={(name) => change(addToken(edit, name))} />
    </>
  );
}

/** The parts that the pattern does not have yet. */
function OfferedParts({ edit, onAdd }: { edit: PatternEdit; onAdd: (name: TokenName) => void }) {
  const { words } = useSpeech();
  const used = new Set(edit.parts.map((part) => (part.kind === 'token' ? part.name : '')));
  return (
    <div className="no-scrollbar mt-2 flex flex-wrap gap-1.5 max-sm:-mx-4 max-sm:flex-nowrap max-sm:overflow-x-auto max-sm:px-4">
      {offered
        .filter((name) => !used.has(name))
        .map((name) => (
          <button
            key={name}
            type="button"
            aria-label={words.rename.addPart(words.rename.parts[name])}
            className="inline-flex h-[22px] flex-none items-center gap-1 rounded-chip border border-border-strong pr-[7px] pl-[5px] text-xs font-medium hover:bg-accent max-sm:h-11 max-sm:px-3"
            onClick={() => onAdd(name)}
          >
            <Plus className="icon-xs text-muted-foreground" aria-hidden />
            {words.rename.parts[name]}
          </button>
        ))}
    </div>
  );
}

function Chip({ part, separator, onRemove }: { part: Part; separator: string; onRemove: () => void }) {
  const { words } = useSpeech();
  const text = part.kind === 'token' ? words.rename.parts[part.name] : part.text;
  const format = part.kind === 'token' ? /:([^|}]+)/u.exec(part.source)?.[1] : undefined;
  return (
    <>
      {separator === '' ? null : (
        <span className="px-px font-medium text-muted-foreground/55" aria-hidden>
          {separator}
        </span>
      )}
      <span
        className={
          part.kind === 'token'
            ? 'inline-flex h-[22px] items-center gap-1 rounded-chip bg-primary-soft pr-0.5 pl-[7px] text-xs font-strong text-primary'
            : 'inline-flex h-[22px] items-center gap-1 rounded-chip bg-muted pr-0.5 pl-[7px] text-xs font-medium'
        }
      >
        {text}
        {format === undefined ? null : <span className="font-normal">{format}</span>}
        <button
          type="button"
          tabIndex={-1}
          aria-label={words.rename.removePart(text)}
          className="touch grid size-4 place-items-center rounded-[4px] opacity-60 hover:bg-accent hover:opacity-100 max-sm:size-7"
          onClick={onRemove}
        >
          <X className="size-2.5 [stroke-width:2.5]" aria-hidden />
        </button>
      </span>
    </>
  );
}

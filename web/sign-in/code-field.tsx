import type { RefObject } from 'react';
import { classes } from '../components/ui/classes.ts';
import { codeLength } from './sign-in-form.ts';

/**
 * Six boxes that are one field: the boxes are drawn, the field lies over them unseen. So the system can fill it in,
 * a paste goes in whole, and a screen reader meets one field.
 */
export function CodeField({
  field,
  value,
  busy,
  describedBy,
  ...props
}: {
  id: string;
  field: RefObject<HTMLInputElement | null>;
  value: string;
  busy: boolean;
  describedBy: string | undefined;
  onChange: (text: string) => void;
}) {
  return (
    <div className="group relative grid grid-cols-6 gap-2">
      <input
        id={props.id}
        ref={field}
        // Not the field's own limit: it would cut "407 123" before the space is dropped.
        inputMode="numeric"
        autoComplete="one-time-code"
        spellCheck={false}
        required
        value={value}
        readOnly={busy}
        aria-describedby={describedBy}
        aria-invalid={describedBy === undefined ? undefined : true}
        // Typing goes on at the end, wherever a click went.
        onSelect={({ currentTarget: it }) => {
          if (it.selectionStart === it.selectionEnd && it.selectionEnd !== it.value.length)
            it.setSelectionRange(it.value.length, it.value.length);
        }}
        onChange={(event) => props.onChange(event.target.value)}
        className="absolute inset-0 z-10 w-full cursor-text text-base opacity-0"
      />
      {Array.from({ length: codeLength }, (_, at) => {
        const isNext = at === Math.min(value.length, codeLength - 1);
        return (
          <span
            key={at}
            aria-hidden
            className={classes(
              'num grid h-12 place-items-center rounded-md border border-input bg-popover text-xl font-strong',
              busy && 'text-muted-foreground',
              isNext &&
                'group-focus-within:outline-2 group-focus-within:outline-offset-1 group-focus-within:outline-ring',
            )}
          >
            {value[at] ??
              (isNext ? (
                <i className="blink hidden h-[22px] w-0.5 bg-ring group-focus-within:block" />
              ) : null)}
          </span>
        );
      })}
    </div>
  );
}

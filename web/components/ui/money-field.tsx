import { useState } from 'react';
import { classes } from './classes.ts';
import { readMoney } from './money-text.ts';

/** US dollars, or nothing. Handed on when the field is left or Enter is pressed; Escape brings the old value back. */
export function MoneyField(props: {
  label: string;
  value: number | null;
  shown: (usd: number) => string;
  placeholder?: string;
  describedBy?: string;
  invalid?: boolean;
  className?: string;
  onCommit?: (usd: number | null) => void;
  /** At every change; undefined while what is typed is no amount, which then stays in the field. */
  onType?: (usd: number | null | undefined) => void;
  /** The field is done with, whether or not something was handed on. */
  onDone?: () => void;
  focusAtOnce?: boolean;
}) {
  const { value } = props;
  const [typed, setTyped] = useState<string | null>(null);
  const read = typed === null ? value : readMoney(typed);

  function commit(): void {
    if (read !== undefined && read !== value) props.onCommit?.(read);
    if (read !== undefined || props.onType === undefined) setTyped(null);
    props.onDone?.();
  }

  return (
    <span
      className={classes(
        'inline-flex h-8 w-[120px] flex-none items-center gap-2 rounded-md border border-input bg-popover px-2.5 outline-offset-2 outline-ring has-focus-visible:outline-2 max-sm:h-11',
        props.className,
      )}
    >
      <span className="text-muted-foreground" aria-hidden>
        $
      </span>
      <input
        ref={props.focusAtOnce === true ? selectAtOnce : undefined}
        aria-label={props.label}
        aria-describedby={props.describedBy}
        aria-invalid={read === undefined || props.invalid === true}
        inputMode="decimal"
        data-own-escape={typed === null ? undefined : ''}
        autoComplete="off"
        placeholder={props.placeholder}
        value={typed ?? (value === null ? '' : props.shown(value))}
        className="num min-w-0 flex-1 bg-transparent outline-none placeholder:text-muted-foreground max-sm:text-base"
        onChange={(event) => {
          setTyped(event.target.value);
          props.onType?.(readMoney(event.target.value));
        }}
        onBlur={commit}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && !event.metaKey && !event.ctrlKey) commit();
          if (event.key !== 'Escape' || typed === null) return;
          // Only the field is left alone, not what it stands in.
          event.stopPropagation();
          setTyped(null);
          props.onType?.(value);
        }}
      />
    </span>
  );
}

function selectAtOnce(field: HTMLInputElement | null): void {
  field?.focus();
  field?.select();
}

import { Minus, Plus } from 'lucide-react';
import { useState, type ReactNode } from 'react';

export function Label({ htmlFor, children }: { htmlFor?: string; children: ReactNode }) {
  return htmlFor === undefined ? (
    <div className="mb-1.5 text-xs font-medium">{children}</div>
  ) : (
    <label htmlFor={htmlFor} className="mb-1.5 block text-xs font-medium">
      {children}
    </label>
  );
}

export function Hint({
  id,
  failed = false,
  children,
}: {
  id?: string;
  failed?: boolean;
  children: ReactNode;
}) {
  return (
    <p id={id} className={`mt-1.5 text-xs ${failed ? 'text-failed' : 'text-muted-foreground'}`}>
      {children}
    </p>
  );
}

export function Stepper(props: {
  id: string;
  value: number;
  less: string;
  more: string;
  onChange: (value: number) => void;
}) {
  const { id, value, onChange } = props;
  const step =
    'grid size-6 flex-none place-items-center rounded-chip text-muted-foreground hover:bg-accent max-sm:size-9';
  return (
    <div className="flex h-8 items-center rounded-md border border-input bg-popover pr-1 pl-2.5 max-sm:h-11">
      <PlainNumber id={id} value={value} min={0} max={999_999_999} onChange={onChange} />
      <button
        type="button"
        className={step}
        aria-label={props.less}
        onClick={() => onChange(Math.max(0, value - 1))}
      >
        <Minus className="icon-sm" aria-hidden />
      </button>
      <button type="button" className={step} aria-label={props.more} onClick={() => onChange(value + 1)}>
        <Plus className="icon-sm" aria-hidden />
      </button>
    </div>
  );
}

export function NumberField(props: {
  id: string;
  value: number;
  min: number;
  max: number;
  unit: string;
  onChange: (value: number) => void;
}) {
  return (
    <div className="flex h-8 items-center gap-2 rounded-md border border-input bg-popover px-2.5 max-sm:h-11">
      <PlainNumber
        id={props.id}
        value={props.value}
        min={props.min}
        max={props.max}
        onChange={props.onChange}
      />
      <span className="flex-none text-xs text-muted-foreground">{props.unit}</span>
    </div>
  );
}

/** Holds what is typed, also while it is no number yet; hands on only what is allowed. */
function PlainNumber(props: {
  id: string;
  value: number;
  min: number;
  max: number;
  onChange: (value: number) => void;
}) {
  const [typed, setTyped] = useState<string | null>(null);
  return (
    <input
      id={props.id}
      inputMode="numeric"
      autoComplete="off"
      value={typed ?? String(props.value)}
      className="num min-w-0 flex-1 bg-transparent outline-offset-4 max-sm:text-base"
      onChange={(event) => {
        const text = event.target.value.replaceAll(/\D/gu, '');
        setTyped(text);
        const value = Number(text);
        if (text !== '' && value >= props.min && value <= props.max) props.onChange(value);
      }}
      onBlur={() => setTyped(null)}
    />
  );
}

import { useEffect, useRef, useState } from 'react';

/** A stem being typed beside its fixed extension. Enter and leaving save, Esc does not. */
export function StemField(props: {
  label: string;
  stem: string;
  extension: string;
  /** `entered`: with the Enter key, not by leaving. */
  onSave: (typed: string, entered: boolean) => void;
  onCancel: () => void;
}) {
  const [text, setText] = useState(props.stem);
  const field = useRef<HTMLInputElement>(null);
  const over = useRef(false);
  useEffect(() => {
    field.current?.focus();
    field.current?.select();
  }, []);
  const end = (run: () => void) => {
    if (over.current) return;
    over.current = true;
    run();
  };
  return (
    <span className="flex h-[30px] min-w-0 items-center gap-1 rounded-md border border-input bg-popover px-2 outline-2 outline-offset-1 outline-transparent focus-within:outline-ring max-sm:h-11">
      <input
        ref={field}
        data-own-escape=""
        aria-label={props.label}
        value={text}
        maxLength={10_000}
        spellCheck={false}
        autoComplete="off"
        className="min-w-0 flex-1 bg-transparent font-medium outline-none max-sm:text-base"
        onChange={(event) => setText(event.target.value)}
        onBlur={() => end(() => props.onSave(text, false))}
        onKeyDown={(event) => {
          event.stopPropagation();
          if (event.key === 'Enter') end(() => props.onSave(text, true));
          else if (event.key === 'Escape') end(props.onCancel);
          else return;
          event.preventDefault();
        }}
      />
      <span className="flex-none text-muted-foreground">{props.extension}</span>
    </span>
  );
}

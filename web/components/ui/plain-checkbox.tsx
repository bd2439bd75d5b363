import { Check } from 'lucide-react';

/** Looks like Checkbox and is a third of the work: for tables of thousands of rows. */
export function PlainCheckbox({
  label,
  checked,
  disabled = false,
  tabIndex,
  onChange,
}: {
  label: string;
  checked: boolean;
  disabled?: boolean;
  /** -1 where a row of its own is the tab stop. */
  tabIndex?: number;
  onChange: (on: boolean) => void;
}) {
  return (
    <span className="relative grid size-4 place-items-center max-sm:size-5">
      <input
        type="checkbox"
        aria-label={label}
        checked={checked}
        disabled={disabled}
        tabIndex={tabIndex}
        className="touch peer size-full appearance-none rounded-[4px] border border-input bg-popover checked:border-primary checked:bg-primary disabled:opacity-55"
        onChange={(event) => onChange(event.target.checked)}
      />
      <Check
        className="icon-xs pointer-events-none absolute hidden! text-primary-foreground [stroke-width:3] peer-checked:block!"
        aria-hidden
      />
    </span>
  );
}

import { Check, ChevronDown } from 'lucide-react';
import { Select as RadixSelect } from 'radix-ui';

/** A field with a list; every choice is a word. */
export function Select<Value extends string>(props: {
  id?: string;
  label: string;
  /** Without a frame, at the end of a line that says what it is. */
  quiet?: boolean;
  value: Value;
  choices: readonly { value: Value; label: string }[];
  onChange: (value: Value) => void;
}) {
  const known = (value: string) => props.choices.find((choice) => choice.value === value);
  return (
    <RadixSelect.Root
      value={props.value}
      onValueChange={(value) => {
        const choice = known(value);
        if (choice) props.onChange(choice.value);
      }}
    >
      <RadixSelect.Trigger
        id={props.id}
        aria-label={props.label}
        className={
          props.quiet
            ? '-mr-1.5 flex h-7 min-w-0 items-center gap-1.5 rounded-sm px-1.5 font-medium hover:bg-accent max-sm:h-11'
            : 'flex h-8 w-full min-w-0 items-center gap-2 rounded-md border border-input bg-popover px-2.5 text-left max-sm:h-11 max-sm:text-base'
        }
      >
        <span className="min-w-0 flex-1 truncate">
          <RadixSelect.Value />
        </span>
        <RadixSelect.Icon>
          <ChevronDown className="icon-sm text-muted-foreground" />
        </RadixSelect.Icon>
      </RadixSelect.Trigger>
      <RadixSelect.Portal>
        <RadixSelect.Content
          position="popper"
          sideOffset={6}
          className="pop-in z-50 min-w-(--radix-select-trigger-width) rounded-md bg-popover p-[5px] shadow-float"
        >
          <RadixSelect.Viewport>
            {props.choices.map((choice) => (
              <RadixSelect.Item
                key={choice.value}
                value={choice.value}
                className="flex h-[30px] items-center gap-2 rounded-sm px-2 outline-none select-none data-highlighted:bg-accent max-sm:h-11"
              >
                <span className="flex-1">
                  <RadixSelect.ItemText>{choice.label}</RadixSelect.ItemText>
                </span>
                <RadixSelect.ItemIndicator>
                  <Check className="icon-sm text-primary" />
                </RadixSelect.ItemIndicator>
              </RadixSelect.Item>
            ))}
          </RadixSelect.Viewport>
        </RadixSelect.Content>
      </RadixSelect.Portal>
    </RadixSelect.Root>
  );
}

import { Check, Minus } from 'lucide-react';
import { Checkbox as RadixCheckbox, Switch as RadixSwitch, ToggleGroup } from 'radix-ui';
import type { ComponentProps, ReactNode } from 'react';
import { classes } from './classes.ts';

export function Switch({ className, ...rest }: ComponentProps<typeof RadixSwitch.Root>) {
  return (
    <RadixSwitch.Root
      className={classes(
        'relative h-4 w-7 flex-none rounded-full bg-input transition-colors duration-(--duration-fast) data-[state=checked]:bg-primary max-sm:h-[22px] max-sm:w-10',
        className,
      )}
      {...rest}
    >
      <RadixSwitch.Thumb className="block size-3 translate-x-0.5 rounded-full bg-white transition-transform duration-(--duration-fast) data-[state=checked]:translate-x-[14px] max-sm:size-[18px] max-sm:data-[state=checked]:translate-x-5" />
    </RadixSwitch.Root>
  );
}

export function Checkbox({ className, ...rest }: ComponentProps<typeof RadixCheckbox.Root>) {
  return (
    <RadixCheckbox.Root
      className={classes(
        'grid size-4 flex-none place-items-center rounded-[4px] border border-input bg-popover data-[state=checked]:border-primary data-[state=checked]:bg-primary data-[state=checked]:text-primary-foreground data-[state=indeterminate]:border-primary data-[state=indeterminate]:bg-primary data-[state=indeterminate]:text-primary-foreground',
        className,
      )}
      {...rest}
    >
      <RadixCheckbox.Indicator>
        {rest.checked === 'indeterminate' ? (
          <Minus className="icon-xs [stroke-width:3]" />
        ) : (
          <Check className="icon-xs [stroke-width:3]" />
        )}
      </RadixCheckbox.Indicator>
    </RadixCheckbox.Root>
  );
}

/** A few choices side by side, exactly one of them on. */
export function Segments<Value extends string>(props: {
  label: string;
  value: Value;
  choices: readonly { value: Value; label: ReactNode; name?: string }[];
  onChange: (value: Value) => void;
  wide?: boolean;
}) {
  return (
    <ToggleGroup.Root
      type="single"
      aria-label={props.label}
      value={props.value}
      onValueChange={(value) => {
        const choice = props.choices.find((each) => each.value === value);
        if (choice) props.onChange(choice.value);
      }}
      className={classes(
        'h-8 gap-0.5 rounded-md border border-input bg-popover p-0.5 max-sm:h-11',
        props.wide ? 'flex' : 'inline-flex',
      )}
    >
      {props.choices.map((choice) => (
        <ToggleGroup.Item
          key={choice.value}
          value={choice.value}
          aria-label={choice.name}
          className="touch inline-flex h-full flex-1 items-center justify-center rounded-chip px-1.5 font-medium whitespace-pre text-muted-foreground hover:text-foreground data-[state=on]:bg-accent data-[state=on]:text-foreground data-[state=on]:shadow-[inset_0_0_0_1px_var(--border-strong)]"
        >
          {choice.label}
        </ToggleGroup.Item>
      ))}
    </ToggleGroup.Root>
  );
}

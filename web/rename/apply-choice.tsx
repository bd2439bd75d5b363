import { RadioGroup } from 'radix-ui';
import { useId } from 'react';
import { Segments } from '../components/ui/controls.tsx';
import { Label } from '../components/ui/fields.tsx';
import { useSpeech } from '../i18n/use-words.tsx';
import { usePhone } from '../use-rollcall.ts';

export type ApplyWhen = 'automatic' | 'review';

/** Whether names are applied as they come, or proposed first. */
export function ApplyChoice({ value, onChange }: { value: ApplyWhen; onChange: (value: ApplyWhen) => void }) {
  const { words } = useSpeech();
  const id = useId();
  const phone = usePhone();
  const choices = [
    { value: 'automatic', label: words.review.automatic, hint: words.review.automaticHint },
    { value: 'review', label: words.review.review, hint: words.review.reviewHint },
  ] as const;
  if (phone)
    return (
      <div>
        <Label>{words.review.whenReady}</Label>
        <Segments wide label={words.review.whenReady} value={value} onChange={onChange} choices={choices} />
      </div>
    );
  return (
    <div>
      <Label>{words.review.whenReady}</Label>
      <RadioGroup.Root
        aria-label={words.review.whenReady}
        value={value}
        onValueChange={(next) => {
          const choice = choices.find((each) => each.value === next);
          if (choice) onChange(choice.value);
        }}
        className="flex flex-col gap-1.5"
      >
        {choices.map((choice) => (
          <div key={choice.value} className="flex items-center gap-2.5 max-sm:min-h-11">
            <RadioGroup.Item
              id={`${id}-${choice.value}`}
              value={choice.value}
              className="grid size-4 flex-none place-items-center rounded-full border border-input bg-popover data-[state=checked]:border-primary data-[state=checked]:bg-primary"
            >
              <RadioGroup.Indicator className="size-1.5 rounded-full bg-primary-foreground" />
            </RadioGroup.Item>
            <label htmlFor={`${id}-${choice.value}`}>
              <span className="font-medium">{choice.label}</span>{' '}
              <span className="text-muted-foreground">{choice.hint}</span>
            </label>
          </div>
        ))}
      </RadioGroup.Root>
    </div>
  );
}

import { useId, useState } from 'react';
import { Hint, Label } from '../components/ui/fields.tsx';
import { useSpeech } from '../i18n/use-words.tsx';
import { readLeftOut, sameWords } from './read-left-out.ts';
import type { TemplateProps } from './template-choices.tsx';

/** Words with commas between. */
export function LeaveOutField({ template, change }: TemplateProps) {
  const { words } = useSpeech();
  const id = useId();
  const [typed, setTyped] = useState('');
  const { without } = template;
  // What is typed stays as it is typed; a template that comes from elsewhere shows its own words.
  const shown = sameWords(readLeftOut(typed), without) ? typed : without.join(', ');
  return (
    <div>
      <Label htmlFor={id}>{words.bulk.more.leaveOut}</Label>
      <input
        id={id}
        value={shown}
        autoComplete="off"
        placeholder={words.bulk.more.leaveOutExample}
        aria-describedby={`${id}-hint`}
        className="block h-8 w-full rounded-md border border-input bg-popover px-2.5 max-sm:h-11 max-sm:text-base"
        onChange={(event) => {
          setTyped(event.target.value);
          change({ without: readLeftOut(event.target.value) });
        }}
      />
      <Hint id={`${id}-hint`}>{words.bulk.more.leaveOutHint}</Hint>
    </div>
  );
}

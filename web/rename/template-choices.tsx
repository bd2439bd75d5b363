import { ChevronRight } from 'lucide-react';
import { useId, type ReactNode } from 'react';
import type { JobOptions } from '../../src/http/schemas/job.ts';
import { Segments } from '../components/ui/controls.tsx';
import { Hint, Label, NumberField, Stepper } from '../components/ui/fields.tsx';
import { Select } from '../components/ui/select.tsx';
import { useSpeech } from '../i18n/use-words.tsx';
import { LeaveOutField } from './leave-out-field.tsx';

type Template = JobOptions['template'];

/** Fields of a template, the same wherever one is set; each dialog puts them in its own order. */
export interface TemplateProps {
  template: Template;
  change: (part: Partial<Template>) => void;
}

const separators = ['-', '_', '.', ' ', ''] as const;

export function SeparatorField({ template, change, all }: TemplateProps & { all: boolean }) {
  const { words } = useSpeech();
  // A choice needs a value; no separator is none.
  const shown = all ? separators : separators.filter((value) => value !== '' || template.separator === '');
  return (
    <Segments
      wide
      label={words.rename.separator}
      value={template.separator === '' ? 'none' : template.separator}
      onChange={(value) => change({ separator: value === 'none' ? '' : value })}
      choices={shown.map((value) => ({
        value: value === '' ? ('none' as const) : value,
        label: `a${value}b`,
        name: value === '' ? words.bulk.noSeparator : words.rename.separatorNames[value],
      }))}
    />
  );
}

export function CaseField({ template, change }: TemplateProps) {
  const { words } = useSpeech();
  return (
    <Select
      label={words.rename.case}
      value={template.case}
      onChange={(letterCase) => change({ case: letterCase })}
      choices={(['lower', 'upper', 'title', 'sentence', 'keep'] as const).map((value) => ({
        value,
        label: words.rename.cases[value],
      }))}
    />
  );
}

export function LongestField({ template, change, unit }: TemplateProps & { unit: string }) {
  const { words } = useSpeech();
  const id = useId();
  return (
    <div>
      <Label htmlFor={id}>{words.rename.longest}</Label>
      <NumberField
        id={id}
        value={template.maxLength}
        min={10}
        max={150}
        unit={unit}
        onChange={(maxLength) => change({ maxLength })}
      />
    </div>
  );
}

export function StartField({ template, change, stepper }: TemplateProps & { stepper: boolean }) {
  const { words } = useSpeech();
  const id = useId();
  const common = { id, value: template.start, onChange: (start: number) => change({ start }) };
  return (
    <div>
      <Label htmlFor={id}>{stepper ? words.rename.start : words.bulk.start}</Label>
      {stepper ? (
        <Stepper {...common} less={words.rename.fewer} more={words.rename.moreNumber} />
      ) : (
        <NumberField {...common} min={0} max={999_999_999} unit="" />
      )}
    </div>
  );
}

export function StepField({ template, change }: TemplateProps) {
  const { words } = useSpeech();
  const id = useId();
  return (
    <div>
      <Label htmlFor={id}>{words.bulk.step}</Label>
      <NumberField
        id={id}
        value={template.step}
        min={1}
        max={1000}
        unit=""
        onChange={(step) => change({ step })}
      />
    </div>
  );
}

const paddings = ['auto', '1', '2', '3', '4', '5'] as const;

export function PaddingField({ template, change, auto }: TemplateProps & { auto: string }) {
  const { words } = useSpeech();
  return (
    <div>
      <Label>{words.rename.padding}</Label>
      <Select
        label={words.rename.padding}
        value={paddings.find((value) => value === String(template.padding)) ?? 'auto'}
        onChange={(value) => change({ padding: value === 'auto' ? 'auto' : Number(value) })}
        choices={paddings.map((value) => ({
          value,
          label: value === 'auto' ? auto : '1'.padStart(Number(value), '0'),
        }))}
      />
    </div>
  );
}

const orders = ['selection', 'taken', 'name'] as const;
const restarts = ['never', 'folder', 'day'] as const;
const letterChoices = ['keep', 'plain', 'latin'] as const;
const targets = ['any', 'windows', 'mac_linux', 'web'] as const;

/** As many as a template may say. */
const wordCounts = ['any', ...Array.from({ length: 12 }, (_, at) => String(at + 1))];

/** What few ever change. In a job the order is the grid's, and nobody is asked about same names. */
export function MoreTemplateChoices({ template, change, inJob }: TemplateProps & { inJob: boolean }) {
  const { words } = useSpeech();
  const { more } = words.bulk;
  const isWeb = template.target === 'web';
  const same = inJob
    ? (['tell_apart', 'number', 'skip'] as const)
    : (['ask', 'tell_apart', 'number', 'skip'] as const);
  const sameNames = inJob && template.sameNames === 'ask' ? 'tell_apart' : template.sameNames;
  return (
    <div className="flex flex-col gap-2.5">
      <div className="flex flex-col">
        {inJob ? null : (
          <QuietSelect
            label={more.order}
            value={template.order}
            onChange={(order) => change({ order })}
            choices={orders.map((value) => ({ value, label: more.orders[value] }))}
          />
        )}
        <QuietSelect
          label={more.restart(String(template.start))}
          value={template.restart}
          onChange={(restart) => change({ restart })}
          choices={restarts.map((value) => ({ value, label: more.restarts[value] }))}
        />
        <QuietSelect
          label={more.letters}
          value={isWeb ? 'latin' : template.letters}
          onChange={(letters) => change({ letters })}
          choices={letterChoices
            .filter((value) => !isWeb || value === 'latin')
            .map((value) => ({ value, label: more.letterChoices[value] }))}
        />
        <QuietSelect
          label={more.mostWords}
          value={String(template.maxWords ?? 'any')}
          onChange={(value) => change({ maxWords: value === 'any' ? null : Number(value) })}
          choices={wordCounts.map((value) => ({
            value,
            label: value === 'any' ? more.anyWords : more.words(value),
          }))}
        />
      </div>
      <LeaveOutField template={template} change={change} />
      <div>
        <Label>{more.target}</Label>
        <Segments
          wide
          label={more.target}
          value={template.target}
          onChange={(target) => change({ target })}
          choices={targets.map((value) => ({
            value,
            label: more.targets[value],
            name: more.targetNames[value],
          }))}
        />
        {template.target === 'any' ? null : <Hint>{more.targetHint[template.target]}</Hint>}
      </div>
      <div>
        <Label>{words.bulk.sameNames}</Label>
        <Segments
          wide
          label={words.bulk.sameNames}
          value={sameNames}
          onChange={(value) => change({ sameNames: value })}
          choices={same.map((value) => ({ value, label: words.bulk.sameChoices[value] }))}
        />
        {sameNames === 'ask' ? null : <Hint>{words.bulk.sameHint[sameNames]}</Hint>}
      </div>
    </div>
  );
}

function QuietSelect<Value extends string>(props: {
  label: string;
  value: Value;
  choices: readonly { value: Value; label: string }[];
  onChange: (value: Value) => void;
}) {
  return (
    <div className="flex min-h-8 items-center justify-between gap-3 max-sm:min-h-11">
      <span className="text-muted-foreground">{props.label}</span>
      <Select quiet {...props} />
    </div>
  );
}

/** Folded, it says in a few words what is chosen. */
export function FoldedMore({ summary, children }: { summary: string; children: ReactNode }) {
  const { words } = useSpeech();
  return (
    <details
      className="group"
      // What was opened is meant to be seen, also where the column scrolls.
      onToggle={({ currentTarget }) =>
        currentTarget.open && currentTarget.scrollIntoView({ block: 'nearest' })
      }
    >
      <summary className="flex min-h-8 cursor-default list-none items-center gap-2.5 rounded-sm max-sm:min-h-11 [&::-webkit-details-marker]:hidden">
        <ChevronRight className="icon-sm text-muted-foreground group-open:rotate-90" aria-hidden />
        <span className="font-medium">{words.bulk.more.title}</span>
        <span className="ml-auto truncate pl-3 text-muted-foreground group-open:hidden">{summary}</span>
      </summary>
      <div className="pt-0.5 pb-1">{children}</div>
    </details>
  );
}

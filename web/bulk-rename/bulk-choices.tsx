import { useId } from 'react';
import { Segments } from '../components/ui/controls.tsx';
import { Hint, Label, NumberField } from '../components/ui/fields.tsx';
import { Select } from '../components/ui/select.tsx';
import { useSpeech } from '../i18n/use-words.tsx';
import { PatternField } from '../rename/pattern-field.tsx';
import { usePhone } from '../use-rollcall.ts';
import { PresetMenu, SavePreset } from './preset-menu.tsx';
import type { BulkRename } from './use-bulk-rename.ts';

export function BulkPattern({ form }: { form: BulkRename }) {
  const { words } = useSpeech();
  const id = useId();
  return (
    <div>
      <div className="mb-1.5 flex min-h-5 items-center justify-between gap-2">
        <label htmlFor={id} className="text-xs font-medium">
          {words.rename.pattern}
        </label>
        <SavePreset template={form.template} />
      </div>
      <PatternField
        key={form.round}
        id={id}
        describedBy={`${id}-hint`}
        pattern={form.template.pattern}
        separator={form.template.separator}
        onChange={(pattern) => form.change({ pattern })}
        trailing={<PresetMenu onPick={form.take} />}
      />
      <div id={`${id}-hint`} aria-live="polite">
        {form.valid ? null : <Hint failed>{words.rename.patternEmpty}</Hint>}
      </div>
    </div>
  );
}

const separators = ['-', '_', '.', ' ', ''] as const;

/** Separator and case: on a phone beside each other, else the separator over the whole width. */
export function BulkChoices({ form }: { form: BulkRename }) {
  const { words } = useSpeech();
  const phone = usePhone();
  const separator = (
    <Segments
      wide
      label={words.rename.separator}
      // A choice needs a value; no separator is none.
      value={form.template.separator === '' ? 'none' : form.template.separator}
      onChange={(value) => form.change({ separator: value === 'none' ? '' : value })}
      choices={separators
        .filter((value) => !phone || value !== '')
        .map((value) => ({
          value: value === '' ? ('none' as const) : value,
          label: `a${value}b`,
          name: value === '' ? words.bulk.noSeparator : words.rename.separatorNames[value],
        }))}
    />
  );
  const letterCase = (
    <Select
      label={words.rename.case}
      value={form.template.case}
      onChange={(value) => form.change({ case: value })}
      choices={(['lower', 'upper', 'title', 'sentence', 'keep'] as const).map((value) => ({
        value,
        label: words.rename.cases[value],
      }))}
    />
  );
  if (phone) {
    return (
      <div className="grid grid-cols-2 gap-2.5 max-[360px]:grid-cols-1">
        {separator}
        {letterCase}
      </div>
    );
  }
  return (
    <>
      <div>
        <Label>{words.rename.separator}</Label>
        {separator}
      </div>
      <div className="grid grid-cols-2 gap-3.5">
        <div>
          <Label>{words.rename.case}</Label>
          {letterCase}
        </div>
        <LongestName form={form} />
      </div>
    </>
  );
}

function LongestName({ form }: { form: BulkRename }) {
  const { words } = useSpeech();
  const id = useId();
  return (
    <div>
      <Label htmlFor={id}>{words.rename.longest}</Label>
      <NumberField
        id={id}
        value={form.template.maxLength}
        min={10}
        max={150}
        unit=""
        onChange={(maxLength) => form.change({ maxLength })}
      />
    </div>
  );
}

const paddings = ['auto', '1', '2', '3', '4', '5'] as const;

export function BulkDetails({ form }: { form: BulkRename }) {
  const { words } = useSpeech();
  const phone = usePhone();
  const id = useId();
  const { template, change } = form;
  return (
    <>
      <div>
        <div className="grid grid-cols-3 gap-2.5">
          <div>
            <Label htmlFor={`${id}-start`}>{words.bulk.start}</Label>
            <NumberField
              id={`${id}-start`}
              value={template.start}
              min={0}
              max={999_999_999}
              unit=""
              onChange={(start) => change({ start })}
            />
          </div>
          <div>
            <Label htmlFor={`${id}-step`}>{words.bulk.step}</Label>
            <NumberField
              id={`${id}-step`}
              value={template.step}
              min={1}
              max={1000}
              unit=""
              onChange={(step) => change({ step })}
            />
          </div>
          <div>
            <Label>{words.rename.padding}</Label>
            <Select
              label={words.rename.padding}
              value={paddings.find((value) => value === String(template.padding)) ?? 'auto'}
              onChange={(value) => change({ padding: value === 'auto' ? 'auto' : Number(value) })}
              choices={paddings.map((value) => ({
                value,
                label: value === 'auto' ? words.bulk.paddingAuto : '1'.padStart(Number(value), '0'),
              }))}
            />
          </div>
        </div>
        <Hint>{words.bulk.numberHint}</Hint>
      </div>
      {phone ? <LongestName form={form} /> : null}
      <div>
        <Label>{words.bulk.sameNames}</Label>
        <Segments
          wide
          label={words.bulk.sameNames}
          value={form.onConflict}
          onChange={form.setOnConflict}
          choices={(['fail', 'number', 'skip'] as const).map((value) => ({
            value,
            label: words.bulk.sameChoices[value],
          }))}
        />
        <Hint>{words.bulk.sameHint[form.onConflict]}</Hint>
      </div>
    </>
  );
}

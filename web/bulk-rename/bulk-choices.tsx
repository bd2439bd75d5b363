import { useId } from 'react';
import { Hint, Label } from '../components/ui/fields.tsx';
import { useSpeech } from '../i18n/use-words.tsx';
import { PatternField } from '../rename/pattern-field.tsx';
import { PatternHint } from '../rename/pattern-hint.tsx';
import { PresetMenu, SavePreset } from '../rename/preset-menu.tsx';
import {
  CaseField,
  FoldedMore,
  LongestField,
  MoreTemplateChoices,
  PaddingField,
  SeparatorField,
  StartField,
  StepField,
} from '../rename/template-choices.tsx';
import { usePhone } from '../use-rollcall.ts';
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
        <PatternHint pattern={form.template.pattern} onMend={(pattern) => form.take({ pattern })} />
      </div>
    </div>
  );
}

/** Separator and case: on a phone beside each other, else the separator over the whole width. */
export function BulkChoices({ form }: { form: BulkRename }) {
  const { words } = useSpeech();
  const phone = usePhone();
  if (phone) {
    return (
      <div className="grid grid-cols-2 gap-2.5 max-[360px]:grid-cols-1">
        <SeparatorField {...form} all={false} />
        <CaseField {...form} />
      </div>
    );
  }
  return (
    <>
      <div>
        <Label>{words.rename.separator}</Label>
        <SeparatorField {...form} all />
      </div>
      <div className="grid grid-cols-2 gap-3.5">
        <div>
          <Label>{words.rename.case}</Label>
          <CaseField {...form} />
        </div>
        <LongestField {...form} unit="" />
      </div>
    </>
  );
}

export function BulkDetails({ form }: { form: BulkRename }) {
  const { words } = useSpeech();
  const phone = usePhone();
  return (
    <>
      <div>
        <div className="grid grid-cols-3 gap-2.5">
          <StartField {...form} stepper={false} />
          <StepField {...form} />
          <PaddingField {...form} auto={words.bulk.paddingAuto} />
        </div>
        <Hint>{words.bulk.numberHint}</Hint>
      </div>
      {phone ? <LongestField {...form} unit="" /> : null}
    </>
  );
}

/** Under its own line, over the whole width of the column. */
export function BulkMore({ form }: { form: BulkRename }) {
  const { words } = useSpeech();
  const phone = usePhone();
  const choices = <MoreTemplateChoices {...form} inJob={false} />;
  if (phone) return choices;
  const { target, order } = form.template;
  const { more } = words.bulk;
  return (
    <div className="mt-4 border-t border-border px-6 pt-2.5 max-md:px-5">
      <FoldedMore summary={`${more.targetNames[target]} · ${more.orderShort[order]}`}>{choices}</FoldedMore>
    </div>
  );
}

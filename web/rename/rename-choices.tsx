import { Plug } from 'lucide-react';
import { useId, useState } from 'react';
import { parsePattern } from '../../src/names/pattern.ts';
import { Button } from '../components/ui/button.tsx';
import { Checkbox, Segments } from '../components/ui/controls.tsx';
import { Hint, Label } from '../components/ui/fields.tsx';
import { Select } from '../components/ui/select.tsx';
import { useSpeech } from '../i18n/use-words.tsx';
import type { RenameForm } from './use-rename-form.ts';
import { useChangeNamer } from './namer-row.tsx';
import { PatternField } from './pattern-field.tsx';
import { PatternHint } from './pattern-hint.tsx';
import { PresetMenu } from './preset-menu.tsx';
import {
  CaseField,
  FoldedMore,
  LongestField,
  MoreTemplateChoices,
  PaddingField,
  SeparatorField,
  StartField,
  type TemplateProps,
} from './template-choices.tsx';

export function PatternPart({ template, change }: TemplateProps) {
  const { words } = useSpeech();
  const id = useId();
  // Rises when the pattern comes from elsewhere than the field, which then starts anew.
  const [round, setRound] = useState(0);
  const { ok } = parsePattern(template.pattern);
  const take = (part: Partial<TemplateProps['template']>) => {
    change(part);
    setRound(round + 1);
  };
  return (
    <div>
      <Label htmlFor={id}>{words.rename.pattern}</Label>
      <PatternField
        key={round}
        id={id}
        describedBy={`${id}-hint`}
        pattern={template.pattern}
        separator={template.separator}
        onChange={(pattern) => change({ pattern })}
        trailing={<PresetMenu onPick={take} />}
      />
      <div id={`${id}-hint`} aria-live="polite">
        {ok ? <Hint>{words.rename.patternHint}</Hint> : null}
        <PatternHint pattern={template.pattern} onMend={(pattern) => take({ pattern })} />
      </div>
    </div>
  );
}

export function MoreChoices({ form, asksAgain }: { form: RenameForm; asksAgain: string | null }) {
  const { words } = useSpeech();
  const { bulk } = words;
  const { target, sameNames } = form.template;
  return (
    <>
      <div className="grid grid-cols-3 gap-3.5 max-sm:grid-cols-1">
        <div>
          <Label>{words.rename.separator}</Label>
          <SeparatorField {...form} all={false} />
        </div>
        <div>
          <Label>{words.rename.case}</Label>
          <CaseField {...form} />
        </div>
        <div>
          <Label>{words.rename.language}</Label>
          <Select
            label={words.rename.language}
            value={form.language === 'es' ? 'es' : 'en'}
            onChange={form.setLanguage}
            choices={(['en', 'es'] as const).map((value) => ({
              value,
              label: words.rename.languages[value],
            }))}
          />
          {asksAgain === null ? null : <Hint>{words.rename.asksAgain(asksAgain)}</Hint>}
        </div>
      </div>
      <div>
        <div className="grid grid-cols-3 gap-3.5 max-sm:grid-cols-1">
          <StartField {...form} stepper />
          <PaddingField {...form} auto={words.rename.paddingAuto} />
          <LongestField {...form} unit={words.rename.characters} />
        </div>
        <Hint>{words.rename.numberHint}</Hint>
      </div>
      <FoldedMore
        summary={`${bulk.more.targetNames[target]} · ${bulk.more.sameShort[sameNames === 'ask' ? 'tell_apart' : sameNames]}`}
      >
        <MoreTemplateChoices {...form} inJob />
      </FoldedMore>
    </>
  );
}

export interface ContextFieldProps {
  value: string;
  onChange: (value: string) => void;
  asksAgain: string | null;
}

export function ContextField(props: ContextFieldProps) {
  const { words } = useSpeech();
  const id = useId();
  return (
    <div>
      <Label htmlFor={id}>
        {words.rename.context}{' '}
        <span className="font-normal text-muted-foreground">{words.rename.optional}</span>
      </Label>
      <ContextText id={id} {...props} />
    </div>
  );
}

/** The field alone, named by what stands above it. */
export function ContextText({ id, value, onChange, asksAgain }: ContextFieldProps & { id: string }) {
  const { words } = useSpeech();
  return (
    <>
      <textarea
        id={id}
        value={value}
        maxLength={500}
        rows={2}
        placeholder={words.rename.contextExample}
        aria-label={words.rename.context}
        aria-describedby={`${id}-hint`}
        className="block min-h-[52px] w-full resize-y rounded-md border border-input bg-popover px-2.5 py-1.5 max-sm:text-base"
        onChange={(event) => onChange(event.target.value)}
      />
      <Hint id={`${id}-hint`}>
        {words.rename.contextHint}
        {asksAgain === null ? '' : ` ${words.rename.asksAgain(asksAgain)}`}
      </Hint>
    </>
  );
}

export function ModelNote() {
  const { words } = useSpeech();
  const changeNamer = useChangeNamer();
  return (
    <div className="flex flex-wrap items-center gap-3 rounded-md bg-muted px-3 py-2.5">
      <Plug className="self-start mt-0.5 text-muted-foreground" aria-hidden />
      <div className="min-w-0 flex-1 basis-56">
        <div className="font-strong">{words.rename.modelNote}</div>
        <div className="text-muted-foreground">{words.rename.modelNoteText}</div>
      </div>
      <Button size="small" onClick={changeNamer}>
        {words.app.connectModel}
      </Button>
    </div>
  );
}

interface AlsoRowProps {
  form: RenameForm;
  handNamed: number;
  named: number;
  /** Photos whose names are free, as they were looked at before. */
  seen: number;
}

export function AlsoRow({ form, handNamed, named, seen }: AlsoRowProps) {
  const { words, format } = useSpeech();
  const mayLookAgain = seen > 0 || form.lookAgain;
  if (handNamed === 0 && named === 0 && !mayLookAgain) return null;
  return (
    <div className="flex min-h-12 flex-wrap items-center gap-x-3 gap-y-2 border-t border-border px-6 py-2 max-sm:px-4">
      {handNamed > 0 ? (
        <label className="flex items-center gap-2.5">
          <Checkbox
            checked={form.includeHandNamed}
            onCheckedChange={(on) => form.setIncludeHandNamed(on === true)}
          />
          {words.rename.handNamed(handNamed, format.count(handNamed))}
        </label>
      ) : null}
      {mayLookAgain ? (
        <label className="flex items-center gap-2.5">
          <Checkbox checked={form.lookAgain} onCheckedChange={(on) => form.setLookAgain(on === true)} />
          {words.rename.askAgain}
        </label>
      ) : null}
      <span className="flex-1" />
      {named > 0 ? (
        <>
          <span className="num text-muted-foreground">{words.rename.alreadyNamed(format.count(named))}</span>
          <Segments
            label={words.rename.alreadyNamedLabel}
            value={form.alreadyNamed}
            onChange={form.setAlreadyNamed}
            choices={[
              { value: 'skip', label: words.rename.skip },
              { value: 'again', label: words.rename.again },
            ]}
          />
        </>
      ) : null}
    </div>
  );
}

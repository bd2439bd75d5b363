import { ChevronDown, Minus, Plug, Plus, X } from 'lucide-react';
import { Dialog } from 'radix-ui';
import { useEffect, useId, useRef, useState, type ReactNode } from 'react';
import type { JobOptions } from '../../src/http/schemas/job.ts';
import { parsePattern } from '../../src/names/template.ts';
import type { JobChoices } from '../client.ts';
import { commandKey } from '../command-key.ts';
import { Button } from '../components/ui/button.tsx';
import { Checkbox, Segments } from '../components/ui/controls.tsx';
import { Select } from '../components/ui/select.tsx';
import { useSpeech } from '../i18n/use-words.tsx';
import { ApiProblem } from '../problem.ts';
import { useNamer, type Namer } from '../settings/use-namer.ts';
import { usePage } from '../use-page.ts';
import { useCell, usePhone, useRollcall } from '../use-rollcall.ts';
import { PatternField } from './pattern-field.tsx';
import { PreviewList } from './preview-list.tsx';
import { PriceLine } from './price-line.tsx';
import { useEstimate } from './use-estimate.ts';
import { useLook } from './use-look.ts';
import { useSamples } from './use-samples.ts';

type Template = JobOptions['template'];

export function AiRenameDialog() {
  const { view } = usePage();
  const ids = useCell(view.renaming);
  const opener = useRef<Element | null>(null);
  return (
    <Dialog.Root open={ids !== null} onOpenChange={(open) => (open ? undefined : view.renaming.set(null))}>
      <Dialog.Portal>
        <Dialog.Overlay className="fade-in fixed inset-0 z-20 bg-scrim" />
        <Dialog.Content
          className="pop-in max-sm:rise-in fixed inset-0 z-20 m-auto flex h-fit max-h-[calc(100%-48px)] w-[976px] max-w-[calc(100%-48px)] flex-col rounded-lg bg-popover shadow-modal outline-none max-sm:top-3 max-sm:h-auto max-sm:max-h-none max-sm:w-full max-sm:max-w-none max-sm:rounded-b-none max-sm:rounded-t-sheet"
          onOpenAutoFocus={() => {
            opener.current = document.activeElement;
          }}
          onCloseAutoFocus={(event) => {
            if (!(opener.current instanceof HTMLElement) || !opener.current.isConnected) return;
            event.preventDefault();
            opener.current.focus();
          }}
        >
          {ids ? <DialogBody ids={ids} onClose={() => view.renaming.set(null)} /> : null}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function DialogBody({ ids, onClose }: { ids: readonly string[]; onClose: () => void }) {
  const { words, format, language: pageLanguage } = useSpeech();
  const { startBatch, selection } = useRollcall();
  const { view, preferences } = usePage();
  const namer = useNamer();
  const phone = usePhone();
  const [template, setTemplate] = useState<Template>(() => ({ ...preferences.get().template }));
  const [asked] = useState(() => preferences.get().nameLanguage ?? pageLanguage);
  const [language, setLanguage] = useState(asked);
  const [context, setContext] = useState('');
  const [alreadyNamed, setAlreadyNamed] = useState<'skip' | 'again'>('skip');
  const [includeHandNamed, setIncludeHandNamed] = useState(false);
  const [state, setState] = useState<{ busy: boolean; problem: string }>({ busy: false, problem: '' });

  const choices: JobChoices = {
    language,
    template,
    alreadyNamed,
    includeHandNamed,
    ...(context.trim() && !namer.basic ? { context: context.trim() } : {}),
  };
  const estimate = useEstimate(ids, choices);
  const samples = useSamples(ids, { namer, language, asked, context });
  const lookTool = useLook();
  const valid = parsePattern(template.pattern).ok;
  const change = (part: Partial<Template>) => setTemplate((before) => ({ ...before, ...part }));

  const look = () =>
    void lookTool
      .look(
        samples.list.filter((sample) => !sample.seen).map((sample) => sample.photo.id),
        choices,
      )
      .then(() => samples.noteSeen());
  useFreeLook(namer, samples.list, look);

  async function start(): Promise<void> {
    if (!valid || state.busy) return;
    setState({ busy: true, problem: '' });
    try {
      preferences.change({ template, nameLanguage: language === pageLanguage ? null : language });
      await startBatch(ids, choices);
      view.jobPanel.set('open');
      selection.clear();
      onClose();
    } catch (problem) {
      const detail = problem instanceof ApiProblem ? problem.detail : '';
      setState({ busy: false, problem: detail || words.app.somethingFailed });
    }
  }

  const count = format.count(ids.length);
  const more = (
    <MoreChoices
      template={template}
      change={change}
      language={language}
      onLanguage={setLanguage}
      asksAgain={language !== asked && samples.anySeen ? count : null}
    />
  );
  const preview = (
    <PreviewList
      samples={samples.list}
      template={template}
      language={language}
      total={ids.length}
      namer={namer}
      looking={lookTool.looking}
      lookPrice={namer.local ? words.time.free : words.time.lessThan('$0.01')}
      onOther={samples.next}
      onLook={look}
    />
  );
  return (
    <form
      className="flex min-h-0 flex-1 flex-col"
      onSubmit={(event) => {
        event.preventDefault();
        void start();
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) void start();
        else if (event.key === 'Enter' && event.target instanceof HTMLInputElement) event.preventDefault();
      }}
    >
      <header className="flex items-start gap-3 pt-[18px] pr-[18px] pb-3.5 pl-6 max-sm:px-4 max-sm:pt-3">
        <div className="flex-1">
          <Dialog.Title className="text-lg">{words.rename.title}</Dialog.Title>
          <Dialog.Description className="text-muted-foreground">
            {namer.basic
              ? words.rename.leadBasic(ids.length, count)
              : words.rename.leadModel(ids.length, count)}
          </Dialog.Description>
        </div>
        <Dialog.Close asChild>
          <Button look="ghost" square aria-label={words.app.close}>
            <X aria-hidden />
          </Button>
        </Dialog.Close>
      </header>
      <div className="grid min-h-0 flex-1 grid-cols-[minmax(0,1fr)_408px] overflow-y-auto max-md:grid-cols-1 max-sm:px-4">
        <div className="flex flex-col gap-[18px] pr-7 pb-5 pl-6 max-md:pr-6 max-sm:px-0">
          <PatternPart template={template} change={change} valid={valid} />
          {phone ? preview : more}
          {namer.basic ? <ModelNote /> : <ContextField value={context} onChange={setContext} />}
          {phone ? (
            <details className="group">
              <summary className="flex h-11 items-center border-y border-border">
                {words.rename.details}
                <ChevronDown className="ml-auto text-muted-foreground group-open:rotate-180" aria-hidden />
              </summary>
              <div className="flex flex-col gap-[18px] pt-4">{more}</div>
            </details>
          ) : null}
        </div>
        {phone ? null : (
          <div className="border-l border-border pr-6 pb-5 pl-6 max-md:border-t max-md:border-l-0 max-md:pt-3">
            {preview}
          </div>
        )}
      </div>
      <AlsoRow
        handNamed={estimate.data?.handNamed ?? 0}
        named={estimate.data?.alreadyNamed ?? 0}
        includeHandNamed={includeHandNamed}
        onHandNamed={setIncludeHandNamed}
        alreadyNamed={alreadyNamed}
        onAlreadyNamed={setAlreadyNamed}
      />
      <footer className="flex items-center gap-2 border-t border-border px-6 py-3.5 max-sm:flex-col max-sm:items-stretch max-sm:px-4 max-sm:pb-[max(14px,env(safe-area-inset-bottom))]">
        <div className="min-w-0 flex-1">
          <PriceLine estimate={estimate.data} failed={estimate.isError} namer={namer} />
          {state.problem === '' && !lookTool.failed ? null : (
            <p role="alert" className="text-xs text-failed">
              {state.problem || words.app.somethingFailed}
            </p>
          )}
        </div>
        {phone ? null : (
          <Dialog.Close asChild>
            <Button>{words.app.cancel}</Button>
          </Dialog.Close>
        )}
        <Button
          type="submit"
          look="primary"
          className="num max-sm:h-12 max-sm:text-base"
          aria-disabled={!valid || state.busy}
        >
          {state.busy ? words.rename.starting : words.rename.name(ids.length, count)}
          {phone ? null : (
            <kbd className="border-primary-foreground/50 bg-transparent text-primary-foreground">
              {commandKey()} ↵
            </kbd>
          )}
        </Button>
      </footer>
    </form>
  );
}

/** On this computer a look costs nothing and sends nothing: it is done without being asked for. */
function useFreeLook(
  namer: Namer,
  samples: readonly { photo: { id: string }; seen: boolean }[],
  look: () => void,
): void {
  const unseen = samples
    .filter((sample) => !sample.seen)
    .map((sample) => sample.photo.id)
    .join(' ');
  const looked = useRef('');
  const run = useRef(look);
  run.current = look;
  useEffect(() => {
    if (!namer.known || !namer.basic || unseen === '' || looked.current === unseen) return;
    looked.current = unseen;
    run.current();
  }, [namer.known, namer.basic, unseen]);
}

function PatternPart({
  template,
  change,
  valid,
}: {
  template: Template;
  change: (part: Partial<Template>) => void;
  valid: boolean;
}) {
  const { words } = useSpeech();
  const id = useId();
  return (
    <div>
      <Label htmlFor={id}>{words.rename.pattern}</Label>
      <PatternField
        id={id}
        describedBy={`${id}-hint`}
        pattern={template.pattern}
        separator={template.separator}
        onChange={(pattern) => change({ pattern })}
      />
      <Hint id={`${id}-hint`} failed={!valid}>
        {valid ? words.rename.patternHint : words.rename.patternEmpty}
      </Hint>
    </div>
  );
}

function MoreChoices(props: {
  template: Template;
  change: (part: Partial<Template>) => void;
  language: string;
  onLanguage: (language: string) => void;
  asksAgain: string | null;
}) {
  const { words } = useSpeech();
  const { template, change } = props;
  const id = useId();
  const paddings = ['auto', '1', '2', '3', '4', '5'] as const;
  return (
    <>
      <div className="grid grid-cols-3 gap-3.5 max-sm:grid-cols-1">
        <div>
          <Label>{words.rename.separator}</Label>
          <Segments
            wide
            label={words.rename.separator}
            value={template.separator === '' ? ' ' : template.separator}
            onChange={(separator) => change({ separator })}
            choices={(['-', '_', '.', ' '] as const).map((value) => ({
              value,
              label: `a${value}b`,
              name: words.rename.separatorNames[value],
            }))}
          />
        </div>
        <div>
          <Label>{words.rename.case}</Label>
          <Select
            label={words.rename.case}
            value={template.case}
            onChange={(letterCase) => change({ case: letterCase })}
            choices={(['lower', 'upper', 'title', 'sentence', 'keep'] as const).map((value) => ({
              value,
              label: words.rename.cases[value],
            }))}
          />
        </div>
        <div>
          <Label>{words.rename.language}</Label>
          <Select
            label={words.rename.language}
            value={props.language === 'es' ? 'es' : 'en'}
            onChange={props.onLanguage}
            choices={(['en', 'es'] as const).map((value) => ({
              value,
              label: words.rename.languages[value],
            }))}
          />
          {props.asksAgain === null ? null : <Hint>{words.rename.asksAgain(props.asksAgain)}</Hint>}
        </div>
      </div>
      <div>
        <div className="grid grid-cols-3 gap-3.5 max-sm:grid-cols-1">
          <div>
            <Label htmlFor={`${id}-start`}>{words.rename.start}</Label>
            <Stepper id={`${id}-start`} value={template.start} onChange={(start) => change({ start })} />
          </div>
          <div>
            <Label>{words.rename.padding}</Label>
            <Select
              label={words.rename.padding}
              value={paddings.find((value) => value === String(template.padding)) ?? 'auto'}
              onChange={(value) => change({ padding: value === 'auto' ? 'auto' : Number(value) })}
              choices={paddings.map((value) => ({
                value,
                label: value === 'auto' ? words.rename.paddingAuto : '1'.padStart(Number(value), '0'),
              }))}
            />
          </div>
          <div>
            <Label htmlFor={`${id}-length`}>{words.rename.longest}</Label>
            <NumberField
              id={`${id}-length`}
              value={template.maxLength}
              min={10}
              max={150}
              unit={words.rename.characters}
              onChange={(maxLength) => change({ maxLength })}
            />
          </div>
        </div>
        <Hint>{words.rename.numberHint}</Hint>
      </div>
    </>
  );
}

function Stepper({ id, value, onChange }: { id: string; value: number; onChange: (value: number) => void }) {
  const { words } = useSpeech();
  const step =
    'grid size-6 flex-none place-items-center rounded-chip text-muted-foreground hover:bg-accent max-sm:size-9';
  return (
    <div className="flex h-8 items-center rounded-md border border-input bg-popover pr-1 pl-2.5 max-sm:h-11">
      <PlainNumber id={id} value={value} min={0} max={999_999_999} onChange={onChange} />
      <button
        type="button"
        className={step}
        aria-label={words.rename.fewer}
        onClick={() => onChange(Math.max(0, value - 1))}
      >
        <Minus className="icon-sm" aria-hidden />
      </button>
      <button
        type="button"
        className={step}
        aria-label={words.rename.moreNumber}
        onClick={() => onChange(value + 1)}
      >
        <Plus className="icon-sm" aria-hidden />
      </button>
    </div>
  );
}

function NumberField(props: {
  id: string;
  value: number;
  min: number;
  max: number;
  unit: string;
  onChange: (value: number) => void;
}) {
  return (
    <div className="flex h-8 items-center gap-2 rounded-md border border-input bg-popover px-2.5 max-sm:h-11">
      <PlainNumber
        id={props.id}
        value={props.value}
        min={props.min}
        max={props.max}
        onChange={props.onChange}
      />
      <span className="flex-none text-xs text-muted-foreground">{props.unit}</span>
    </div>
  );
}

/** Holds what is typed, also while it is no number yet; hands on only what is allowed. */
function PlainNumber(props: {
  id: string;
  value: number;
  min: number;
  max: number;
  onChange: (value: number) => void;
}) {
  const [typed, setTyped] = useState<string | null>(null);
  return (
    <input
      id={props.id}
      inputMode="numeric"
      autoComplete="off"
      value={typed ?? String(props.value)}
      className="num min-w-0 flex-1 bg-transparent outline-offset-4 max-sm:text-base"
      onChange={(event) => {
        const text = event.target.value.replaceAll(/\D/gu, '');
        setTyped(text);
        const value = Number(text);
        if (text !== '' && value >= props.min && value <= props.max) props.onChange(value);
      }}
      onBlur={() => setTyped(null)}
    />
  );
}

function ContextField({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const { words } = useSpeech();
  const id = useId();
  return (
    <div>
      <Label htmlFor={id}>
        {words.rename.context}{' '}
        <span className="font-normal text-muted-foreground">{words.rename.optional}</span>
      </Label>
      <textarea
        id={id}
        value={value}
        maxLength={500}
        rows={2}
        placeholder={words.rename.contextExample}
        aria-describedby={`${id}-hint`}
        className="block min-h-[52px] w-full resize-y rounded-md border border-input bg-popover px-2.5 py-1.5 max-sm:text-base"
        onChange={(event) => onChange(event.target.value)}
      />
      <Hint id={`${id}-hint`}>{words.rename.contextHint}</Hint>
    </div>
  );
}

function ModelNote() {
  const { words } = useSpeech();
  const { view } = usePage();
  return (
    <div className="flex items-center gap-3 rounded-md bg-muted px-3 py-2.5">
      <Plug className="self-start mt-0.5 text-muted-foreground" aria-hidden />
      <div className="min-w-0 flex-1">
        <div className="font-strong">{words.rename.modelNote}</div>
        <div className="text-muted-foreground">{words.rename.modelNoteText}</div>
      </div>
      <span onClick={() => view.renaming.set(null)}>
        <Button size="small" asLink="#/settings">
          {words.app.connectModel}
        </Button>
      </span>
    </div>
  );
}

function AlsoRow(props: {
  handNamed: number;
  named: number;
  includeHandNamed: boolean;
  onHandNamed: (on: boolean) => void;
  alreadyNamed: 'skip' | 'again';
  onAlreadyNamed: (value: 'skip' | 'again') => void;
}) {
  const { words, format } = useSpeech();
  if (props.handNamed === 0 && props.named === 0) return null;
  return (
    <div className="flex min-h-12 flex-wrap items-center gap-x-3 gap-y-2 border-t border-border px-6 py-2 max-sm:px-4">
      {props.handNamed > 0 ? (
        <label className="flex items-center gap-2.5">
          <Checkbox
            checked={props.includeHandNamed}
            onCheckedChange={(on) => props.onHandNamed(on === true)}
          />
          {words.rename.handNamed(props.handNamed, format.count(props.handNamed))}
        </label>
      ) : null}
      <span className="flex-1" />
      {props.named > 0 ? (
        <>
          <span className="num text-muted-foreground">
            {words.rename.alreadyNamed(format.count(props.named))}
          </span>
          <Segments
            label={words.rename.alreadyNamedLabel}
            value={props.alreadyNamed}
            onChange={props.onAlreadyNamed}
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

function Label({ htmlFor, children }: { htmlFor?: string; children: ReactNode }) {
  return htmlFor === undefined ? (
    <div className="mb-1.5 text-xs font-medium">{children}</div>
  ) : (
    <label htmlFor={htmlFor} className="mb-1.5 block text-xs font-medium">
      {children}
    </label>
  );
}

function Hint({ id, failed = false, children }: { id?: string; failed?: boolean; children: ReactNode }) {
  return (
    <p id={id} className={`mt-1.5 text-xs ${failed ? 'text-failed' : 'text-muted-foreground'}`}>
      {children}
    </p>
  );
}

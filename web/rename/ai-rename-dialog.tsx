import { ChevronRight, X } from 'lucide-react';
import { Dialog } from 'radix-ui';
import { useId, useState, type KeyboardEvent, type ReactNode } from 'react';
import type { Estimate } from '../../src/http/schemas/job.ts';
import { commandKey } from '../command-key.ts';
import { escapeKeys } from '../components/escape-keys.ts';
import { SheetHandle } from '../components/sheet-handle.tsx';
import { Button } from '../components/ui/button.tsx';
import type { Words } from '../i18n/en.ts';
import type { Format } from '../i18n/format.ts';
import { useSpeech } from '../i18n/use-words.tsx';
import { focusCard } from '../library/focus-card.ts';
import { useNamer, type Namer } from '../settings/use-namer.ts';
import { usePage } from '../use-page.ts';
import { useCell, usePhone } from '../use-rollcall.ts';
import { ApplyChoice } from './apply-choice.tsx';
import { LimitUsedUp } from './limit-used-up.tsx';
import { NamerRow } from './namer-row.tsx';
import { PreviewList } from './preview-list.tsx';
import { PriceLine } from './price-line.tsx';
import {
  AlsoRow,
  ContextField,
  ContextText,
  ModelNote,
  MoreChoices,
  PatternPart,
  type ContextFieldProps,
} from './rename-choices.tsx';
import { useBudget, type Budget } from './use-budget.ts';
import { useEstimate } from './use-estimate.ts';
import { useFreeLook } from './use-free-look.ts';
import { useLook } from './use-look.ts';
import { useRenameForm, type RenameForm } from './use-rename-form.ts';
import { useSamples } from './use-samples.ts';

/** Left what you decide, right what it does to five photos; a full-height sheet on a phone. */
export function AiRenameDialog() {
  const { view } = usePage();
  const ids = useCell(view.renaming);
  const close = () => {
    view.renaming.set(null);
    view.lookingAgain.set(false);
    view.namingAgain.set(false);
  };
  return (
    <Dialog.Root open={ids !== null} onOpenChange={(open) => (open ? undefined : close())}>
      <Dialog.Portal>
        <Dialog.Overlay className="fade-in fixed inset-0 z-20 bg-scrim" />
        {ids ? <DialogContent key={ids[0]} ids={ids} onClose={close} /> : null}
      </Dialog.Portal>
    </Dialog.Root>
  );
}

// As high as what is in it: what grows within is `flex-auto`, for Safari takes the basis of `flex-1` for no height at all.
const frame =
  'pop-in max-sm:rise-in fixed inset-0 z-21 m-auto flex h-fit max-h-[calc(100%-48px)] w-[976px] max-w-[calc(100%-48px)] flex-col rounded-lg bg-popover shadow-modal outline-none max-sm:top-3 max-sm:h-auto max-sm:max-h-none max-sm:w-full max-sm:max-w-none max-sm:rounded-b-none max-sm:rounded-t-sheet';

function DialogContent({ ids, onClose }: { ids: readonly string[]; onClose: () => void }) {
  const { view } = usePage();
  // Read while rendering, before the pattern takes the focus.
  const [opener] = useState(() => document.activeElement);
  return (
    <Dialog.Content
      {...escapeKeys(onClose)}
      className={frame}
      onOpenAutoFocus={(event) => event.preventDefault()}
      onCloseAutoFocus={(event) => {
        event.preventDefault();
        const last = view.activeId.get();
        if (opener instanceof HTMLElement && opener.isConnected && opener !== document.body) opener.focus();
        else if (last !== null) focusCard(document.body, last);
      }}
    >
      <SheetHandle />
      <DialogForm ids={ids} onClose={onClose} />
    </Dialog.Content>
  );
}

function DialogForm({ ids, onClose }: { ids: readonly string[]; onClose: () => void }) {
  const { words, format } = useSpeech();
  const namer = useNamer();
  const phone = usePhone();
  const form = useRenameForm(ids, namer, onClose);
  const estimate = useEstimate(ids, form.choices);
  const { samples, looking, look } = useLookedAt(ids, namer, form);

  const problem =
    form.problem || problemOf({ lookFailed: looking.failed, noEstimate: estimate.isError }, words);
  const willName = estimate.data?.willLook ?? ids.length;
  const nothing = willName === 0;
  const again = format.count(willName || ids.length);
  const budget = useBudget(estimate.data, namer);
  const start = () => (nothing ? undefined : form.start(budget?.choices));

  const more = <MoreChoices form={form} asksAgain={!namer.basic && samples.otherLanguage ? again : null} />;
  const note = {
    value: form.context,
    onChange: form.setContext,
    asksAgain: samples.anyAnswered ? again : null,
  };
  const preview = (
    <PreviewList
      samples={samples.list}
      template={form.template}
      language={form.language}
      ids={ids}
      namer={namer}
      looking={looking.looking}
      lookPrice={lookPrice(namer, estimate.data, words, format)}
      onOther={samples.next}
      onLook={look}
    />
  );
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- hears the keys of its fields
    <form
      className="flex min-h-0 flex-auto flex-col"
      onSubmit={(event) => {
        event.preventDefault();
        start();
      }}
      onKeyDown={(event) => onFormKey(event, start)}
    >
      <Head namer={namer} total={ids.length} />
      <div className="grid min-h-0 flex-auto grid-cols-[minmax(0,1fr)_408px] overflow-y-auto max-md:grid-cols-1 max-sm:px-4">
        <div className="flex flex-col gap-[18px] pr-7 pb-5 pl-6 max-md:pr-6 max-sm:gap-3.5 max-sm:px-0">
          {phone ? <NamerRow namer={namer} /> : null}
          <PatternPart template={form.template} change={form.change} />
          {phone ? preview : more}
          {phone ? (
            <PhoneChoices form={form} note={namer.basic ? null : note} more={more} />
          ) : (
            <>
              {namer.basic ? <ModelNote /> : <ContextField {...note} />}
              <ApplyChoice value={form.applyWhen} onChange={form.setApplyWhen} />
            </>
          )}
        </div>
        {phone ? null : (
          <div className="border-l border-border pr-6 pb-5 pl-6 max-md:border-t max-md:border-l-0 max-md:pt-3">
            {preview}
          </div>
        )}
      </div>
      <AlsoRow
        form={form}
        handNamed={estimate.data?.handNamed ?? 0}
        named={estimate.data?.alreadyNamed ?? 0}
        seen={estimate.data?.reused ?? 0}
      />
      <Foot
        form={form}
        namer={namer}
        estimate={estimate.data}
        budget={budget}
        problem={problem}
        start={words.rename.name(willName, format.count(willName))}
        nothing={nothing}
      />
    </form>
  );
}

/** A few of the photos, and looking at those that were not seen yet; at once where that is free. */
function useLookedAt(ids: readonly string[], namer: Namer, form: RenameForm) {
  const samples = useSamples(ids, { namer, ...form });
  const looking = useLook();
  const unseen = samples.list.filter((sample) => !sample.seen).map((sample) => sample.photo.id);
  const look = () =>
    void looking.look(unseen, form.choices).then((ok) => (ok ? samples.noteSeen(unseen) : undefined));
  useFreeLook({ wanted: namer.known && namer.basic, unseen, look });
  return { samples, looking, look };
}

function problemOf(failed: { lookFailed: boolean; noEstimate: boolean }, words: Words): string {
  if (failed.lookFailed) return words.rename.lookFailed;
  return failed.noEstimate ? words.rename.estimateFailed : '';
}

/** A look at a few photos costs next to nothing, where the price is known at all. */
function lookPrice(namer: Namer, estimate: Estimate | undefined, words: Words, format: Format): string {
  if (namer.local) return words.time.free;
  return estimate?.priceKnown ? words.time.lessThan(format.exactMoney(0.01)) : '';
}

/** Enter in a field starts nothing by accident; with Ctrl or Command it starts from anywhere. */
function onFormKey(event: KeyboardEvent, start: () => void): void {
  if (event.key !== 'Enter') return;
  if (event.metaKey || event.ctrlKey) start();
  if (event.metaKey || event.ctrlKey || event.target instanceof HTMLInputElement) event.preventDefault();
}

function Head({ namer, total }: { namer: Namer; total: number }) {
  const { words, format } = useSpeech();
  const { leadBasic, leadModel } = words.rename;
  const lead = (namer.basic ? leadBasic : leadModel)(total, format.count(total));
  return (
    <header className="flex items-start gap-3 pt-[18px] pr-4 pb-3.5 pl-6 max-sm:items-center max-sm:pt-2 max-sm:pr-1 max-sm:pb-1 max-sm:pl-4">
      <div className="flex-1">
        <Dialog.Title className="text-lg">{words.rename.title}</Dialog.Title>
        <Dialog.Description className="text-muted-foreground max-sm:sr-only">{lead}</Dialog.Description>
      </div>
      <Dialog.Close asChild>
        <Button look="ghost" square aria-label={words.app.close}>
          <X aria-hidden />
        </Button>
      </Dialog.Close>
    </header>
  );
}

/** Under the preview: what is decided most often is in view, the rest folded into lines. */
function PhoneChoices(props: { form: RenameForm; note: ContextFieldProps | null; more: ReactNode }) {
  const { words } = useSpeech();
  const { form, note } = props;
  const id = useId();
  return (
    <>
      {note === null ? <ModelNote /> : null}
      <ApplyChoice value={form.applyWhen} onChange={form.setApplyWhen} />
      <div>
        {note === null ? null : (
          <Folded title={words.rename.context} aside={words.rename.optional}>
            <ContextText id={id} {...note} />
          </Folded>
        )}
        <Folded title={words.rename.details}>{props.more}</Folded>
      </div>
    </>
  );
}

function Folded({ title, aside = '', children }: { title: string; aside?: string; children: ReactNode }) {
  return (
    <details className="group border-b border-border first:border-t">
      <summary className="flex h-12 items-center gap-2">
        <span className="min-w-0 flex-1 truncate">{title}</span>
        <span className="text-muted-foreground">{aside}</span>
        <ChevronRight className="flex-none text-muted-foreground group-open:rotate-90" aria-hidden />
      </summary>
      <div className="flex flex-col gap-[18px] pt-1 pb-4">{children}</div>
    </details>
  );
}

interface FootProps {
  form: RenameForm;
  namer: Namer;
  estimate: Estimate | undefined;
  budget: Budget | null;
  problem: string;
  start: string;
  /** With these choices no photo would be named. */
  nothing: boolean;
}

/** Price, time and the button stay in view. */
function Foot({ form, namer, estimate, budget, problem, start, nothing }: FootProps) {
  const { words } = useSpeech();
  const phone = usePhone();
  return (
    <footer className="flex items-center gap-2 border-t border-border px-6 py-3.5 max-sm:flex-col max-sm:items-stretch max-sm:px-4 max-sm:pb-[max(14px,env(safe-area-inset-bottom))]">
      <div className="min-w-0 flex-1">
        {nothing ? (
          <p>{words.rename.nothing}</p>
        ) : (
          <>
            {namer.local ? null : <LimitUsedUp />}
            <PriceLine estimate={estimate} namer={namer} budget={budget} />
          </>
        )}
        {problem === '' ? null : (
          <p role="alert" className="text-xs text-failed">
            {problem}
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
        aria-disabled={!form.valid || form.busy || nothing}
      >
        {form.busy ? words.rename.starting : start}
        {phone ? null : (
          <kbd className="border-primary-foreground/50 bg-transparent text-primary-foreground">
            {commandKey()} ↵
          </kbd>
        )}
      </Button>
    </footer>
  );
}

import { ChevronRight, X } from 'lucide-react';
import { Dialog } from 'radix-ui';
import { useMemo, useState } from 'react';
import { escapeKeys } from '../components/escape-keys.ts';
import { SheetHandle } from '../components/sheet-handle.tsx';
import { Button } from '../components/ui/button.tsx';
import { useSpeech } from '../i18n/use-words.tsx';
import { focusCard } from '../library/focus-card.ts';
import { usePage } from '../use-page.ts';
import { useCell, usePhone } from '../use-rollcall.ts';
import { BulkChoices, BulkDetails, BulkMore, BulkPattern } from './bulk-choices.tsx';
import { BulkFoot } from './bulk-foot.tsx';
import { BulkNotice } from './bulk-notice.tsx';
import { BulkTable } from './bulk-table.tsx';
import { BulkFilters } from './bulk-filters.tsx';
import { shownRows, type BulkFilter } from './plan-bulk.ts';
import { useBulkRename, type BulkRename } from './use-bulk-rename.ts';

/** Rename by a pattern: left what you decide, right what it does to every photo; a full-height sheet on a phone. */
export function BulkRenameDialog() {
  const { view } = usePage();
  const ids = useCell(view.bulkRenaming);
  const close = () => view.bulkRenaming.set(null);
  return (
    <Dialog.Root open={ids !== null} onOpenChange={(open) => (open ? undefined : close())}>
      <Dialog.Portal>
        <Dialog.Overlay className="fade-in fixed inset-0 z-20 bg-scrim" />
        {ids ? <DialogContent ids={ids} onClose={close} /> : null}
      </Dialog.Portal>
    </Dialog.Root>
  );
}

const frame =
  'pop-in max-sm:rise-in fixed inset-0 z-21 m-auto flex h-[788px] max-h-[calc(100%-48px)] w-[1120px] max-w-[calc(100%-48px)] flex-col overflow-hidden rounded-lg bg-popover shadow-modal outline-none max-sm:top-3 max-sm:h-auto max-sm:max-h-none max-sm:w-full max-sm:max-w-none max-sm:rounded-b-none max-sm:rounded-t-sheet';

function DialogContent({ ids, onClose }: { ids: readonly string[]; onClose: () => void }) {
  const { view } = usePage();
  const phone = usePhone();
  const form = useBulkRename(ids, onClose);
  // Read while rendering, before the pattern takes the focus.
  const [opener] = useState(() => document.activeElement);
  const escape = escapeKeys(onClose);
  return (
    <Dialog.Content
      className={frame}
      onEscapeKeyDown={escape.onEscapeKeyDown}
      onOpenAutoFocus={(event) => event.preventDefault()}
      onCloseAutoFocus={(event) => {
        event.preventDefault();
        const last = view.activeId.get();
        if (opener instanceof HTMLElement && opener.isConnected && opener !== document.body) opener.focus();
        else if (last !== null) focusCard(document.body, last);
      }}
      onKeyDown={(event) => {
        escape.onKeyDown(event);
        if (event.key === 'Enter' && (event.metaKey || event.ctrlKey) && form.canApply) form.apply();
      }}
    >
      <SheetHandle />
      <Head count={form.photos.length || ids.length} />
      {phone ? <PhoneBody form={form} /> : <WideBody form={form} />}
      <BulkFoot form={form} />
    </Dialog.Content>
  );
}

function Head({ count }: { count: number }) {
  const { words, format } = useSpeech();
  return (
    <header className="flex items-start gap-3 border-b border-border pt-[18px] pr-4 pb-3.5 pl-6 max-sm:items-center max-sm:border-b-0 max-sm:pt-2 max-sm:pr-1 max-sm:pb-1 max-sm:pl-4">
      <div className="min-w-0 flex-1">
        <Dialog.Title className="num text-lg">{words.bulk.title(count, format.count(count))}</Dialog.Title>
        <Dialog.Description className="text-muted-foreground max-sm:sr-only">
          {words.bulk.lead}
        </Dialog.Description>
      </div>
      <Dialog.Close asChild>
        <Button look="ghost" square aria-label={words.app.close}>
          <X aria-hidden />
        </Button>
      </Dialog.Close>
    </header>
  );
}

function useShownRows(form: BulkRename) {
  const [filter, setFilter] = useState<BulkFilter>('all');
  const [problemsFirst, setProblemsFirst] = useState(true);
  const all = form.plan.rows;
  const rows = useMemo(() => shownRows(all, filter, problemsFirst), [all, filter, problemsFirst]);
  return { rows, filter, setFilter, problemsFirst, setProblemsFirst };
}

function WideBody({ form }: { form: BulkRename }) {
  const { words } = useSpeech();
  const shown = useShownRows(form);
  const [scroller, setScroller] = useState<HTMLDivElement | null>(null);
  return (
    <div className="grid min-h-0 flex-1 grid-cols-[316px_minmax(0,1fr)] max-md:grid-cols-[268px_minmax(0,1fr)]">
      <div className="overflow-y-auto border-r border-border pt-[18px] pb-3">
        <div className="flex flex-col gap-3.5 px-6 max-md:px-5">
          <BulkPattern form={form} />
          <BulkChoices form={form} />
          <BulkDetails form={form} />
        </div>
        <BulkMore form={form} />
      </div>
      <section aria-label={words.bulk.preview} className="flex min-h-0 min-w-0 flex-col">
        <BulkFilters {...shown} plan={form.plan} />
        <BulkNotice form={form} />
        <div ref={setScroller} className="relative min-h-0 flex-1 overflow-y-auto overscroll-contain">
          {scroller ? <BulkTable form={form} rows={shown.rows} scroller={scroller} /> : null}
        </div>
      </section>
    </div>
  );
}

/** One column that scrolls as a whole: the pattern, then what it does. */
function PhoneBody({ form }: { form: BulkRename }) {
  const { words } = useSpeech();
  const shown = useShownRows(form);
  const [scroller, setScroller] = useState<HTMLDivElement | null>(null);
  return (
    <div ref={setScroller} className="relative min-h-0 flex-1 overflow-y-auto overscroll-contain">
      <div className="flex flex-col gap-3 px-4">
        <BulkPattern form={form} />
        <BulkChoices form={form} />
        <details className="group">
          <summary className="flex h-12 items-center border-b border-border">
            {words.bulk.details}
            <ChevronRight className="ml-auto text-muted-foreground group-open:rotate-90" aria-hidden />
          </summary>
          <div className="flex flex-col gap-3.5 pt-4">
            <BulkDetails form={form} />
            <BulkMore form={form} />
          </div>
        </details>
      </div>
      <section aria-label={words.bulk.preview}>
        <BulkFilters {...shown} plan={form.plan} />
        <BulkNotice form={form} />
        {scroller ? <BulkTable form={form} rows={shown.rows} scroller={scroller} /> : null}
      </section>
    </div>
  );
}

import { Check, CircleAlert, CircleDashed, Equal, Ruler, SkipForward } from 'lucide-react';
import { Dialog } from 'radix-ui';
import { useId, type ReactNode } from 'react';
import { commandKey } from '../command-key.ts';
import { Button } from '../components/ui/button.tsx';
import { useSpeech } from '../i18n/use-words.tsx';
import { usePhone } from '../use-rollcall.ts';
import { isProblem } from './plan-bulk.ts';
import type { BulkRename } from './use-bulk-rename.ts';

/** Counts, what is in the way, and the button that says how many names it changes. */
export function BulkFoot({ form }: { form: BulkRename }) {
  const { words, format } = useSpeech();
  const phone = usePhone();
  const id = useId();
  const { plan } = form;
  const { ok } = plan.counts;
  return (
    <footer className="flex min-h-[61px] items-center gap-2 border-t border-border px-6 py-3.5 max-sm:flex-col max-sm:items-stretch max-sm:px-4 max-sm:pb-[max(14px,env(safe-area-inset-bottom))]">
      <div className="min-w-0 flex-1">
        {phone ? null : <Counts form={form} />}
        {form.problem === '' ? null : (
          <p role="alert" className="text-xs text-failed">
            {form.problem}
          </p>
        )}
      </div>
      <div className="flex items-center justify-between gap-2">
        <span id={id} className="num text-muted-foreground max-sm:text-xs">
          <WhyNot form={form} />
        </span>
        {plan.problems > 0 && form.valid ? (
          <Button
            className="num"
            onClick={() =>
              form.tick(
                plan.rows.filter(isProblem).map((row) => row.photo.id),
                false,
              )
            }
          >
            {words.bulk.leaveOut(format.count(plan.problems))}
          </Button>
        ) : null}
      </div>
      {phone ? null : (
        <Dialog.Close asChild>
          <Button look="ghost">{words.app.cancel}</Button>
        </Dialog.Close>
      )}
      <Button
        look="primary"
        className="num max-sm:h-12 max-sm:text-base"
        aria-disabled={!form.canApply}
        aria-describedby={id}
        onClick={() => (form.canApply ? form.apply() : undefined)}
      >
        {form.busy ? words.bulk.applying : words.bulk.apply(ok, format.count(ok))}
        {phone || !form.canApply ? null : (
          <kbd className="border-primary-foreground/50 bg-transparent text-primary-foreground">
            {commandKey()} ↵
          </kbd>
        )}
      </Button>
    </footer>
  );
}

/** The sentence beside a button that cannot be pressed. */
function WhyNot({ form }: { form: BulkRename }) {
  const { words, format } = useSpeech();
  const phone = usePhone();
  const { plan } = form;
  if (form.loading) return words.bulk.loading;
  if (form.refused) return words.bulk.changed;
  if (form.patternError)
    return form.patternError.code === 'empty' ? words.rename.patternEmpty : words.rename.patternWrong;
  if (plan.problems > 0) return words.bulk.fixProblems(plan.problems, format.count(plan.problems));
  if (plan.counts.ok === 0) return words.bulk.nothingToDo;
  return phone ? words.bulk.leadPhone : null;
}

function Counts({ form }: { form: BulkRename }) {
  const { words, format } = useSpeech();
  const { counts } = form.plan;
  const entries: [number, string, ReactNode, (shown: string) => string][] = [
    [counts.ok, 'text-done', <Check key="ok" aria-hidden />, words.bulk.countOk],
    [counts.unchanged, 'text-waiting', <Equal key="equal" aria-hidden />, words.bulk.countUnchanged],
    [counts.sameName, 'text-failed', <CircleAlert key="same" aria-hidden />, words.bulk.countSame],
    [counts.tooLong, 'text-failed', <Ruler key="long" aria-hidden />, words.bulk.countTooLong],
    [counts.noName, 'text-failed', <CircleDashed key="none" aria-hidden />, words.bulk.countNoName],
    [counts.leftOut, 'text-waiting', <SkipForward key="out" aria-hidden />, words.bulk.countLeftOut],
  ];
  return (
    <output className="num flex flex-wrap gap-x-3.5">
      {entries
        .filter(([count]) => count > 0)
        .map(([count, tone, icon, say]) => (
          <span
            key={tone + say('')}
            className={`inline-flex items-center gap-1 text-xs font-medium whitespace-nowrap [&>.lucide]:icon-sm ${tone}`}
          >
            {icon}
            {say(format.count(count))}
          </span>
        ))}
    </output>
  );
}

import { useState } from 'react';
import { MoneyField } from '../components/ui/money-field.tsx';
import { useSpeech } from '../i18n/use-words.tsx';
import type { Budget } from './use-budget.ts';

/** "Pauses at $1.00", changed where it stands. */
export function BudgetPart({ budget }: { budget: Budget }) {
  const { words, format } = useSpeech();
  const [editing, setEditing] = useState(false);
  const said = words.limits;
  if (editing) {
    return (
      <span className="inline-flex items-center gap-1.5">
        {said.pausesAt}
        <MoneyField
          focusAtOnce
          label={said.jobBudget}
          placeholder={said.none}
          value={budget.usd}
          shown={format.amount}
          className="h-6 w-[96px] max-sm:h-11"
          onCommit={budget.set}
          onDone={() => setEditing(false)}
        />
      </span>
    );
  }
  const shown = budget.usd === null ? said.noLimit : format.limit(budget.usd);
  return (
    <span>
      {said.pausesAt}{' '}
      <button
        type="button"
        className="num rounded-photo text-foreground underline underline-offset-2"
        aria-label={said.change(shown)}
        onClick={() => setEditing(true)}
      >
        {shown}
      </button>
      .
    </span>
  );
}

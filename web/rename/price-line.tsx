import type { Estimate } from '../../src/http/schemas/job.ts';
import { useSpeech } from '../i18n/use-words.tsx';
import type { Namer } from '../settings/use-namer.ts';
import { BudgetPart } from './budget-part.tsx';
import type { Budget } from './use-budget.ts';

interface PriceLineProps {
  estimate: Estimate | undefined;
  namer: Namer;
  budget: Budget | null;
}

/** Price, time and what is free stay in view beside the button. */
export function PriceLine({ estimate, namer, budget }: PriceLineProps) {
  const { words, format } = useSpeech();
  if (!estimate) return <p className="text-muted-foreground">{words.rename.estimating}</p>;
  const price = () => {
    if (namer.basic || (namer.local && estimate.usd <= 0)) return words.rename.free;
    // A model without a known price is not free: it is only not known what it costs.
    if (!estimate.priceKnown && estimate.reused < estimate.total) return words.rename.priceUnknown;
    if (estimate.usd <= 0) return words.rename.freeSeen;
    return estimate.usd < 0.01
      ? words.rename.lessThan(format.exactMoney(0.01))
      : words.rename.about(format.exactMoney(estimate.usd));
  };
  const details = [
    format.about(estimate.seconds),
    ...(estimate.reused > 0 ? [words.rename.alreadySeen(format.count(estimate.reused))] : []),
  ];
  return (
    <>
      <p className="num">
        <span className="font-strong">{price()}</span>
        <span className="text-muted-foreground"> · {details.join(' · ')}</span>
      </p>
      <p className="text-xs text-muted-foreground">
        <span className="max-sm:hidden">
          {namer.basic
            ? words.rename.nothingSent
            : `${namer.model}, ${namer.provider}.${namer.local ? ` ${words.rename.staysHere}` : ''}`}
        </span>{' '}
        {budget === null ? null : <BudgetPart budget={budget} />}
      </p>
    </>
  );
}

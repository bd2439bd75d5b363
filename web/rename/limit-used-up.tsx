import { CircleDollarSign } from 'lucide-react';
import { useSpeech } from '../i18n/use-words.tsx';
import { useSpending } from '../settings/use-usage.ts';

/** Nothing more can be spent this month: said before the job begins, since it would only wait. */
export function LimitUsedUp() {
  const { words, format } = useSpeech();
  const { data } = useSpending();
  const limit = data?.limit ?? null;
  if (data === undefined || limit === null || data.usd < limit.usd) return null;
  return (
    <p className="num mb-1 flex items-start gap-1.5 text-xs text-attention">
      <CircleDollarSign className="icon-sm mt-px flex-none" aria-hidden />
      <span>
        {words.limits.reachedMonth(format.limit(limit.usd))}. {words.limits.jobWaits}
      </span>
    </p>
  );
}

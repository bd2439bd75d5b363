import { MoneyField } from '../components/ui/money-field.tsx';
import { useSpeech } from '../i18n/use-words.tsx';
import { shareOf } from './share-of.ts';
import { useSaveSettings, useSettings, useSpending } from './use-usage.ts';

/** What may be spent in a month and on a job, and what was. */
export function SpendingSetting() {
  const { words, format } = useSpeech();
  const settings = useSettings().data;
  const save = useSaveSettings();
  if (settings === undefined) return null;
  return (
    <>
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <span className="flex items-center gap-2">
          <MoneyField
            label={words.limits.monthField}
            placeholder={words.limits.none}
            value={settings.monthlyLimitUsd}
            shown={format.amount}
            describedBy="spent"
            onCommit={(monthlyLimitUsd) => void save({ monthlyLimitUsd })}
          />
          <span className="text-muted-foreground">{words.limits.aMonth}</span>
        </span>
        <span className="flex items-center gap-2">
          <MoneyField
            label={words.limits.jobField}
            placeholder={words.limits.none}
            value={settings.jobLimitUsd}
            shown={format.amount}
            onCommit={(jobLimitUsd) => void save({ jobLimitUsd })}
          />
          <span className="text-muted-foreground">{words.limits.aJob}</span>
        </span>
      </div>
      <Spent />
    </>
  );
}

function Spent() {
  const { words, format } = useSpeech();
  const { data, isError } = useSpending();
  const said = words.limits;
  if (data === undefined) return isError ? <Note text={said.failed} /> : <Note text="" />;
  const month = format.month(data.month);
  const cent = 0.01;
  const spent =
    data.usd > 0 && data.usd < cent / 2
      ? words.rename.lessThan(format.exactMoney(cent))
      : format.exactMoney(data.usd);
  const { limit, capUsd } = data;
  if (limit === null) return <Note text={`${said.spentOnly(spent, month)} ${said.clear}`} />;
  const shown = format.limit(limit.usd);
  return (
    <>
      <div className="mt-2.5 h-2 overflow-hidden rounded-full bg-bar-track" aria-hidden>
        <span
          className={`block h-full ${data.usd >= limit.usd ? 'bg-attention' : 'bg-bar-working'}`}
          style={{ width: `${shareOf(data.usd, limit.usd)}%` }}
        />
      </div>
      <Note
        text={[
          said.spent(spent, shown, month),
          said.atLimit,
          ...(capUsd === null ? [] : [said.capped(format.limit(capUsd))]),
        ].join(' ')}
      />
    </>
  );
}

function Note({ text }: { text: string }) {
  return (
    <p id="spent" className="num mt-2 min-h-4 text-xs text-muted-foreground">
      {text}
    </p>
  );
}

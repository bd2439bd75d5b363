import { ChevronRight, CircleX } from 'lucide-react';
import { useMemo } from 'react';
import type { Job } from '../../src/http/schemas/job.ts';
import { Thumbnail } from '../components/thumbnail.tsx';
import { NameText } from '../components/name-text.tsx';
import { Button } from '../components/ui/button.tsx';
import { useSpeech } from '../i18n/use-words.tsx';
import { usePage } from '../use-page.ts';
import { useCell, useNow, useRollcall } from '../use-rollcall.ts';
import type { NewName } from './name-feed.ts';

const shown = 24;

/** The names as they come. Not a live region: at ninety a minute nobody could listen. */
export function LatestNames({ job, onShowFailed }: { job: Job; onShowFailed: () => void }) {
  const { names, list } = useRollcall();
  const { words, format } = useSpeech();
  // What a job that names right away is unsure of has no new name: it stands under "needs a look".
  const belongs = (name: NewName) =>
    name.jobId === job.id && (!name.proposed || job.options.apply === 'review');
  const live = useCell(names).filter(belongs);
  const now = useNow(live.length > 0);
  const loaded = list.state().status === 'complete';
  // Once per job and load: later names come live.
  const before = useMemo(() => (loaded ? names.before(job.id) : []), [names, job.id, loaded]);
  const liveIds = new Set(live.map((name) => name.photoId));
  const rows = [...live, ...before.filter((name) => belongs(name) && !liveIds.has(name.photoId))].slice(
    0,
    shown,
  );
  return (
    <section className="min-h-0 pt-2.5 pb-4" aria-label={words.job.latest}>
      <div className="flex min-h-8 items-center pr-3.5 pl-5">
        <span className="flex-1 font-strong">{words.job.latest}</span>
        {job.failed > 0 ? (
          <Button look="danger" size="small" className="num px-1.5" onClick={onShowFailed}>
            <CircleX className="icon-sm" aria-hidden />
            {words.job.countFailed(format.count(job.failed))}
            <ChevronRight className="icon-sm" aria-hidden />
          </Button>
        ) : null}
      </div>
      {rows.length === 0 ? (
        <p className="px-5 py-1.5 text-muted-foreground">{words.job.noNamesYet}</p>
      ) : (
        <ul>
          {rows.map((row) => (
            <NameRow key={row.photoId} row={row} now={now} />
          ))}
        </ul>
      )}
    </section>
  );
}

function NameRow({ row, now }: { row: NewName; now: number }) {
  const { view } = usePage();
  const { words, format } = useSpeech();
  return (
    <li>
      <button
        type="button"
        className="flex w-full items-center gap-3 px-5 py-[7px] text-left hover:bg-accent"
        onClick={() => view.openId.set(row.photoId)}
      >
        <Thumbnail address={row.thumbnail} className="h-[33px] w-11" />
        <span className="min-w-0 flex-1">
          <NameText name={row.name} />
          {row.proposed ? (
            <span className="block truncate text-2xs text-muted-foreground">
              {words.history.nowName(row.old)}
            </span>
          ) : (
            <s className="block truncate text-2xs">{row.old}</s>
          )}
        </span>
        {row.at === null ? null : (
          <span className="num flex-none self-start text-2xs text-muted-foreground">
            {format.ago((now - row.at) / 1000)}
          </span>
        )}
      </button>
    </li>
  );
}

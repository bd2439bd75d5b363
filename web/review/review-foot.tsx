import { commandKey } from '../command-key.ts';
import { Status } from '../components/status-icon.tsx';
import { Button } from '../components/ui/button.tsx';
import { useSpeech } from '../i18n/use-words.tsx';
import { needsLook } from './review-rows.ts';
import type { Review } from './use-review.ts';

/** The keys, what is left to look at, and all that is ready at once. */
export function ReviewFoot({
  review,
  editing,
  details,
}: {
  review: Review;
  editing: boolean;
  /** The facts are a sheet that is opened with a key. */
  details: boolean;
}) {
  const { words, format } = useSpeech();
  const look = review.rows.filter((row) => needsLook(row) && review.undecided(row)).length;
  const { ready } = review;
  const over = review.status === 'ready' && !review.rows.some(review.undecided);
  return (
    <footer className="flex min-h-[54px] items-center gap-3.5 border-t border-border bg-card px-5 py-2.5 max-sm:px-4 max-sm:pb-[max(10px,env(safe-area-inset-bottom))]">
      <div className="flex min-w-0 flex-1 flex-wrap gap-x-3.5 text-xs text-muted-foreground max-sm:hidden">
        {(editing
          ? ([
              [['↵'], words.review.accept],
              [['Esc'], words.review.stopEditing],
            ] as const)
          : ([
              [['↑', '↓'], words.review.move],
              [['↵'], words.review.accept],
              [['E'], words.review.edit],
              [['S'], words.review.skip],
              [[`${commandKey()} Z`], words.app.undo],
              ...(details ? ([[['W'], words.review.details]] as const) : []),
            ] as const)
        ).map(([keys, word]) => (
          <span key={word} className="inline-flex items-center gap-1.5">
            {keys.map((key) => (
              <kbd key={key}>{key}</kbd>
            ))}
            {word}
          </span>
        ))}
      </div>
      <span className="hidden flex-1 max-sm:block" />
      {look > 0 ? (
        <Status tone="attention" icon="attention" word={words.review.needLook(look, format.count(look))} />
      ) : null}
      {over && review.rows.length > 0 ? (
        <Button look="primary" asLink="#/">
          {words.review.back}
        </Button>
      ) : ready.length === 0 ? null : (
        <Button
          look="primary"
          className="num max-sm:h-12 max-sm:px-6 max-sm:text-base"
          onClick={() => review.accept(ready)}
        >
          {words.review.acceptReady(format.count(ready.length))}
        </Button>
      )}
    </footer>
  );
}

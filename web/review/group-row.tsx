import { CheckCheck, ChevronDown, ChevronRight, SkipForward, TriangleAlert } from 'lucide-react';
import type { CSSProperties } from 'react';
import { Button } from '../components/ui/button.tsx';
import { useSpeech } from '../i18n/use-words.tsx';
import type { ReasonGroup } from './reason-groups.ts';
import type { Review } from './use-review.ts';

interface GroupRowProps {
  review: Review;
  group: ReasonGroup;
  open: boolean;
  onToggle: () => void;
  rowIndex: number;
  place: CSSProperties;
}

/** One reason that hit many names: decided once, or looked through name by name. */
export function GroupRow({ review, group, open, onToggle, rowIndex, place }: GroupRowProps) {
  const { words, format } = useSpeech();
  const reasons: Record<string, string> = words.reason;
  const left = group.rows.filter(review.undecided);
  const said = words.review.group(
    reasons[group.flag] ?? words.reason.look,
    left.length,
    format.count(left.length),
  );
  return (
    <div
      role="row"
      aria-rowindex={rowIndex}
      className="absolute inset-x-0 top-0 flex items-center border-b border-border bg-attention-soft px-5 max-sm:px-4"
      style={place}
    >
      <div role="gridcell" className="flex min-w-0 flex-1 flex-wrap items-center gap-x-2 gap-y-1">
        <TriangleAlert className="text-attention" aria-hidden />
        <span className="num min-w-0 flex-1 font-medium text-attention">
          {left.length > 0 ? said : words.review.groupDecided(format.count(group.rows.length))}
        </span>
        {left.length === 0 ? null : (
          <span className="flex gap-1 max-sm:order-last max-sm:w-full">
            <Button aria-label={words.review.acceptAllOf(said)} onClick={() => review.accept(left)}>
              <CheckCheck aria-hidden />
              {words.review.acceptAll}
            </Button>
            <Button aria-label={words.review.skipAllOf(said)} onClick={() => review.skip(left)}>
              <SkipForward aria-hidden />
              {words.review.skipAll}
            </Button>
          </span>
        )}
        <Button
          look="ghost"
          className="-mr-2.5"
          aria-expanded={open}
          aria-label={open ? undefined : words.review.lookThroughOf(said)}
          onClick={onToggle}
        >
          {open ? <ChevronDown aria-hidden /> : <ChevronRight aria-hidden />}
          {open ? words.review.foldGroup : words.review.lookThrough}
        </Button>
      </div>
    </div>
  );
}

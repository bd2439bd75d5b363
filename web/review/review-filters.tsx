import { TriangleAlert } from 'lucide-react';
import { ToggleGroup } from 'radix-ui';
import { useSpeech } from '../i18n/use-words.tsx';
import { fits, type ReviewFilter } from './review-rows.ts';
import type { Review } from './use-review.ts';

const filters = ['all', 'needsLook', 'accepted', 'skipped'] as const;

export function ReviewFilters({
  review,
  filter,
  onFilter,
}: {
  review: Review;
  filter: ReviewFilter;
  onFilter: (filter: ReviewFilter) => void;
}) {
  const { words, format } = useSpeech();
  const count = (of: ReviewFilter) =>
    review.rows.filter((row) => fits(row, review.decisions.get(row.photoId), of)).length;
  return (
    <ToggleGroup.Root
      type="single"
      value={filter}
      aria-label={words.review.filters}
      className="no-scrollbar flex min-w-0 gap-0.5 overflow-x-auto p-0.5"
      onValueChange={(value) => {
        const next = filters.find((each) => each === value);
        if (next) onFilter(next);
      }}
    >
      {filters.map((each) => (
        <ToggleGroup.Item
          key={each}
          value={each}
          className="num inline-flex h-[30px] flex-none items-center gap-1.5 rounded-sm px-2.5 font-medium text-muted-foreground hover:text-foreground data-[state=on]:bg-accent data-[state=on]:text-foreground max-sm:h-11"
        >
          {each === 'needsLook' ? <TriangleAlert className="icon-sm" aria-hidden /> : null}
          {words.review[each]} <span className="font-normal">{format.count(count(each))}</span>
        </ToggleGroup.Item>
      ))}
    </ToggleGroup.Root>
  );
}

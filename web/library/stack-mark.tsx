import { Layers2, Link2 } from 'lucide-react';
import { useSpeech } from '../i18n/use-words.tsx';
import { usePage } from '../use-page.ts';
import { useRollcall } from '../use-rollcall.ts';
import { focusCard } from './focus-card.ts';
import { companionExtensions, type ShownStack } from './fold-stacks.ts';

/** "5" of a burst, "+ DNG" of a pair; a click opens the stack in place, another folds it. The key S does the same. */
export function StackMark({ stack }: { stack: ShownStack }) {
  const { cards, photos } = useRollcall();
  const { view } = usePage();
  const { words, format } = useSpeech();
  const pair = stack.kind === 'pair';
  const count = format.count(stack.members.length);
  const Icon = pair ? Link2 : Layers2;
  return (
    <button
      type="button"
      tabIndex={-1}
      aria-expanded={stack.open}
      aria-label={stack.open ? words.card.foldStack(count) : words.card.openStack(count)}
      title={stack.open ? words.card.foldStack(count) : words.card.openStack(count)}
      data-part="actions"
      className="num -my-0.5 -ml-0.5 inline-flex flex-none items-center gap-1 rounded-photo px-0.5 py-0.5 font-medium text-foreground hover:bg-accent max-sm:-my-2 max-sm:py-2"
      onClick={(event) => {
        event.stopPropagation();
        cards.toggle(stack.id);
        view.activeId.set(stack.lead);
        focusCard(document.body, stack.lead);
      }}
    >
      <Icon className="icon-xs text-muted-foreground" aria-hidden />
      {pair ? `+ ${companionExtensions(stack, photos.get)}` : count}
    </button>
  );
}

/** Two sheet edges behind the photo, above it, so that the name keeps its place. */
export function StackEdges() {
  return (
    <span aria-hidden data-part="sheets">
      <i className="absolute -top-[3px] right-1 left-1 h-[3px] rounded-t-[4px] bg-border-strong" />
      <i className="absolute -top-[6px] right-[9px] left-[9px] h-[3px] rounded-t-[4px] bg-border-strong opacity-60" />
    </span>
  );
}

/** Where a photo stands in an open stack, for its frame; nothing for one that stands alone. */
export function placeInStack(
  stack: ShownStack | undefined,
  id: string,
): 'first' | 'middle' | 'last' | undefined {
  if (!stack?.open) return undefined;
  if (stack.members[0] === id) return 'first';
  return stack.members.at(-1) === id ? 'last' : 'middle';
}

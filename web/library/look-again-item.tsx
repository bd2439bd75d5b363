import { RotateCcw } from 'lucide-react';
import { MenuItem } from '../components/ui/menu.tsx';
import { useSpeech } from '../i18n/use-words.tsx';
import { useLookAgainPrice } from '../rename/use-look-again-price.ts';
import { useNamer } from '../settings/use-namer.ts';
import { useActions } from '../use-actions.ts';
import { useRollcall } from '../use-rollcall.ts';
import type { ItemProps } from './card-menu.tsx';
import { selectedInOrder } from './selection.ts';

/** Of several selected photos the dialog asks about all, else this one is asked about at once, for the price beside it. */
export function LookAgainItem({ id, leave }: ItemProps) {
  const { selection, photos, cards } = useRollcall();
  const { basic } = useNamer();
  const ids = cards.photosOf(id);
  if (basic) return null;
  if (selection.has(id) && selection.size() > 1) return <LookAgainOfSelection leave={leave} />;
  const photo = photos.get(id);
  if (!photo?.analysis) return null;
  return ids.length === 1 && photo.nameSource !== 'hand' ? (
    <LookAgainAtOnce ids={ids} />
  ) : (
    <LookAgainInDialog ids={() => ids} leave={leave} />
  );
}

const stay: ItemProps['leave'] = (go) => go;

/** All that is selected, in its order. */
export function LookAgainOfSelection({ leave = stay }: Partial<Pick<ItemProps, 'leave'>>) {
  const { selection, list, photos } = useRollcall();
  const { basic } = useNamer();
  const seen = selection.ids().some((id) => Boolean(photos.get(id)?.analysis));
  if (basic || !seen) return null;
  return <LookAgainInDialog ids={() => selectedInOrder(selection, list.state().ids)} leave={leave} />;
}

function LookAgainAtOnce({ ids }: { ids: readonly string[] }) {
  const { words } = useSpeech();
  const actions = useActions();
  return (
    <MenuItem
      icon={<RotateCcw aria-hidden />}
      keys={useLookAgainPrice(ids)}
      onSelect={() => actions.lookAgain(ids)}
    >
      {words.card.lookAgain}
    </MenuItem>
  );
}

function LookAgainInDialog({ ids, leave }: { ids: () => readonly string[] } & Pick<ItemProps, 'leave'>) {
  const { words } = useSpeech();
  const actions = useActions();
  return (
    <MenuItem icon={<RotateCcw aria-hidden />} onSelect={leave(() => actions.lookAgain(ids()))}>
      {words.card.lookAgainMore}
    </MenuItem>
  );
}

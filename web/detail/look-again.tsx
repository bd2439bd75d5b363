import { RotateCcw } from 'lucide-react';
import type { Photo } from '../../src/http/schemas/photo.ts';
import { Button } from '../components/ui/button.tsx';
import { useSpeech } from '../i18n/use-words.tsx';
import { useLookAgainPrice } from '../rename/use-look-again-price.ts';
import { useNamer } from '../settings/use-namer.ts';
import { useActions } from '../use-actions.ts';

const hintId = 'look-again-hint';

/** Asks the model anew about a photo that was seen. */
export function LookAgain({ photo }: { photo: Photo }) {
  const { words } = useSpeech();
  const actions = useActions();
  if (!useMayLookAgain(photo)) return null;
  return (
    <Button look="ghost" size="small" aria-describedby={hintId} onClick={() => actions.lookAgain([photo.id])}>
      <RotateCcw className="icon-sm" aria-hidden />
      {words.detail.lookAgain}
    </Button>
  );
}

/** Who is asked, and for how much. */
export function LookAgainHint({ photo }: { photo: Photo }) {
  return useMayLookAgain(photo) ? <Hint photo={photo} /> : null;
}

function Hint({ photo }: { photo: Photo }) {
  const { words } = useSpeech();
  const namer = useNamer();
  const price = useLookAgainPrice([photo.id]);
  return (
    <p id={hintId} className="num mt-2 min-h-4 text-xs text-muted-foreground">
      {price === '' ? '' : words.detail.lookAgainHint(`${namer.model}, ${namer.provider} · ${price}`)}
    </p>
  );
}

/** The basic namer would say the same again. */
function useMayLookAgain({ state }: Photo): boolean {
  const { basic } = useNamer();
  return !basic && !['preparing', 'waiting', 'analysing'].includes(state);
}

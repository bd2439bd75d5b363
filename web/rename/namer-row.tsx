import { ChevronRight, Monitor } from 'lucide-react';
import { useSpeech } from '../i18n/use-words.tsx';
import { NamerDot } from '../settings/namer-dot.tsx';
import type { Namer } from '../settings/use-namer.ts';
import { usePage } from '../use-page.ts';
import { goTo } from '../use-route.ts';

/** Who will name, at the head of the phone's sheet; a tap leads to the others and back again. */
export function NamerRow({ namer }: { namer: Namer }) {
  const { words } = useSpeech();
  const changeNamer = useChangeNamer();
  return (
    <button
      type="button"
      className="flex h-12 w-full items-center gap-2.5 border-y border-border text-left"
      onClick={changeNamer}
    >
      {namer.basic ? (
        <Monitor className="flex-none text-muted-foreground" aria-hidden />
      ) : (
        <NamerDot provider={{ current: true, reachable: true }} />
      )}
      <span className="min-w-0 flex-1 truncate">
        <span className="font-strong">{namer.basic ? words.app.onThisComputer : namer.model}</span>
        <span className="text-muted-foreground">
          {' '}
          · {namer.basic ? words.app.basicNames : namer.provider}
        </span>
      </span>
      <span className="flex-none text-muted-foreground">{words.app.namer}</span>
      <ChevronRight className="flex-none text-muted-foreground" aria-hidden />
    </button>
  );
}

/** To the models; the dialog opens again with the same photos when one is connected. */
export function useChangeNamer(): () => void {
  const { view } = usePage();
  return () => {
    view.renamingLater.set(view.renaming.get());
    view.renaming.set(null);
    view.lookingAgain.set(false);
    view.namingAgain.set(false);
    view.openId.set(null);
    goTo('connect');
  };
}

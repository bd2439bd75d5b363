import { Button } from '../components/ui/button.tsx';
import { useSpeech } from '../i18n/use-words.tsx';
import { usePage } from '../use-page.ts';
import { useCell } from '../use-rollcall.ts';
import { goTo } from '../use-route.ts';

/** Back to where a person came from: the photos, or the dialog that was open for some of them. */
export function GoOn() {
  const { view } = usePage();
  const { words } = useSpeech();
  const later = useCell(view.renamingLater);
  return (
    <Button
      look="primary"
      onClick={() => {
        goTo('library');
        if (later !== null) view.renaming.set(later);
      }}
    >
      {later === null ? words.connect.backToPhotos : words.connect.goOnRename}
    </Button>
  );
}

import { Button } from '../components/ui/button.tsx';
import { useSpeech } from '../i18n/use-words.tsx';
import { ResultLine, type LineView } from './result-line.tsx';
import type { KeyFormState } from './use-key-form.ts';

/** Before a test: what it does, or that the key seems to be for somebody else. */
export function KeyHint({ state }: { state: KeyFormState }) {
  const { words } = useSpeech();
  const { misplaced } = state;
  const other = state.form.vendor === 'other';
  const usual: LineView = {
    tone: 'plain',
    icon: 'lock',
    title: other ? words.connect.idleOther : words.connect.idle,
    text: other ? words.connect.idleOtherText : words.connect.idleText,
    detail: '',
  };
  if (misplaced === null) return <ResultLine view={usual} />;
  return (
    <ResultLine
      view={{
        ...usual,
        tone: 'attention',
        icon: 'attention',
        title: words.connect.otherKey(misplaced.label),
        text: words.connect.idleText,
      }}
      action={
        <Button size="small" onClick={() => state.moveKey(misplaced.vendor)}>
          {words.connect.moveTo(misplaced.label)}
        </Button>
      }
    />
  );
}

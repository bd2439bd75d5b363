import { useSpeech } from '../i18n/use-words.tsx';
import { GoOn } from './go-on.tsx';
import { isKept, resultView } from './model-result.ts';
import { ResultLine } from './result-line.tsx';
import { testCost } from './test-cost.ts';
import type { Connect } from './use-connect.ts';

/** The line under what was tested: nothing before, then how it goes, then what came of it. */
export function AfterTest(props: { connect: Connect; at: string; label: string; className?: string }) {
  const { words, format } = useSpeech();
  const { state } = props.connect;
  if (state.kind === 'idle' || state.at !== props.at) return null;
  if (state.kind === 'testing') {
    const view = {
      tone: 'working',
      icon: 'looking',
      title: words.connect.asking(state.wish.model ?? props.label),
      text: words.connect.askingText,
      detail: '',
    } as const;
    return <ResultLine view={view} className={props.className ?? ''} />;
  }
  const view = resultView({ ...state, label: props.label }, words);
  return (
    <ResultLine
      view={{ ...view, text: testCost(state.test, words, format) || view.text }}
      className={props.className ?? ''}
      action={isKept(state.test) ? <GoOn /> : null}
    />
  );
}

import type { ModelTest, ModelWish } from '../client.ts';
import type { Words } from '../i18n/en.ts';
import { ApiProblem } from '../problem.ts';
import { hostOf } from './model-wish.ts';

export type ResultIcon =
  'done' | 'failed' | 'wallet' | 'attention' | 'away' | 'hourglass' | 'wrench' | 'lock';

export interface ResultView {
  tone: 'done' | 'failed' | 'attention' | 'muted';
  icon: ResultIcon;
  title: string;
  text: string;
  /** What the server said in its own words. */
  detail: string;
}

/** Refusals of our own server stand beside those of the provider. */
export function testOfProblem(problem: unknown): ModelTest {
  if (!(problem instanceof ApiProblem)) return { ok: false, code: 'unknown', detail: '' };
  const code = problem.code === 'unreachable' ? 'rollcall_away' : problem.code;
  return { ok: false, code, detail: problem.detail };
}

/** A right key without credit is kept, so the model is in use. */
export function isKept(test: ModelTest): boolean {
  return test.ok || test.code === 'no_credit';
}

/** What came of a test, in words that say what to do. `label` is the provider as the page calls it. */
export function resultView(
  { test, wish, label }: { test: ModelTest; wish: ModelWish; label: string },
  words: Words,
): ResultView {
  const said = words.connect.result;
  if (test.ok)
    return { tone: 'done', icon: 'done', title: said.ok(test.model), text: said.okText, detail: '' };
  const model = wish.model ?? said.theModel;
  const { detail } = test;
  switch (test.code) {
    case 'bad_key':
      return wish.apiKey === undefined
        ? { tone: 'failed', icon: 'failed', title: said.noKey(label), text: said.noKeyText, detail: '' }
        : { tone: 'failed', icon: 'failed', title: said.badKey, text: said.badKeyText(label), detail: '' };
    case 'no_credit':
      return { tone: 'attention', icon: 'wallet', title: said.noCredit, text: said.noCreditText, detail: '' };
    case 'model_unavailable':
      return { tone: 'attention', icon: 'attention', title: said.noModel(model), text: said.noModelText, detail };
    case 'unreachable':
      return {
        tone: 'failed',
        icon: 'away',
        title: said.away(wish.baseUrl === undefined ? label : hostOf(wish.baseUrl)),
        text: said.awayText,
        detail: '',
      };
    case 'slow_down':
      return { tone: 'attention', icon: 'hourglass', title: said.slowDown(label), text: said.slowDownText, detail: '' };
    case 'no_answer':
      return { tone: 'attention', icon: 'hourglass', title: said.noAnswer(label), text: said.noAnswerText, detail };
    case 'unusable':
      return { tone: 'attention', icon: 'attention', title: said.unusable(model), text: said.unusableText, detail: '' };
    case 'declined':
      return { tone: 'attention', icon: 'attention', title: said.declined(model), text: said.unusableText, detail };
    case 'set_by_operator':
      return { tone: 'muted', icon: 'lock', title: said.setByOperator, text: said.setByOperatorText, detail: '' };
    case 'rollcall_away':
      return { tone: 'failed', icon: 'away', title: said.rollcallAway, text: said.nothingSaved, detail: '' };
    case 'config':
      return { tone: 'attention', icon: 'wrench', title: said.config(label), text: said.configText, detail };
    default:
      return { tone: 'attention', icon: 'wrench', title: words.app.somethingFailed, text: said.nothingSaved, detail };
  }
}

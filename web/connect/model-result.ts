import type { ModelTest, ModelWish } from '../client.ts';
import type { Words } from '../i18n/en.ts';
import { ApiProblem } from '../problem.ts';
import { typedHost } from './model-wish.ts';

export type ResultIcon =
  | 'done'
  | 'failed'
  | 'wallet'
  | 'attention'
  | 'away'
  | 'hourglass'
  | 'wrench'
  | 'lock';

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

interface Tested {
  test: ModelTest;
  wish: ModelWish;
  /** The provider as the page calls it. */
  label: string;
}

type Look = [ResultView['tone'], ResultIcon, whatTheServerSaid?: 'detail'];

const otherwise: Look = ['attention', 'wrench', 'detail'];
const looks: Record<string, Look> = {
  bad_key: ['failed', 'failed'],
  no_credit: ['attention', 'wallet'],
  model_unavailable: ['attention', 'attention', 'detail'],
  unreachable: ['failed', 'away'],
  slow_down: ['attention', 'hourglass'],
  no_answer: ['attention', 'hourglass', 'detail'],
  unusable: ['attention', 'attention'],
  declined: ['attention', 'attention', 'detail'],
  set_by_operator: ['muted', 'lock'],
  rollcall_away: ['failed', 'away'],
};

/** What came of a test, in words that say what to do. */
export function resultView({ test, wish, label }: Tested, words: Words): ResultView {
  const said = words.connect.result;
  if (test.ok)
    return {
      tone: 'done',
      icon: 'done',
      title: test.said ? said.said(test.model, test.said) : said.ok(test.model),
      text: said.okText,
      detail: '',
    };
  const [tone, icon, withDetail] = looks[test.code] ?? otherwise;
  const [title, text] = sentences(test.code, { wish, label }, words);
  return { tone, icon, title, text, detail: withDetail ? test.detail : '' };
}

function sentences(code: string, { wish, label }: Omit<Tested, 'test'>, words: Words): [string, string] {
  const said = words.connect.result;
  const model = wish.model ?? said.theModel;
  switch (code) {
    case 'bad_key':
      return wish.apiKey === undefined
        ? [said.noKey(label), said.noKeyText]
        : [said.badKey, said.badKeyText(label)];
    case 'no_credit':
      return [said.noCredit, said.noCreditText];
    case 'model_unavailable':
      return [said.noModel(model), said.noModelText];
    case 'unreachable':
      return [said.away(wish.baseUrl === undefined ? label : typedHost(wish.baseUrl)), said.awayText];
    case 'slow_down':
      return [said.slowDown(label), said.slowDownText];
    case 'no_answer':
      return [said.noAnswer(label), said.noAnswerText];
    case 'unusable':
      return [said.unusable(model), said.unusableText];
    case 'declined':
      return [said.declined(model), said.unusableText];
    case 'set_by_operator':
      return [said.setByOperator, said.setByOperatorText];
    case 'rollcall_away':
      return [said.rollcallAway, said.nothingSaved];
    case 'config':
      return [said.config(label), said.configText];
    default:
      return [words.app.somethingFailed, said.nothingSaved];
  }
}

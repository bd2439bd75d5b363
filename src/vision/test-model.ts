import { createChatCompletions, type ChatCompletionsOptions } from './chat-completions.ts';
import { testPicture } from './test-picture.ts';
import type { Outcome } from './vision-model.ts';

export type ModelTest =
  | {
      readonly ok: true;
      readonly model: string;
      /** What it saw. */
      readonly said: string;
      readonly ms: number;
      readonly costNano: number;
      /** What a photo will cost, null where no price is known. */
      readonly photoNano: number | null;
    }
  | { readonly ok: false; readonly code: ModelTestCode; readonly detail: string };

export type ModelTestCode =
  | 'bad_key'
  | 'no_credit'
  | 'model_unavailable'
  | 'config'
  | 'unreachable'
  | 'slow_down'
  | 'no_answer'
  | 'unusable'
  | 'declined';

const testMs = 20_000;

/** Shows a model one small picture and says what came of it. */
export async function runModelTest(
  options: Omit<ChatCompletionsOptions, 'timeouts' | 'onHeaders'>,
  signal: AbortSignal,
): Promise<ModelTest> {
  const startedAt = options.clock.now();
  const model = createChatCompletions({ ...options, timeouts: { callMs: testMs, firstCallMs: testMs } });
  const question = { language: 'en', context: '' };
  const outcome = await model.describe({ preview: testPicture(), question, attempt: 1 }, signal);
  const ms = options.clock.now() - startedAt;
  return readOutcome(outcome, { model: options.model, ms, photoNano: model.expectedCostNano() });
}

function readOutcome(
  outcome: Outcome,
  test: { readonly model: string; readonly ms: number; readonly photoNano: number | null },
): ModelTest {
  switch (outcome.kind) {
    case 'ok':
      return { ok: true, ...test, said: outcome.analysis.title, costNano: outcome.usage.costNano };
    case 'config_error':
      return { ok: false, code: outcome.cause, detail: outcome.detail };
    case 'out_of_money':
      return { ok: false, code: 'no_credit', detail: outcome.detail };
    case 'unreachable':
      return { ok: false, code: 'unreachable', detail: outcome.detail };
    case 'throttled':
      return { ok: false, code: 'slow_down', detail: outcome.detail };
    case 'transient':
      return { ok: false, code: 'no_answer', detail: outcome.detail };
    case 'unusable':
      return { ok: false, code: 'unusable', detail: outcome.detail };
    case 'photo_rejected':
      // The picture is known to be good: a server that does not take it takes none.
      return { ok: false, code: 'model_unavailable', detail: outcome.detail };
    case 'refused':
    case 'filtered':
      break;
  }
  return { ok: false, code: 'declined', detail: outcome.detail };
}

import type { Clock } from '../clock.ts';
import { buildRequest } from './build-request.ts';
import { classifyError } from './classify-error.ts';
import type { Dialect } from './dialects.ts';
import { readErrorBody } from './error-body.ts';
import { exchange, type Exchange } from './exchange.ts';
import { fingerprint } from './fingerprint.ts';
import { firstForm, learn, type RequestForm } from './learnt-form.ts';
import { classifyNetworkError } from './network-error.ts';
import { costNano, expectedCostNano, type Prices } from './prices.ts';
import { readCompletion } from './read-completion.ts';
import { readRetryAfter } from './retry-after.ts';
import type { DescribeRequest, Outcome, VisionModel } from './vision-model.ts';

export interface Timeouts {
  /** For a whole call, its body included. */
  readonly callMs: number;
  /** For calls before the first answer: a local server may have to load the model. */
  readonly firstCallMs: number;
}

export interface ChatCompletionsOptions {
  readonly dialect: Dialect;
  /** Ends in `/v1`, or whatever stands before `/chat/completions`. */
  readonly baseUrl: string;
  /** Null for servers that want none. */
  readonly apiKey: string | null;
  readonly model: string;
  readonly fetch: typeof fetch;
  readonly clock: Clock;
  readonly prices: Prices;
  readonly timeouts?: Timeouts;
  /** Every response's headers as they arrive, for whoever keeps the rate. */
  readonly onHeaders?: (headers: Headers, status: number) => void;
}

/** Node's own fetch gives up on a silent server after 300 s, so a local one is told before that. */
const localTimeouts: Timeouts = { callMs: 280_000, firstCallMs: 290_000 };
const hostedTimeouts: Timeouts = { callMs: 120_000, firstCallMs: 120_000 };

/**
 * A vision model behind any server that speaks Chat Completions. Servers refuse what they do not know with a 400 that
 * costs nothing; what they name is left out from then on, and the call is made once more.
 */
export function createChatCompletions(options: ChatCompletionsOptions): VisionModel {
  const { dialect, model, prices } = options;
  const timeouts = options.timeouts ?? (dialect.local ? localTimeouts : hostedTimeouts);
  const host = hostOf(options.baseUrl);
  let form = firstForm(dialect);
  let answered = false;

  async function call(request: DescribeRequest, used: RequestForm, signal: AbortSignal): Promise<Exchange> {
    const body = buildRequest({ model, form: used, answerTokens: dialect.answerTokens, request });
    return exchange({
      fetch: options.fetch,
      clock: options.clock,
      url: `${options.baseUrl.replace(/\/+$/u, '')}/chat/completions`,
      init: { method: 'POST', headers: headersFor(options.apiKey), body },
      timeoutMs: answered ? timeouts.callMs : timeouts.firstCallMs,
      signal,
      onHeaders: options.onHeaders,
    });
  }

  function read(result: Exchange): Outcome {
    if (result.kind === 'timeout') return { kind: 'transient', detail: `${host} did not answer in time` };
    if (result.kind === 'network') return classifyNetworkError(result.error, result.answering, host);
    return readResponse(result);
  }

  function readResponse(result: Extract<Exchange, { kind: 'response' }>): Outcome {
    const { status, headers, text } = result;
    const body = parse(text);
    const error = readErrorBody(body);
    if (status < 200 || status > 299 || error !== null) {
      const retryAfterMs = readRetryAfter(headers, error?.message ?? '', options.clock.now());
      if (status >= 300 && status < 400) return redirected(host, headers);
      const secret = options.apiKey ?? undefined;
      return classifyError({ status, error, retryAfterMs, formWorks: answered, secret });
    }
    if (text === null) return tooLong();
    if (body === undefined)
      return { kind: 'transient', detail: `${host} answered with something else than JSON` };
    answered = true;
    return readCompletion({ body, requestId: requestId(headers, body), costNano: price });
  }

  function price(tokens: { inputTokens: number; outputTokens: number }): number {
    return dialect.local ? 0 : (costNano(prices, model, tokens) ?? 0);
  }

  async function describe(request: DescribeRequest, signal: AbortSignal): Promise<Outcome> {
    const used = form;
    const first = await call(request, used, signal);
    const lesson = lessonOf(first, form, used);
    if (lesson === null) return read(first);
    form = lesson;
    const again = form;
    const second = await call(request, again, signal);
    const further = lessonOf(second, form, again);
    if (further === null) return read(second);
    form = further;
    return {
      kind: 'transient',
      detail: `${host} refuses parts of the request; the next try leaves them out`,
    };
  }

  return {
    provider: dialect.id,
    model,
    usesFacts: false,
    onDevice: false,
    looks: true,
    lane: `${dialect.id}:${host}:${model}:${fingerprint(options.apiKey ?? '')}`,
    describe,
    expectedCostNano: () => (dialect.local ? 0 : expectedCostNano(prices, model)),
  };
}

/** Only a refused form teaches: 400, and 422 where FastAPI validates. */
function lessonOf(result: Exchange, known: RequestForm, used: RequestForm): RequestForm | null {
  if (result.kind !== 'response' || (result.status !== 400 && result.status !== 422)) return null;
  const error = readErrorBody(parse(result.text));
  return error === null ? null : learn(known, used, error);
}

function headersFor(apiKey: string | null): Record<string, string> {
  const common = { 'content-type': 'application/json', accept: 'application/json' };
  return apiKey === null || apiKey === '' ? common : { ...common, authorization: `Bearer ${apiKey}` };
}

function parse(text: string | null): unknown {
  if (text === null) return undefined;
  try {
    const value: unknown = JSON.parse(text.replace(/^\uFEFF/u, ''));
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Following it would hand the key to somebody else. */
function redirected(host: string, headers: Headers): Outcome {
  const to = hostOf(headers.get('location') ?? '');
  return { kind: 'config_error', cause: 'config', detail: `${host} redirects to ${to}: check the base URL` };
}

function tooLong(): Outcome {
  const usage = { inputTokens: 0, outputTokens: 0, costNano: 0 };
  return { kind: 'unusable', reason: 'not_json', detail: 'The answer is longer than 1 MB', usage };
}

function requestId(headers: Headers, body: unknown): string | null {
  const id = headers.get('x-request-id');
  if (id !== null) return id.slice(0, 200);
  const named = typeof body === 'object' && body !== null && 'id' in body ? body.id : null;
  return typeof named === 'string' ? named.slice(0, 200) : null;
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : 'the server';
}

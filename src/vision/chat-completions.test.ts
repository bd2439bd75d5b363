import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createContractCheck } from '../../test/simulator/contract.ts';
import { createSimulator, type Simulator } from '../../test/simulator/create-simulator.ts';
import { createManualClock } from '../../test/simulator/manual-clock.ts';
import { tinyJpeg } from '../../test/simulator/tiny-jpeg.ts';
import { systemClock } from '../clock.ts';
import { createChatCompletions, type ChatCompletionsOptions } from './chat-completions.ts';
import { dialectById, openAi } from './dialects.ts';
import { readPrices } from './prices.ts';
import type { DescribeRequest } from './vision-model.ts';

const never = new AbortController().signal;
const request: DescribeRequest = {
  preview: tinyJpeg(1),
  question: { language: 'en', context: 'Julia and Tom in Norway' },
  attempt: 1,
};

function make(changed: Partial<ChatCompletionsOptions> = {}) {
  return createChatCompletions({
    dialect: openAi,
    baseUrl: 'https://api.example/v1',
    apiKey: 'a-secret-key',
    model: 'gpt-6-luna',
    fetch,
    clock: systemClock,
    prices: readPrices(),
    ...changed,
  });
}

const answer = JSON.stringify({
  id: 'chatcmpl-1',
  choices: [{ message: { content: '{"title":"red barn","confidence":"high"}' }, finish_reason: 'stop' }],
  usage: { prompt_tokens: 1000, completion_tokens: 100 },
});

/** Keeps what was sent; answers with the same body each time, or with what `reply` makes. */
function recorder(reply: (body: Record<string, unknown>) => Response = () => new Response(answer)) {
  const sent: { url: string; headers: Headers; body: Record<string, unknown>; redirect: unknown }[] = [];
  const record: typeof fetch = (url, init) => {
    const body: Record<string, unknown> = JSON.parse(
      init?.body instanceof Uint8Array ? new TextDecoder().decode(init.body) : '',
    );
    sent.push({
      url: url instanceof Request ? url.url : url.toString(),
      headers: new Headers(init?.headers),
      body,
      redirect: init?.redirect,
    });
    return Promise.resolve(reply(body));
  };
  return { sent, fetch: record };
}

describe('a request', () => {
  const check = createContractCheck();
  const dialects = ['openai', 'ollama', 'lm-studio', 'llama-cpp', 'openai-compatible'];

  it.each(dialects.flatMap((id) => [1, 2, 3].map((attempt) => [id, attempt] as const)))(
    'of %s, attempt %i, keeps the contract',
    async (id, attempt) => {
      const { sent, fetch } = recorder();
      await make({ dialect: dialectById(id) ?? openAi, fetch }).describe({ ...request, attempt }, never);
      expect(check(sent[0]?.body)).toBeNull();
      expect(JSON.stringify(sent[0]?.body)).toContain('"detail":"high"');
    },
  );

  it('keeps the contract whatever has been learnt', async () => {
    const refused = ['store', 'reasoning_effort', 'max_completion_tokens', 'max_tokens', 'response_format'];
    for (const param of refused) {
      const { sent, fetch } = recorder((body) => {
        const strict = JSON.stringify(body['response_format'] ?? '').includes('json_schema');
        const bad = param === 'response_format' ? strict : param in body;
        const error = { message: `Unsupported parameter: '${param}'`, param, code: 'unsupported_parameter' };
        return bad ? Response.json({ error }, { status: 400 }) : new Response(answer);
      });
      await make({ fetch }).describe(request, never);
      for (const { body } of sent) expect(check(body)).toBeNull();
    }
  });

  it('carries the key, and no header for one where there is none', async () => {
    const { sent, fetch } = recorder();
    await make({ fetch }).describe(request, never);
    await make({ fetch, apiKey: null }).describe(request, never);
    expect(sent[0]?.headers.get('authorization')).toBe('Bearer a-secret-key');
    expect(sent[1]?.headers.has('authorization')).toBe(false);
    expect(sent[0]?.url).toBe('https://api.example/v1/chat/completions');
    expect(sent[0]?.redirect).toBe('manual');
  });

  it('asks differently, and leaves more room, after an unusable answer', async () => {
    const { sent, fetch } = recorder();
    const model = make({ fetch });
    await model.describe(request, never);
    await model.describe({ ...request, attempt: 2 }, never);
    const [first, second] = sent.map(({ body }) => body);
    expect(second?.['messages']).not.toEqual(first?.['messages']);
    expect(Number(second?.['max_completion_tokens'])).toBeGreaterThan(
      Number(first?.['max_completion_tokens']),
    );
  });
});

describe('learning what a server does not take', () => {
  let simulator: Simulator;
  beforeAll(async () => {
    simulator = await createSimulator();
  });
  afterAll(() => simulator.close());
  beforeEach(() => simulator.reset());

  it.each(['store', 'reasoning_effort', 'max_completion_tokens', 'json_schema'])(
    'leaves %s out after one refusal, and remembers it',
    async (param) => {
      simulator.configure({ rejects: [param] });
      const model = make({ baseUrl: simulator.baseUrl });
      expect((await model.describe(request, never)).kind).toBe('ok');
      expect(simulator.stats().calls).toBe(2);
      expect((await model.describe({ ...request, preview: tinyJpeg(2) }, never)).kind).toBe('ok');
      expect(simulator.stats().calls).toBe(3);
      expect(simulator.stats()).toMatchObject({ bothTokenCaps: 0, missingDetail: 0, contractViolations: [] });
    },
  );

  it('asks for max_completion_tokens where max_tokens is refused', async () => {
    simulator.configure({ rejects: ['max_tokens'] });
    const model = make({ baseUrl: simulator.baseUrl, dialect: dialectById('openai-compatible') ?? openAi });
    expect((await model.describe(request, never)).kind).toBe('ok');
    expect(simulator.stats().contractViolations).toEqual([]);
  });

  it('finds out one thing with each try where several are refused, and no call is billed for it', async () => {
    simulator.configure({ rejects: ['store', 'reasoning_effort', 'json_schema'] });
    const model = make({ baseUrl: simulator.baseUrl });
    expect((await model.describe(request, never)).kind).toBe('transient');
    expect((await model.describe(request, never)).kind).toBe('ok');
    expect(simulator.stats().billed).toBe(1);
  });

  it('learns once for calls that run side by side', async () => {
    simulator.configure({ rejects: ['store', 'max_completion_tokens'], latencyMs: 5 });
    const model = make({ baseUrl: simulator.baseUrl });
    const ask = (number: number) => model.describe({ ...request, preview: tinyJpeg(number) }, never);
    await Promise.all([1, 2, 3, 4].map(ask));
    simulator.reset();
    const outcomes = await Promise.all([1, 2, 3, 4].map(ask));
    expect(outcomes.map((outcome) => outcome.kind)).toEqual(['ok', 'ok', 'ok', 'ok']);
    expect(simulator.stats()).toMatchObject({ calls: 4, billed: 4 });
    simulator.configure({ latencyMs: 0 });
  });

  it.each(['lm-studio', 'gemini', 'vllm-old'] as const)(
    'understands refusals in the words of %s',
    async (dialect) => {
      simulator.configure({ rejects: ['reasoning_effort'], dialect });
      expect((await make({ baseUrl: simulator.baseUrl }).describe(request, never)).kind).toBe('ok');
      simulator.configure({ dialect: 'openai' });
    },
  );
});

describe('a call', () => {
  it('costs what its tokens cost, and nothing where no price is known or the server is local', async () => {
    const { fetch } = recorder();
    const paid = await make({ fetch }).describe(request, never);
    expect(paid).toMatchObject({ usage: { inputTokens: 1000, outputTokens: 100, costNano: 150_000 } });
    const unknown = make({ fetch, model: 'unheard-of' });
    expect(await unknown.describe(request, never)).toMatchObject({ usage: { costNano: 0 } });
    expect(unknown.expectedCostNano()).toBeNull();
    const local = make({ fetch, dialect: dialectById('ollama') ?? openAi });
    expect(await local.describe(request, never)).toMatchObject({ usage: { costNano: 0 } });
    expect(local.expectedCostNano()).toBe(0);
  });

  it('ends in time though the server, the body and even fetch never do', async () => {
    const endless = new ReadableStream({ pull: () => new Promise(() => undefined) });
    const stuck: (typeof fetch)[] = [
      () => new Promise(() => undefined),
      () => Promise.resolve(new Response(endless)),
    ];
    for (const fetch of stuck) {
      const clock = createManualClock();
      const call = make({ fetch, clock }).describe(request, never);
      await clock.advance(120_001);
      expect(await call).toMatchObject({ kind: 'transient' });
    }
  });

  it('gives a local server longer, for it may have to load the model', async () => {
    const clock = createManualClock();
    const local = make({
      fetch: () => new Promise(() => undefined),
      clock,
      dialect: dialectById('ollama') ?? openAi,
    });
    let ended = false;
    const call = local.describe(request, never).finally(() => (ended = true));
    await clock.advance(250_000);
    expect(ended).toBe(false);
    await clock.advance(60_000);
    expect((await call).kind).toBe('transient');
  });

  it('stops at once when aborted, while waiting and while reading', async () => {
    const simulator = await createSimulator({ latencyMs: 10_000, script: { 2: 'hang-mid-body' } });
    const model = make({ baseUrl: simulator.baseUrl });
    for (const latencyMs of [10_000, 0]) {
      simulator.configure({ latencyMs });
      const stopping = new AbortController();
      const call = model.describe(request, stopping.signal).catch((error: unknown) => error);
      await expect.poll(() => simulator.stats().inFlight).toBe(1);
      stopping.abort(new Error('canceled'));
      expect(await call).toEqual(new Error('canceled'));
      await expect.poll(() => simulator.stats().inFlight).toBe(0);
    }
    await simulator.close();
  });

  it('is out of reach where nobody listens, and reached again when somebody does', async () => {
    const simulator = await createSimulator();
    const model = make({ baseUrl: simulator.baseUrl });
    await simulator.refuse();
    expect(await model.describe(request, never)).toMatchObject({ kind: 'unreachable' });
    await simulator.listen();
    expect((await model.describe(request, never)).kind).toBe('ok');
    await simulator.close();
  });

  it.each([
    ['ECONNREFUSED', { kind: 'unreachable' }],
    ['ENOTFOUND', { kind: 'unreachable' }],
    ['EAI_AGAIN', { kind: 'unreachable' }],
    ['UND_ERR_CONNECT_TIMEOUT', { kind: 'unreachable' }],
    ['ECONNRESET', { kind: 'transient' }],
    ['UND_ERR_SOCKET', { kind: 'transient' }],
    ['UND_ERR_HEADERS_TIMEOUT', { kind: 'transient' }],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', { kind: 'config_error', cause: 'config' }],
    ['CERT_HAS_EXPIRED', { kind: 'config_error', cause: 'config' }],
  ])('that fails with %s', async (code, expected) => {
    const cause = Object.assign(new Error('x'), { code });
    const fails: typeof fetch = () => Promise.reject(new TypeError('fetch failed', { cause }));
    expect(await make({ fetch: fails }).describe(request, never)).toMatchObject(expected);
  });

  it('finds the reason among those of a name with two addresses', async () => {
    const refused = Object.assign(new Error('x'), { code: 'ECONNREFUSED' });
    const cause = new AggregateError([refused, refused]);
    const fails: typeof fetch = () => Promise.reject(new TypeError('fetch failed', { cause }));
    expect(await make({ fetch: fails }).describe(request, never)).toMatchObject({ kind: 'unreachable' });
  });

  it('says in plain words that an address cannot be asked', async () => {
    const cause = new Error('bad port');
    const fails: typeof fetch = () => Promise.reject(new TypeError('fetch failed', { cause }));
    const outcome = await make({ fetch: fails }).describe(request, never);
    expect(outcome).toMatchObject({
      kind: 'config_error',
      detail: expect.stringContaining('are not allowed'),
    });
  });

  it('hands over the headers of every response, refusals included', async () => {
    const seen: [string | null, number][] = [];
    const replies = [
      new Response(answer, { headers: { 'x-ratelimit-limit-requests': '5' } }),
      new Response('{}', { status: 429, headers: { 'x-ratelimit-limit-requests': '6' } }),
    ];
    const { fetch } = recorder(() => replies.shift() ?? new Response(answer));
    const onHeaders = (headers: Headers, status: number) =>
      void seen.push([headers.get('x-ratelimit-limit-requests'), status]);
    const model = make({ fetch, onHeaders });
    await model.describe(request, never);
    await model.describe(request, never);
    expect(seen).toEqual([
      ['5', 200],
      ['6', 429],
    ]);
  });

  it('reads letters in the charset the server says', async () => {
    const bytes = Buffer.from(answer.replace('red barn', 'café en otoño'), 'latin1');
    const headers = { 'content-type': 'application/json; charset=iso-8859-1' };
    const { fetch } = recorder(() => new Response(bytes, { headers }));
    expect(await make({ fetch }).describe(request, never)).toMatchObject({
      analysis: { title: 'café en otoño' },
    });
  });

  it('never tells its key', async () => {
    const { fetch } = recorder(() =>
      Response.json({ error: { message: 'no a-secret-key' } }, { status: 500 }),
    );
    const model = make({ fetch });
    expect(JSON.stringify([await model.describe(request, never), model.lane])).not.toContain('a-secret-key');
    expect(model.lane).not.toBe(make({ apiKey: 'another-key' }).lane);
    expect(model.lane).toBe(make().lane);
  });
});

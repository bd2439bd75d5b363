import { afterEach, describe, expect, it } from 'vitest';
import { createSimulator } from '../../test/simulator/create-simulator.ts';
import { createManualClock } from '../../test/simulator/manual-clock.ts';
import { tinyJpeg } from '../../test/simulator/tiny-jpeg.ts';
import { systemClock } from '../clock.ts';
import type { ProvidersConfig } from './endpoints.ts';
import { createProviders } from './providers.ts';

const never = new AbortController().signal;
const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

const refusing: typeof fetch = () =>
  Promise.reject(
    new TypeError('fetch failed', { cause: Object.assign(new Error(), { code: 'ECONNREFUSED' }) }),
  );

function make(config: Partial<ProvidersConfig> = {}, fetchLike: typeof fetch = refusing) {
  return createProviders({
    config: { provider: 'auto', ...config },
    fetch: fetchLike,
    clock: systemClock,
    random: () => 0.5,
  });
}

function addressOf(target: string | URL | Request): string {
  return target instanceof Request ? target.url : target.toString();
}

function bodyOf(init: RequestInit | undefined): string {
  const body = init?.body instanceof Uint8Array ? new TextDecoder().decode(init.body) : init?.body;
  return typeof body === 'string' ? body : '';
}

/** Answers by address, as servers on this machine would; everything else refuses. */
function servers(pages: Record<string, unknown>): typeof fetch {
  return (url, init) => {
    const page = pages[addressOf(url)];
    return page === undefined ? refusing(url, init) : Promise.resolve(Response.json(page));
  };
}

describe('the provider in use', () => {
  it.each<[string, Partial<ProvidersConfig>, string, string]>([
    ['nothing is set', {}, 'on-device', 'basic-names-1'],
    ['a key is set', { openaiApiKey: 'sk-a-long-test-key' }, 'openai', 'gpt-6-luna'],
    ['a key is empty', { openaiApiKey: ' ', openaiBaseUrl: '' }, 'on-device', 'basic-names-1'],
    [
      'only a base URL is set',
      { openaiBaseUrl: 'http://10.0.0.5:8000/v1' },
      'openai-compatible',
      'gpt-6-luna',
    ],
    [
      'the address is Ollama’s',
      { openaiBaseUrl: 'http://10.0.0.5:11434/v1', model: 'qwen3-vl' },
      'ollama',
      'qwen3-vl',
    ],
    [
      'a key is set, but names are to stay here',
      { openaiApiKey: 'sk-x', provider: 'on-device' },
      'on-device',
      'basic-names-1',
    ],
    ['a local server is named', { provider: 'ollama', model: 'qwen3-vl' }, 'ollama', 'qwen3-vl'],
    ['one is named that is not set up', { provider: 'openai' }, 'on-device', 'basic-names-1'],
  ])('where %s', (_, config, provider, model) => {
    expect(make(config).current()).toMatchObject({ provider, model });
  });

  it('takes another model for a job that asks for one', () => {
    const providers = make({ openaiApiKey: 'sk-a-long-test-key' });
    expect(providers.resolve({ model: 'gpt-6-sol' })).toMatchObject({
      provider: 'openai',
      model: 'gpt-6-sol',
    });
    expect(providers.resolve({ provider: 'on-device' })).toMatchObject({ provider: 'on-device' });
    expect(providers.resolve({ provider: 'nobody' })).toBeNull();
    expect(make().resolve({ provider: 'openai' })).toBeNull();
  });

  it('is one and the same for the same question, so that what it learns is kept', () => {
    const providers = make({ openaiApiKey: 'sk-a-long-test-key' });
    expect(providers.current()).toBe(providers.resolve({ model: 'gpt-6-luna' }));
    expect(providers.lane(providers.current())).toBe(providers.lane(providers.current()));
  });

  it('changes with the settings', () => {
    const providers = make();
    providers.configure({ provider: 'auto', openaiApiKey: 'sk-a-long-test-key' });
    expect(providers.current().provider).toBe('openai');
  });
});

function laneOf(config: Partial<ProvidersConfig>) {
  const providers = make(config);
  return providers.lane(providers.current());
}

describe('a lane', () => {
  it('has as many places as are configured, else as the server takes', () => {
    const key = { openaiApiKey: 'sk-a-long-test-key' };
    expect(laneOf(key).room()).toBe(16);
    expect(laneOf({ ...key, concurrency: 3 }).room()).toBe(3);
    expect(laneOf({ provider: 'ollama', model: 'x' }).room()).toBe(1);
    expect(laneOf({}).room()).toBe(64);
  });

  it('learns from the headers of its own responses, and tells when it has changed', async () => {
    const simulator = await createSimulator({ limits: { requests: { perSecond: 0.01, burst: 2 } } });
    closing.push(simulator.close);
    const changed: string[] = [];
    const clock = createManualClock();
    const providers = createProviders({
      config: { provider: 'auto', openaiBaseUrl: simulator.baseUrl, model: 'gpt-sim' },
      fetch,
      clock,
      random: () => 0,
      onLaneChange: (lane) => void changed.push(lane),
    });
    const lane = providers.lane(providers.current());
    const ask = (number: number) =>
      lane.describe(
        { preview: tinyJpeg(number), question: { language: 'en', context: '' }, attempt: 1 },
        never,
      );
    expect((await ask(1)).kind).toBe('ok');
    await clock.advance(20);
    expect((await ask(2)).kind).toBe('ok');
    const third = ask(3);
    expect(lane.state()).toMatchObject({ reason: 'rate_limit', inFlight: 0 });
    expect(simulator.stats()).toMatchObject({ calls: 2, throttled: 0 });
    expect(changed).toContain(lane.model.lane);
    expect(lane.succeededSince(clock.now() - 1000)).toBe(true);
    expect(lane.succeededSince(clock.now() + 1)).toBe(false);
    await clock.advance(200_000);
    expect((await third).kind).toBe('throttled');
  });

  it('gives its place back when a call is aborted', async () => {
    const simulator = await createSimulator({ latencyMs: 60_000 });
    closing.push(simulator.close);
    const providers = make({ openaiBaseUrl: simulator.baseUrl, concurrency: 1 }, fetch);
    const lane = providers.lane(providers.current());
    const stopping = new AbortController();
    const request = { preview: tinyJpeg(1), question: { language: 'en', context: '' }, attempt: 1 };
    const call = lane.describe(request, stopping.signal).catch((error: unknown) => error);
    await expect.poll(() => lane.state().inFlight).toBe(1);
    expect(lane.room()).toBe(0);
    stopping.abort(new Error('canceled'));
    expect(await call).toEqual(new Error('canceled'));
    expect(lane.room()).toBe(1);
  });
});

/** An older Ollama: what a model can do has to be asked for each, and one of them is not known. */
const silentOllama: typeof fetch = (url, init) => {
  if (addressOf(url).endsWith('/api/tags'))
    return Promise.resolve(Response.json({ models: [{ name: 'a' }, { name: 'b' }, { name: 'c' }] }));
  const asked = bodyOf(init);
  if (asked.includes('"a"')) return Promise.resolve(Response.json({ capabilities: ['vision'] }));
  if (asked.includes('"b"')) return Promise.resolve(Response.json({ capabilities: ['completion'] }));
  return addressOf(url).includes('11434')
    ? Promise.resolve(new Response('', { status: 404 }))
    : refusing(url);
};

describe('the list of providers', () => {
  it('shows where names come from, and the key by its last letters only', async () => {
    const list = await make({ openaiApiKey: 'sk-a-long-test-key' }).list(never);
    expect(list.map(({ id, current, configured }) => [id, current, configured])).toEqual([
      ['openai', true, true],
      ['ollama', false, false],
      ['lm-studio', false, false],
      ['llama-cpp', false, false],
      ['on-device', false, true],
    ]);
    expect(list[0]?.keyHint).toBe('-key');
    expect(JSON.stringify(list)).not.toContain('sk-a-long');
  });

  it('finds models that can see on servers of this machine', async () => {
    const found = servers({
      'http://127.0.0.1:11434/api/tags': {
        models: [
          { name: 'qwen3-vl:8b', capabilities: ['completion', 'vision'] },
          { name: 'llama', capabilities: ['completion'] },
        ],
      },
      'http://127.0.0.1:1234/api/v1/models': {
        models: [
          { key: 'gemma-4', capabilities: { vision: true }, loaded_instances: [{ config: { parallel: 4 } }] },
          { key: 'text', capabilities: { vision: false } },
        ],
      },
      'http://127.0.0.1:8080/props': { total_slots: 2, modalities: { vision: true } },
      'http://127.0.0.1:8080/v1/models': { data: [{ id: 'smol-vlm' }] },
    });
    const providers = make({}, found);
    const list = await providers.list(never);
    const models = Object.fromEntries(list.map((one) => [one.id, one.models]));
    expect(models).toMatchObject({
      ollama: ['qwen3-vl:8b'],
      'lm-studio': ['gemma-4'],
      'llama-cpp': ['smol-vlm'],
    });
    expect(list.filter((one) => one.reachable === true).map((one) => one.id)).toEqual([
      'ollama',
      'lm-studio',
      'llama-cpp',
      'on-device',
    ]);
    const ollama = providers.resolve({ provider: 'ollama' });
    expect(ollama?.model).toBe('qwen3-vl:8b');
    const studio = providers.resolve({ provider: 'lm-studio' });
    expect(studio === null ? null : providers.lane(studio).room()).toBe(4);
  });

  it('asks Ollama about each model where the list does not say, and hides none it says nothing of', async () => {
    const list = await make({}, silentOllama).list(never);
    expect(list.find((one) => one.id === 'ollama')?.models).toEqual(['a', 'c']);
  });

  it('does not wait for servers that do not answer', async () => {
    const clock = createManualClock();
    const providers = createProviders({
      config: { provider: 'auto' },
      fetch: () => new Promise(() => undefined),
      clock,
      random: () => 0,
    });
    const list = providers.list(never);
    await clock.advance(1100);
    expect((await list).filter((one) => one.reachable === true).map((one) => one.id)).toEqual(['on-device']);
  });

  it('does not take any server on port 8080 for llama.cpp', async () => {
    const other = servers({
      'http://127.0.0.1:8080/props': {},
      'http://127.0.0.1:8080/v1/models': { data: [] },
    });
    const list = await make({}, other).list(never);
    expect(list.find((one) => one.id === 'llama-cpp')?.reachable).toBe(false);
  });
});

const simulate = async (options: Parameters<typeof createSimulator>[0] = {}) => {
  const simulator = await createSimulator(options);
  closing.push(simulator.close);
  return simulator;
};

describe('testing a model', () => {
  it('shows it one small picture', async () => {
    const simulator = await simulate({ apiKey: 'right' });
    const tested = await make({}, fetch).test(
      { provider: 'openai-compatible', baseUrl: simulator.baseUrl, apiKey: 'right', model: 'gpt-sim' },
      never,
    );
    expect(tested).toMatchObject({ ok: true, model: 'gpt-sim' });
    expect(simulator.stats()).toMatchObject({ calls: 1, longestEdge: 96, contractViolations: [] });
  });

  it.each([
    ['401', 'bad_key'],
    ['429-credit', 'no_credit'],
    ['404-model', 'model_unavailable'],
    ['400-image', 'model_unavailable'],
    ['429-ra', 'slow_down'],
    ['500', 'no_answer'],
    ['not-json', 'unusable'],
    ['refusal-field', 'declined'],
    ['redirect-307', 'config'],
  ])('says what is wrong (%s)', async (mode, code) => {
    const simulator = await simulate();
    const tested = await make({}, fetch).test(
      { provider: 'openai-compatible', baseUrl: simulator.baseUrl, model: `gpt-sim+${mode}` },
      never,
    );
    expect(tested).toMatchObject({ ok: false, code });
  });

  it('sends a stored key to the server it belongs to, and to no other', async () => {
    const own = await simulate({ apiKey: 'stored' });
    const other = await simulate({ apiKey: 'stored' });
    const providers = make({ openaiBaseUrl: own.baseUrl, openaiApiKey: 'stored', model: 'gpt-sim' }, fetch);
    expect(await providers.test({ provider: 'openai-compatible' }, never)).toMatchObject({ ok: true });
    const elsewhere = await providers.test({ provider: 'openai-compatible', baseUrl: other.baseUrl }, never);
    expect(elsewhere).toMatchObject({ ok: false, code: 'bad_key' });
  });

  it('takes the first model a server lists where none is named', async () => {
    const simulator = await simulate({ models: ['qwen3-vl-32b', 'other'] });
    const tested = await make({}, fetch).test(
      { provider: 'openai-compatible', baseUrl: simulator.baseUrl },
      never,
    );
    expect(tested).toMatchObject({ ok: true, model: 'qwen3-vl-32b' });
  });

  it('refuses addresses that are none', async () => {
    for (const baseUrl of ['ftp://x/v1', 'file:///etc/passwd', 'nonsense', 'http://'])
      expect(await make().test({ provider: 'openai-compatible', baseUrl }, never)).toMatchObject({
        code: 'config',
      });
  });

  it.each(['ключ', 'sk-abc def', 'sk-“abc”'])(
    'says of %s that it is no key, and sends it nowhere',
    async (apiKey) => {
      let sent = 0;
      const fetchLike: typeof fetch = () => Promise.resolve(new Response(String((sent += 1))));
      expect(await make({}, fetchLike).test({ provider: 'openai', apiKey }, never)).toMatchObject({
        ok: false,
        code: 'bad_key',
      });
      expect(sent).toBe(0);
    },
  );

  it('says so where nobody answers', async () => {
    const tested = await make().test({ provider: 'openai', apiKey: 'sk-a-long-test-key' }, never);
    expect(tested).toMatchObject({ ok: false, code: 'unreachable' });
  });
});

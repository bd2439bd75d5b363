import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { systemClock } from '../../src/clock.ts';
import { ownerIdFor } from '../../src/database/ids.ts';
import { createProviderKeys } from '../../src/database/provider-keys.ts';
import { createSeal } from '../../src/database/seal.ts';
import { createConnectedModel } from '../../src/jobs/connect-model.ts';
import type { ProvidersConfig } from '../../src/vision/endpoints.ts';
import { createProviders } from '../../src/vision/providers.ts';
import { createSimulator, type Simulator } from '../simulator/create-simulator.ts';
import { createTestApi, expectCode, read, v1, type Answer, type Api } from './build-api.ts';
import { createJobs, type Jobs } from './build-jobs.ts';

const key = 'sk-right-0000001111';
const openAi = 'https://api.openai.com';

let jobs: Jobs;
/** Takes this key only; the other takes any, and none. */
let home: Simulator;
let other: Simulator;
/** What left this machine: host and authorization of every call. */
let sent: { origin: string; authorization: string | null }[] = [];
let answers: Answer[] = [];

beforeAll(async () => {
  [jobs, home, other] = await Promise.all([
    createJobs(),
    createSimulator({ apiKey: key }),
    createSimulator({ models: ['gpt-other'] }),
  ]);
});
beforeEach(async () => {
  home.configure({ failures: {} });
  sent = [];
  answers = [];
  await jobs.database.query('delete from rollcall.provider_keys');
  await jobs.database.query('delete from rollcall.settings');
});
afterEach(() => {
  expect(sent.filter(({ origin }) => origin === openAi)).toEqual([]);
  expect(sent.filter((call) => call.origin === other.origin && call.authorization?.includes(key))).toEqual(
    [],
  );
});
afterAll(() => Promise.all([jobs.close(), home.close(), other.close()]));

/** Only the two simulators can be reached. */
const fetchHere: typeof fetch = async (input, init) => {
  const request = new Request(input, init);
  const { origin } = new URL(request.url);
  if (origin !== home.origin && origin !== other.origin && origin !== openAi) throw new TypeError('refused');
  sent.push({ origin, authorization: request.headers.get('authorization') });
  return fetch(input, init);
};

/** A server as it starts: what was stored before is taken up. */
async function start({ environment = {}, sealKey = 1 } = {}) {
  const config: ProvidersConfig = { provider: 'auto', ...environment };
  const providers = createProviders({ config, fetch: fetchHere, clock: systemClock, random: () => 0.5 });
  const connectedModel = createConnectedModel({
    database: jobs.database,
    keys: createProviderKeys(await createSeal(new Uint8Array(32).fill(sealKey))),
    providers,
    environment: config,
    ownerId: await ownerIdFor('local'),
  });
  await connectedModel.restore();
  const api = await createTestApi(jobs, { providers, connectedModel });
  const call: Api['call'] = async (...asking) => {
    const answer = await api.call(...asking);
    expect(api.errors).toEqual([]);
    answers.push(answer);
    return answer;
  };
  return {
    call,
    connect: async (wish: object) => (await call('PUT', v1('/providers/current'), { body: wish })).json,
    /** One picture with the model in use, as it is configured: without giving a key. */
    look: async (model = 'gpt-sim') =>
      (await call('POST', v1('/providers/test'), { body: { provider: 'openai-compatible', model } })).json,
    current: () => providers.current(),
    listed: async () => {
      const all = read<{ providers: { current: boolean }[] }>(await call('GET', v1('/providers')));
      return all.providers.find((provider) => provider.current);
    },
  };
}

const atHome = () => ({ provider: 'openai-compatible', baseUrl: home.baseUrl, model: 'gpt-sim' });
const keys = () =>
  jobs.database.query<{ provider: string; sealed: Uint8Array; hint: string; base_url: string | null }>(
    'select provider, sealed, hint, base_url from rollcall.provider_keys order by provider',
  );
const settings = () => jobs.database.query<{ data: object }>('select data from rollcall.settings');

describe('a model that is connected', () => {
  test('with a wrong key changes nothing and keeps nothing', async () => {
    const server = await start();
    expect(await server.connect({ ...atHome(), apiKey: 'sk-wrong-0000001111' })).toMatchObject({
      ok: false,
      code: 'bad_key',
    });
    expect(await keys()).toEqual([]);
    expect(await settings()).toEqual([]);
    expect(server.current().onDevice).toBe(true);
  });

  test('leaves a right one in use when a wrong key is tried after it', async () => {
    const server = await start();
    await server.connect({ ...atHome(), apiKey: key });
    expect(await server.connect({ ...atHome(), apiKey: 'sk-wrong-0000001111' })).toMatchObject({ ok: false });
    expect(await server.look()).toMatchObject({ ok: true });
    expect(await (await start()).look()).toMatchObject({ ok: true });
  });

  test('with a right key is used; its key lies sealed and comes back nowhere', async () => {
    const server = await start();
    expect(await server.connect({ ...atHome(), apiKey: `  ${key} ` })).toMatchObject({
      ok: true,
      model: 'gpt-sim',
    });
    expect(server.current()).toMatchObject({ provider: 'openai-compatible', model: 'gpt-sim' });
    expect(await server.listed()).toMatchObject({ baseUrl: home.baseUrl, keyHint: '1111' });
    await server.call('GET', v1('/settings'));
    await server.look();
    const stored = await keys();
    expect(stored).toMatchObject([{ provider: 'openai-compatible', base_url: home.baseUrl }]);
    const bytes = Buffer.from(stored[0]?.sealed ?? []);
    const written = [bytes.toString('latin1'), stored[0]?.hint, JSON.stringify(await settings())];
    for (const text of [...written, ...answers.map((answer) => answer.text)]) {
      expect(text).not.toContain('sk-right');
      expect(text).not.toContain('000000');
    }
  });

  test('whose account is empty is kept: the key is right', async () => {
    home.configure({ failures: { '429-credit': 1 } });
    const server = await start();
    expect(await server.connect({ ...atHome(), apiKey: key })).toMatchObject({
      ok: false,
      code: 'no_credit',
    });
    expect(server.current()).toMatchObject({ provider: 'openai-compatible', model: 'gpt-sim' });
    home.configure({ failures: {} });
    expect(await (await start()).look()).toMatchObject({ ok: true });
  });

  test('survives a restart with its key, and without it where the key to the seal is lost', async () => {
    await (await start()).connect({ ...atHome(), apiKey: key });
    const again = await start();
    expect(again.current()).toMatchObject({ provider: 'openai-compatible', model: 'gpt-sim' });
    expect(await again.look()).toMatchObject({ ok: true });
    const elsewhere = await start({ sealKey: 2 });
    expect(elsewhere.current()).toMatchObject({ provider: 'openai-compatible' });
    expect(await elsewhere.look()).toMatchObject({ ok: false, code: 'bad_key' });
  });

  test('gives way to the namer of this machine and comes back without its key being typed', async () => {
    const server = await start();
    await server.connect({ ...atHome(), apiKey: key });
    for (const back of [atHome(), { provider: 'openai-compatible', model: 'gpt-sim' }]) {
      expect(await server.connect({ provider: 'on-device' })).toMatchObject({ ok: true });
      expect(server.current().onDevice).toBe(true);
      expect((await start()).current().onDevice).toBe(true);
      expect(await server.connect(back)).toMatchObject({ ok: true, model: 'gpt-sim' });
      expect(server.current()).toMatchObject({ provider: 'openai-compatible' });
      expect(await (await start()).look()).toMatchObject({ ok: true });
    }
  });

  test('at another address is never sent the key of the former one, also after a restart', async () => {
    const server = await start();
    await server.connect({ ...atHome(), apiKey: key });
    const there = { ...atHome(), baseUrl: other.baseUrl, model: 'gpt-other' };
    expect(await server.connect(there)).toMatchObject({ ok: true, model: 'gpt-other' });
    for (const one of [server, await start()]) {
      expect(await one.listed()).toMatchObject({ baseUrl: other.baseUrl, keyHint: null });
      expect(await one.look('gpt-other')).toMatchObject({ ok: true });
    }
    const calls = sent.filter(({ origin }) => origin === other.origin);
    expect(calls.length).toBeGreaterThanOrEqual(3);
    expect(calls.every(({ authorization }) => authorization === null)).toBe(true);
    expect(await keys()).toEqual([]);
  });

  test('that is given only a new key keeps its address', async () => {
    const server = await start();
    await server.connect({ ...atHome(), baseUrl: other.baseUrl, model: 'gpt-other' });
    const wish = { provider: 'openai-compatible', model: 'gpt-other', apiKey: 'sk-new-000002222' };
    expect(await server.connect(wish)).toMatchObject({ ok: true });
    expect(await server.listed()).toMatchObject({ baseUrl: other.baseUrl, keyHint: '2222' });
    expect(await (await start()).look('gpt-other')).toMatchObject({ ok: true });
    expect(sent.at(-1)).toEqual({ origin: other.origin, authorization: 'Bearer sk-new-000002222' });
  });

  test('is forgotten with its key, whatever is in use by then', async () => {
    const server = await start();
    await server.connect({ ...atHome(), apiKey: key });
    await server.connect({ provider: 'on-device' });
    expect((await server.call('DELETE', v1('/providers/current'))).status).toBe(204);
    expect(await keys()).toEqual([]);
    expect(await settings()).toEqual([{ data: { namer: null } }]);
    expect((await start()).current().onDevice).toBe(true);
    expect(await server.connect(atHome())).toMatchObject({ ok: false, code: 'bad_key' });
  });

  test('is not erased by a change of the settings, nor they by it', async () => {
    const server = await start();
    await server.call('PUT', v1('/settings'), { body: { theme: 'dark' } });
    await server.connect({ ...atHome(), apiKey: key });
    await server.call('PUT', v1('/settings'), { body: { language: 'es' } });
    expect((await server.call('GET', v1('/settings'))).json).toMatchObject({ theme: 'dark', language: 'es' });
    expect((await start()).current()).toMatchObject({ provider: 'openai-compatible' });
  });
});

describe('a model of the environment', () => {
  const environment = () => ({ openaiApiKey: key, openaiBaseUrl: home.baseUrl, model: 'gpt-sim' });

  test('can be gone back to without its key, which is not copied', async () => {
    const server = await start({ environment: environment() });
    await server.connect({ provider: 'on-device' });
    expect(server.current().onDevice).toBe(true);
    expect(await server.connect(atHome())).toMatchObject({ ok: true });
    expect(await keys()).toEqual([]);
    expect(await (await start({ environment: environment() })).look()).toMatchObject({ ok: true });
  });

  test('keeps its key to itself when another address is connected, and holds again after that', async () => {
    const server = await start({ environment: environment() });
    await server.connect({ ...atHome(), baseUrl: other.baseUrl, model: 'gpt-other' });
    expect(await server.look('gpt-other')).toMatchObject({ ok: true });
    expect(sent.at(-1)).toEqual({ origin: other.origin, authorization: null });
    await server.call('DELETE', v1('/providers/current'));
    expect(await server.listed()).toMatchObject({ baseUrl: home.baseUrl, model: 'gpt-sim' });
    expect(await server.look()).toMatchObject({ ok: true });
  });
});

describe('a test of a model', () => {
  test('keeps nothing and changes nothing', async () => {
    const server = await start();
    const tested = await server.call('POST', v1('/providers/test'), { body: { ...atHome(), apiKey: key } });
    expect(tested.json).toMatchObject({ ok: true, model: 'gpt-sim' });
    expect(await keys()).toEqual([]);
    expect(await settings()).toEqual([]);
    expect(server.current().onDevice).toBe(true);
  });
});

test('where people sign in the operator chooses the model, and no test calls an address of theirs or costs anything', async () => {
  const api = await createTestApi(jobs);
  const body = { ...atHome(), apiKey: key };
  expectCode(await api.call('PUT', v1('/providers/current'), { body }), 403, 'set_by_operator');
  expectCode(await api.call('DELETE', v1('/providers/current')), 403, 'set_by_operator');
  expectCode(await api.call('POST', v1('/providers/test'), { body }), 403, 'set_by_operator');
  const ofTheOperator = { body: { provider: 'openai', model: 'gpt-6-astra' } };
  expectCode(await api.call('POST', v1('/providers/test'), ofTheOperator), 403, 'set_by_operator');
  expect(await keys()).toEqual([]);
});

test('where the operator limits a month, no model is asked by name whose price nobody knows', async () => {
  const config = { provider: 'auto', openaiBaseUrl: home.baseUrl, openaiApiKey: key, model: 'gpt-sim' };
  const providers = createProviders({ config, fetch: fetchHere, clock: systemClock, random: () => 0.5 });
  const estimate = async (options: object, monthlyCapUsd: number | null) => {
    const api = await createTestApi(jobs, { providers, monthlyCapUsd });
    return await api.call('POST', v1('/jobs/estimate'), { body: { photoIds: 'all', options } });
  };
  const unknown = { model: 'gpt-of-tomorrow' };
  expectCode(await estimate(unknown, 5), 422, 'unknown_model');
  // As far as a library without photos gets.
  expectCode(await estimate(unknown, null), 422, 'no_photos');
  for (const options of [{}, { model: 'gpt-sim' }, { model: 'gpt-6-luna' }, { provider: 'on-device' }])
    expectCode(await estimate(options, 5), 422, 'no_photos');
});

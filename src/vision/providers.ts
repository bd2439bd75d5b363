import type { Clock } from '../clock.ts';
import { createChatCompletions } from './chat-completions.ts';
import { dialectById, dialectOf, localDialects, openAi, openAiCompatible, type Dialect } from './dialects.ts';
import { createLane, createOpenLane, type Lane } from './lane.ts';
import { createLimiter, type Limiter } from './limiter.ts';
import { probeLocalServer, type LocalServer } from './local-servers.ts';
import { createOnDevice } from './on-device.ts';
import { readPrices, type Prices } from './prices.ts';
import { runModelTest, type ModelTest } from './test-model.ts';
import type { VisionModel } from './vision-model.ts';

export interface ProvidersConfig {
  readonly openaiApiKey?: string | undefined;
  readonly openaiBaseUrl?: string | undefined;
  readonly model?: string | undefined;
  /** `auto`, or the id of a provider. */
  readonly provider: string;
  readonly concurrency?: number | undefined;
}

export interface ProvidersOptions {
  readonly config: ProvidersConfig;
  readonly fetch: typeof fetch;
  readonly clock: Clock;
  readonly random: () => number;
  readonly prices?: Prices;
  /** A lane has something new to tell. */
  readonly onLaneChange?: (lane: string) => void;
}

export interface ProviderInfo {
  readonly id: string;
  readonly label: string;
  readonly model: string;
  readonly models: string[];
  readonly current: boolean;
  readonly local: boolean;
  readonly configured: boolean;
  readonly reachable: boolean | null;
  readonly baseUrl: string | null;
  readonly keyHint: string | null;
}

export interface Providers {
  /** What is used when a job names nothing. */
  current(): VisionModel;
  /** Null where it is not set up here, or has no model to take by itself. */
  resolve(wanted: { readonly provider?: string | undefined; readonly model?: string | undefined }): VisionModel | null;
  /** One lane per rate limit, for the whole process. */
  lane(model: VisionModel): Lane;
  /** Looks for servers on this machine, each for half a second at most. */
  list(signal: AbortSignal): Promise<ProviderInfo[]>;
  /** One small picture, with the settings given; nothing is kept. */
  test(wanted: ModelToTest, signal: AbortSignal): Promise<ModelTest>;
  /** New settings, from now on; lanes and what models have learnt are kept. */
  configure(config: ProvidersConfig): void;
}

export interface ModelToTest {
  readonly provider: string;
  readonly model?: string | undefined;
  readonly baseUrl?: string | undefined;
  readonly apiKey?: string | undefined;
}

const defaultModel = 'gpt-6-luna';
const probeMs = 500;
const onDeviceConcurrency = 64;

/** Where the models come from, by configuration and by what answers on this machine. */
export function createProviders(options: ProvidersOptions): Providers {
  const { clock } = options;
  const prices = options.prices ?? readPrices();
  const onDevice = createOnDevice();
  const models = new Map<string, VisionModel>();
  const lanes = new Map<string, Lane>();
  const limiters = new Map<string, Limiter>();
  let config = options.config;
  let servers: readonly LocalServer[] = [];

  /** The endpoint of the settings, if there is one. */
  function configured(): Endpoint | null {
    const apiKey = config.openaiApiKey?.trim() || null;
    const baseUrl = config.openaiBaseUrl?.trim() || null;
    if (apiKey === null && baseUrl === null) return null;
    const forced = config.provider === 'auto' ? null : dialectById(config.provider);
    const dialect = baseUrl === null ? openAi : (forced ?? dialectOf(baseUrl));
    return { dialect, baseUrl: baseUrl ?? openAi.defaultBaseUrl ?? '', apiKey };
  }

  function modelAt(endpoint: Endpoint, name: string): VisionModel {
    const made = createChatCompletions({
      ...endpoint,
      model: name,
      fetch: options.fetch,
      clock,
      prices,
      onHeaders: (headers) => limiters.get(made.lane)?.observe(headers),
    });
    const known = models.get(made.lane);
    if (known !== undefined) return known;
    models.set(made.lane, made);
    return made;
  }

  function current(): VisionModel {
    const wanted = config.provider === 'auto' ? undefined : config.provider;
    return resolve({ provider: wanted, model: config.model }) ?? onDevice;
  }

  function resolve(wanted: Parameters<Providers['resolve']>[0]): VisionModel | null {
    const endpoint = configured();
    const id = wanted.provider ?? endpoint?.dialect.id ?? onDevice.provider;
    if (id === onDevice.provider) return onDevice;
    // Either name means the one endpoint of the settings.
    const hosted = id === openAi.id || id === openAiCompatible.id;
    if (endpoint !== null && (hosted || endpoint.dialect.id === id))
      return modelAt(endpoint, wanted.model ?? config.model ?? defaultModel);
    return hosted ? null : localModel(id, wanted.model);
  }

  function localModel(id: string, name: string | undefined): VisionModel | null {
    const dialect = localDialects.find((one) => one.id === id);
    const server = servers.find((one) => one.dialect.id === id);
    const model = name ?? (config.provider === id ? config.model : undefined) ?? server?.models[0];
    if (dialect?.defaultBaseUrl === null || dialect === undefined || model === undefined) return null;
    return modelAt({ dialect, baseUrl: dialect.defaultBaseUrl, apiKey: null }, model);
  }

  function lane(model: VisionModel): Lane {
    const known = lanes.get(model.lane);
    if (known !== undefined) return known;
    const made = model.onDevice ? createOpenLane(model, onDeviceConcurrency) : limitedLane(model);
    lanes.set(model.lane, made);
    return made;
  }

  function limitedLane(model: VisionModel): Lane {
    const parallel = servers.find((one) => one.dialect.id === model.provider)?.parallel;
    const usual = parallel ?? dialectById(model.provider)?.concurrency ?? openAiCompatible.concurrency;
    const limiter = createLimiter({
      clock,
      concurrency: config.concurrency ?? usual,
      random: options.random,
      onChange: () => options.onLaneChange?.(model.lane),
    });
    limiters.set(model.lane, limiter);
    return createLane({ model, limiter, clock });
  }

  async function list(signal: AbortSignal): Promise<ProviderInfo[]> {
    const probe = { fetch: options.fetch, clock, timeoutMs: probeMs };
    const found = await Promise.all(localDialects.map((one) => probeLocalServer(one, probe, signal)));
    servers = found.filter((server) => server !== null);
    const now = current();
    const endpoint = configured();
    const local = localDialects.map((dialect) => localInfo(dialect, servers, now));
    const own = endpointInfo(endpoint, config.model ?? defaultModel, now);
    return [own, ...local.filter((one) => one.id !== own.id), onDeviceInfo(onDevice, now)];
  }

  async function test(wanted: ModelToTest, signal: AbortSignal): Promise<ModelTest> {
    if (wanted.provider === onDevice.provider) return { ok: true, model: onDevice.model, said: '', ms: 0, costNano: 0 };
    const endpoint = endpointToTest(wanted, configured());
    if (endpoint === null) return { ok: false, code: 'config', detail: 'The base URL is missing or not an address.' };
    const server = servers.find((one) => one.dialect.id === endpoint.dialect.id);
    const model = wanted.model ?? server?.models[0] ?? (endpoint.dialect.local ? undefined : defaultModel);
    if (model === undefined)
      return { ok: false, code: 'model_unavailable', detail: `${endpoint.dialect.label} has no model that can see.` };
    return runModelTest({ ...endpoint, model, fetch: options.fetch, clock, prices }, signal);
  }

  return {
    current,
    resolve,
    lane,
    list,
    test,
    configure(next) {
      config = next;
    },
  };
}

interface Endpoint {
  readonly dialect: Dialect;
  readonly baseUrl: string;
  readonly apiKey: string | null;
}

/** What was typed in; the stored key only for the endpoint it belongs to. */
function endpointToTest(wanted: ModelToTest, configured: Endpoint | null): Endpoint | null {
  const named = dialectById(wanted.provider);
  const same = wanted.baseUrl === undefined && (named === null || named.local === false) ? configured : null;
  const baseUrl = wanted.baseUrl ?? same?.baseUrl ?? named?.defaultBaseUrl ?? null;
  if (baseUrl === null || !/^https?:\/\//u.test(baseUrl) || !URL.canParse(baseUrl)) return null;
  const stored = configured !== null && configured.baseUrl === baseUrl ? configured.apiKey : null;
  const dialect = named === null || named === openAiCompatible ? dialectOf(baseUrl) : named;
  return { dialect, baseUrl, apiKey: wanted.apiKey ?? stored };
}

function endpointInfo(endpoint: Endpoint | null, model: string, now: VisionModel): ProviderInfo {
  const dialect = endpoint?.dialect ?? openAi;
  const key = endpoint?.apiKey ?? null;
  return {
    id: dialect.id,
    label: dialect.label,
    model,
    models: [model],
    current: now.provider === dialect.id,
    local: dialect.local,
    configured: endpoint !== null,
    reachable: null,
    baseUrl: endpoint?.baseUrl ?? dialect.defaultBaseUrl,
    // Of a short key four characters would be too much.
    keyHint: key === null || key.length < 12 ? null : key.slice(-4),
  };
}

function localInfo(dialect: Dialect, servers: readonly LocalServer[], now: VisionModel): ProviderInfo {
  const server = servers.find((one) => one.dialect.id === dialect.id);
  const current = now.provider === dialect.id;
  return {
    id: dialect.id,
    label: dialect.label,
    model: current ? now.model : (server?.models[0] ?? ''),
    models: [...(server?.models ?? [])],
    current,
    local: true,
    configured: current || (server !== undefined && server.models.length > 0),
    reachable: server !== undefined,
    baseUrl: dialect.defaultBaseUrl,
    keyHint: null,
  };
}

function onDeviceInfo(onDevice: VisionModel, now: VisionModel): ProviderInfo {
  return {
    id: onDevice.provider,
    label: 'Basic names',
    model: onDevice.model,
    models: [onDevice.model],
    current: now === onDevice,
    local: true,
    configured: true,
    reachable: true,
    baseUrl: null,
    keyHint: null,
  };
}

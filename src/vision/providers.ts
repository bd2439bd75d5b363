import type { Clock } from '../clock.ts';
import { createChatCompletions } from './chat-completions.ts';
import { defaultModel, dialectById, localDialects, openAi, openAiCompatible } from './dialects.ts';
import { endpointOf, type Endpoint, type ModelToTest, type ProvidersConfig } from './endpoints.ts';
import type { Lane } from './lane.ts';
import { createLanes } from './lanes.ts';
import type { Limiter } from './limiter.ts';
import { probeLocalServer, probeMs, type LocalServer } from './local-servers.ts';
import { createOnDevice, type Recognise } from './on-device.ts';
import { readPrices, type Prices } from './prices.ts';
import { endpointInfo, localInfo, onDeviceInfo, type ProviderInfo } from './provider-info.ts';
import type { ModelTest } from './test-model.ts';
import { testWantedModel } from './test-wanted-model.ts';
import type { VisionModel } from './vision-model.ts';

export interface ProvidersOptions {
  readonly config: ProvidersConfig;
  readonly fetch: typeof fetch;
  readonly clock: Clock;
  readonly random: () => number;
  readonly prices?: Prices;
  /** Whether other processes use the same limits: then the `limiters` have to be kept in step with theirs. */
  readonly isShared?: boolean;
  /** How the on-device namer sees; without it, it names by facts alone. */
  readonly recognise?: Recognise | null;
  /** A lane has something new to tell. */
  readonly onLaneChange?: (lane: string) => void;
}

export interface Providers {
  /** What is used when a job names nothing. */
  current(): VisionModel;
  /** Null where it is not set up here, or has no model to take by itself. */
  resolve(wanted: {
    readonly provider?: string | undefined;
    readonly model?: string | undefined;
  }): VisionModel | null;
  /** One lane per rate limit, for the whole process. */
  lane(model: VisionModel): Lane;
  /** Looks for servers on this machine, each for half a second at most. */
  list(signal: AbortSignal): Promise<ProviderInfo[]>;
  /** One small picture, with the settings given; nothing is kept. */
  test(wanted: ModelToTest, signal: AbortSignal): Promise<ModelTest>;
  /** New settings, from now on; lanes and what models have learnt are kept. */
  configure(config: ProvidersConfig): void;
}

/** With what a process needs to share its lanes with others. */
export interface LimitedProviders extends Providers {
  /** What keeps the rate of each lane, by lane. */
  limiters(): Iterable<readonly [string, Limiter]>;
  /** Most calls in flight of all processes together. */
  concurrencyOf(model: VisionModel): number;
}

/** Held at a time on this machine; looking takes a fifth of a second, and leases should not wait long in line. */
const onDeviceConcurrency = { blind: 64, seeing: 8 };

/** Where the models come from, by configuration and by what answers on this machine. */
export function createProviders(options: ProvidersOptions): LimitedProviders {
  const { clock } = options;
  const prices = options.prices ?? readPrices();
  const onDevice = createOnDevice(options.recognise);
  const models = new Map<string, VisionModel>();
  const lanes = createLanes({ ...options, concurrencyOf });
  let config = options.config;
  let servers: readonly LocalServer[] = [];

  function modelAt(endpoint: Endpoint, name: string): VisionModel {
    const made = createChatCompletions({
      ...endpoint,
      model: name,
      fetch: options.fetch,
      clock,
      prices,
      onHeaders: (headers) => lanes.observe(made.lane, headers),
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
    const endpoint = endpointOf(config);
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

  function concurrencyOf(model: VisionModel): number {
    if (model.onDevice) return model.looks ? onDeviceConcurrency.seeing : onDeviceConcurrency.blind;
    const parallel = servers.find((one) => one.dialect.id === model.provider)?.parallel;
    const usual = parallel ?? dialectById(model.provider)?.concurrency ?? openAiCompatible.concurrency;
    return config.concurrency ?? usual;
  }

  async function list(signal: AbortSignal): Promise<ProviderInfo[]> {
    const probe = { fetch: options.fetch, clock, timeoutMs: probeMs };
    const found = await Promise.all(localDialects.map((one) => probeLocalServer(one, probe, signal)));
    servers = found.filter((server) => server !== null);
    const now = current();
    const endpoint = endpointOf(config);
    const local = localDialects.map((dialect) => localInfo(dialect, servers, now));
    const own = endpointInfo(endpoint, config.model ?? defaultModel, now);
    return [own, ...local.filter((one) => one.id !== own.id), onDeviceInfo(onDevice, now)];
  }

  return {
    current,
    resolve,
    lane: lanes.of,
    limiters: lanes.limiters,
    concurrencyOf,
    list,
    async test(wanted, signal) {
      if (wanted.provider === onDevice.provider)
        return { ok: true, model: onDevice.model, said: '', ms: 0, costNano: 0, photoNano: 0 };
      const usualModel = config.model ?? defaultModel;
      const means = { fetch: options.fetch, clock, prices };
      return testWantedModel({ ...means, wanted, configured: endpointOf(config), usualModel }, signal);
    },
    configure(next) {
      config = next;
    },
  };
}

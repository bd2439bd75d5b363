import type { Clock } from '../clock.ts';
import { defaultModel, openAi } from './dialects.ts';
import { endpointToTest, type Endpoint, type ModelToTest } from './endpoints.ts';
import { firstListedModel, probeLocalServer, probeMs } from './local-servers.ts';
import type { Prices } from './prices.ts';
import { runModelTest, type ModelTest } from './test-model.ts';

interface Wanted {
  readonly wanted: ModelToTest;
  /** The endpoint of the settings: its key goes with it, and with it alone. */
  readonly configured: Endpoint | null;
  /** For whoever names none, where the server lists none. */
  readonly usualModel: string;
  readonly fetch: typeof fetch;
  readonly clock: Clock;
  readonly prices: Prices;
}

/** What may stand in a header: letters of ASCII, digits, signs. */
const couldBeKey = /^[!-~]*$/u;

/** Shows one small picture to the model somebody typed in. */
export async function testWantedModel(options: Wanted, signal: AbortSignal): Promise<ModelTest> {
  const endpoint = endpointToTest(options.wanted, options.configured);
  if (endpoint === null)
    return { ok: false, code: 'config', detail: 'The base URL is missing or not an address.' };
  // It would break the request itself, and look like a server that hangs up.
  if (endpoint.apiKey !== null && !couldBeKey.test(endpoint.apiKey))
    return { ok: false, code: 'bad_key', detail: 'There is a space, or a letter no key has, in this key.' };
  const model = options.wanted.model ?? (await modelToTest(options, endpoint, signal));
  if (model === null)
    return {
      ok: false,
      code: 'model_unavailable',
      detail: `${endpoint.dialect.label} has no model that can see.`,
    };
  const { fetch, clock, prices } = options;
  return runModelTest({ ...endpoint, model, fetch, clock, prices }, signal);
}

/** A server of our own kind is asked what it has; OpenAI has more than we would want to choose from. */
async function modelToTest(
  { fetch, clock, usualModel }: Wanted,
  endpoint: Endpoint,
  signal: AbortSignal,
): Promise<string | null> {
  const { dialect, baseUrl } = endpoint;
  if (dialect === openAi) return defaultModel;
  if (baseUrl === dialect.defaultBaseUrl)
    return (await probeLocalServer(dialect, { fetch, clock, timeoutMs: probeMs }, signal))?.models[0] ?? null;
  const listed = await firstListedModel({ fetch, clock, ...endpoint, timeoutMs: 5000 }, signal);
  return listed ?? usualModel;
}

import { dialectById, dialectOf, openAi, openAiCompatible, type Dialect } from './dialects.ts';

export interface ProvidersConfig {
  readonly openaiApiKey?: string | undefined;
  readonly openaiBaseUrl?: string | undefined;
  readonly model?: string | undefined;
  /** `auto`, or the id of a provider. */
  readonly provider: string;
  readonly concurrency?: number | undefined;
  /** `provider` names a server of this machine and says nothing of what stands behind `openaiBaseUrl`. */
  readonly dialectByAddress?: boolean;
}

export interface ModelToTest {
  readonly provider: string;
  readonly model?: string | undefined;
  readonly baseUrl?: string | undefined;
  readonly apiKey?: string | undefined;
}

export interface Endpoint {
  readonly dialect: Dialect;
  readonly baseUrl: string;
  readonly apiKey: string | null;
}

/** The endpoint of the settings, if there is one. */
export function endpointOf(config: ProvidersConfig): Endpoint | null {
  const apiKey = config.openaiApiKey?.trim() || null;
  const baseUrl = config.openaiBaseUrl?.trim() || null;
  if (apiKey === null && baseUrl === null) return null;
  const byAddress = config.provider === 'auto' || config.dialectByAddress === true;
  const forced = byAddress ? null : dialectById(config.provider);
  const dialect = baseUrl === null ? openAi : (forced ?? dialectOf(baseUrl));
  return { dialect, baseUrl: baseUrl ?? openAi.defaultBaseUrl ?? '', apiKey };
}

/** What was typed in; the stored key only for the endpoint it belongs to. */
export function endpointToTest(wanted: ModelToTest, configured: Endpoint | null): Endpoint | null {
  const named = dialectById(wanted.provider);
  // A key typed in for OpenAI goes to OpenAI, whatever other server is configured.
  const isConfigured = named === null || named === openAiCompatible || named === configured?.dialect;
  const same = wanted.baseUrl === undefined && isConfigured ? configured : null;
  const baseUrl = wanted.baseUrl ?? same?.baseUrl ?? named?.defaultBaseUrl ?? null;
  if (baseUrl === null || !/^https?:\/\//u.test(baseUrl) || !URL.canParse(baseUrl)) return null;
  const stored = configured !== null && configured.baseUrl === baseUrl ? configured.apiKey : null;
  const dialect = named === null || named === openAiCompatible ? dialectOf(baseUrl) : named;
  return { dialect, baseUrl, apiKey: wanted.apiKey ?? stored };
}

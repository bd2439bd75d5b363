import { z } from 'zod';
import type { Clock } from '../clock.ts';
import type { Dialect } from './dialects.ts';
import { exchange } from './exchange.ts';

/** A server on this machine that answered. */
export interface LocalServer {
  readonly dialect: Dialect;
  readonly baseUrl: string;
  /** Those that can see; where the server does not say, all of them. */
  readonly models: readonly string[];
  /** Calls it takes at a time, where it says so. */
  readonly parallel: number | null;
}

export interface ProbeOptions {
  readonly fetch: typeof fetch;
  readonly clock: Clock;
  readonly timeoutMs: number;
}

/** What is there answers at once. */
export const probeMs = 500;

/** Asks a local server what it has; null if nothing of that kind answers. */
export async function probeLocalServer(
  dialect: Dialect,
  options: ProbeOptions,
  signal: AbortSignal,
): Promise<LocalServer | null> {
  const baseUrl = dialect.defaultBaseUrl;
  if (baseUrl === null) return null;
  const get = (path: string, init: RequestInit = {}) => askJson({ ...options, url: path, init }, signal);
  const origin = new URL(baseUrl).origin;
  const found = await probes[dialect.id]?.(origin, get);
  return found === undefined || found === null ? null : { dialect, baseUrl, ...found };
}

type Get = (url: string, init?: RequestInit) => Promise<unknown>;
type Found = { readonly models: readonly string[]; readonly parallel: number | null };

const probes: Partial<Record<Dialect['id'], (origin: string, get: Get) => Promise<Found | null>>> = {
  ollama: probeOllama,
  'lm-studio': probeLmStudio,
  'llama-cpp': probeLlamaCpp,
};

const ollamaTags = z.object({
  models: z.array(z.object({ name: z.string(), capabilities: z.array(z.string()).optional() })),
});
const ollamaShow = z.object({ capabilities: z.array(z.string()) });

async function probeOllama(origin: string, get: Get): Promise<Found | null> {
  const tags = ollamaTags.safeParse(await get(`${origin}/api/tags`));
  if (!tags.success) return null;
  const seeing = await Promise.all(
    tags.data.models.slice(0, 50).map(async ({ name, capabilities }) => {
      const known = capabilities ?? (await ollamaCapabilities(origin, get, name));
      // Versions that do not say it in either place: better offered than hidden.
      return known === null || known.includes('vision') ? [name] : [];
    }),
  );
  return { models: seeing.flat(), parallel: null };
}

async function ollamaCapabilities(origin: string, get: Get, model: string): Promise<string[] | null> {
  const init = { method: 'POST', body: JSON.stringify({ model }) };
  return ollamaShow.safeParse(await get(`${origin}/api/show`, init)).data?.capabilities ?? null;
}

const lmStudioModels = z.object({
  models: z.array(
    z.object({
      key: z.string(),
      capabilities: z.object({ vision: z.boolean().optional() }).optional(),
      loaded_instances: z
        .array(
          z.object({ config: z.object({ parallel: z.number().int().positive().optional() }).optional() }),
        )
        .optional(),
    }),
  ),
});
const lmStudioOlder = z.object({ data: z.array(z.object({ id: z.string(), type: z.string().optional() })) });

async function probeLmStudio(origin: string, get: Get): Promise<Found | null> {
  const newer = lmStudioModels.safeParse(await get(`${origin}/api/v1/models`));
  if (newer.success) {
    const seeing = newer.data.models.filter((model) => model.capabilities?.vision === true);
    const loaded = seeing.flatMap((model) => model.loaded_instances ?? []);
    const parallel = loaded.find((instance) => instance.config?.parallel !== undefined)?.config?.parallel;
    return { models: seeing.map((model) => model.key), parallel: parallel ?? null };
  }
  const older = lmStudioOlder.safeParse(await get(`${origin}/api/v0/models`));
  if (!older.success) return null;
  return { models: older.data.data.filter((one) => one.type === 'vlm').map((one) => one.id), parallel: null };
}

const llamaProps = z.object({
  total_slots: z.number().int().positive().optional(),
  modalities: z.object({ vision: z.boolean().optional() }).optional(),
});
const listedModels = z.object({ data: z.array(z.object({ id: z.string() })) });

async function probeLlamaCpp(origin: string, get: Get): Promise<Found | null> {
  const [props, models] = await Promise.all([get(`${origin}/props`), get(`${origin}/v1/models`)]);
  const slots = llamaProps.safeParse(props);
  const listed = listedModels.safeParse(models);
  // Port 8080 is everybody's: only what answers both questions is llama.cpp.
  if (!slots.success || !listed.success || slots.data.modalities === undefined) return null;
  const ids = slots.data.modalities.vision === true ? listed.data.data.map((one) => one.id) : [];
  return { models: ids, parallel: slots.data.total_slots ?? null };
}

/** The first model an OpenAI-compatible server lists, for whoever names none; null if it lists nothing. */
export async function firstListedModel(
  options: ProbeOptions & { readonly baseUrl: string; readonly apiKey: string | null },
  signal: AbortSignal,
): Promise<string | null> {
  const headers = options.apiKey === null ? {} : { authorization: `Bearer ${options.apiKey}` };
  const url = `${options.baseUrl.replace(/\/+$/u, '')}/models`;
  const listed = listedModels.safeParse(await askJson({ ...options, url, init: { headers } }, signal));
  return listed.data?.data[0]?.id ?? null;
}

async function askJson(
  options: ProbeOptions & { readonly url: string; readonly init: RequestInit },
  signal: AbortSignal,
): Promise<unknown> {
  const result = await exchange({ ...options, signal });
  if (result.kind !== 'response' || result.status !== 200 || result.text === null) return undefined;
  try {
    const value: unknown = JSON.parse(result.text);
    return value;
  } catch {
    return undefined;
  }
}

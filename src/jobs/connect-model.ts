import { z } from 'zod';
import type { ProviderKeys } from '../database/provider-keys.ts';
import { getSettings, putSettings } from '../database/settings.ts';
import type { Database, Sql } from '../database/sql.ts';
import type { ModelToTest, ProvidersConfig } from '../vision/endpoints.ts';
import type { Providers } from '../vision/providers.ts';
import type { ModelTest } from '../vision/test-model.ts';

/** The model a person connected on the page; it stands above what the environment says, and survives a restart. */
export interface ConnectedModel {
  /** Takes up what was stored; at start. */
  restore(): Promise<void>;
  /** Tries the model with one small picture, then stores and uses it. A right key without credit is kept too. */
  connect(wish: ModelToTest, signal: AbortSignal): Promise<ModelTest>;
  /** Forgets it and its key; the environment's settings hold again. */
  disconnect(): Promise<void>;
}

const choiceSchema = z.object({
  id: z.string(),
  model: z.string().nullable(),
  baseUrl: z.string().nullable(),
});
type Choice = z.infer<typeof choiceSchema>;

const storedSchema = z.object({ namer: choiceSchema.nullish() });

export function createConnectedModel(dependencies: {
  readonly database: Database;
  readonly keys: ProviderKeys;
  readonly providers: Pick<Providers, 'test' | 'configure'>;
  readonly environment: ProvidersConfig;
  /** Whose settings these are: the one owner of a server without sign-in. */
  readonly ownerId: string;
}): ConnectedModel {
  const { database, keys, providers, environment, ownerId } = dependencies;

  async function writeChoice(tx: Sql, choice: Choice | null): Promise<void> {
    const stored = z
      .record(z.string(), z.unknown())
      .catch({})
      .parse(await getSettings(tx, ownerId));
    await putSettings(tx, ownerId, { ...stored, namer: choice });
  }

  /** A key that was given before, or that the environment has for this very address, need not be typed again. */
  async function completed(wish: ModelToTest): Promise<ModelToTest> {
    if (wish.apiKey !== undefined || !isHosted(wish.provider)) return wish;
    const stored = await keys.get(database, ownerId, wish.provider);
    const known = stored ?? environmentKey(wish.provider);
    if (known === null || (wish.baseUrl !== undefined && wish.baseUrl !== known.baseUrl)) return wish;
    return { ...wish, baseUrl: known.baseUrl ?? undefined, apiKey: known.secret };
  }

  function environmentKey(provider: string) {
    const { openaiApiKey: secret, openaiBaseUrl } = environment;
    const isTheirs = (provider === 'openai') === (openaiBaseUrl === undefined);
    return isTheirs && (secret ?? openaiBaseUrl) !== undefined
      ? { secret, baseUrl: openaiBaseUrl ?? null }
      : null;
  }

  return {
    async restore() {
      const stored = storedSchema.catch({ namer: null }).parse(await getSettings(database, ownerId));
      if (stored.namer === null || stored.namer === undefined) return;
      const key = await keys.get(database, ownerId, stored.namer.id);
      providers.configure(configOf(environment, stored.namer, key?.secret));
    },
    async connect(asked, signal) {
      const wish = await completed(asked);
      const test = await providers.test(wish, signal);
      if (!test.ok && test.code !== 'no_credit') return test;
      const choice = {
        id: wish.provider,
        model: test.ok ? test.model : (wish.model ?? null),
        baseUrl: wish.baseUrl ?? null,
      };
      const { apiKey } = asked;
      await database.transaction(async (tx) => {
        await writeChoice(tx, choice);
        if (apiKey !== undefined) {
          await keys.put(tx, ownerId, { provider: wish.provider, secret: apiKey, baseUrl: choice.baseUrl });
        }
      });
      const key = await keys.get(database, ownerId, wish.provider);
      providers.configure(configOf(environment, choice, key?.secret));
      return test;
    },
    async disconnect() {
      await database.transaction(async (tx) => {
        const stored = storedSchema.catch({ namer: null }).parse(await getSettings(tx, ownerId));
        if (stored.namer) await keys.delete(tx, ownerId, stored.namer.id);
        await writeChoice(tx, null);
      });
      providers.configure(environment);
    },
  };
}

const isHosted = (id: string): boolean => id === 'openai' || id === 'openai-compatible';

/** The environment with the person's choice laid over it. A key belongs to its address: another one drops it. */
function configOf(environment: ProvidersConfig, choice: Choice, key: string | undefined): ProvidersConfig {
  const model = choice.model ?? undefined;
  // The environment's endpoint stays known beside a namer of this machine, so that one can go back to it.
  if (!isHosted(choice.id)) return { ...environment, provider: choice.id, model, dialectByAddress: true };
  const sameAddress = choice.baseUrl === (environment.openaiBaseUrl ?? null);
  return {
    ...environment,
    provider: choice.id,
    model,
    openaiBaseUrl: choice.baseUrl ?? undefined,
    openaiApiKey: key ?? (sameAddress ? environment.openaiApiKey : undefined),
  };
}

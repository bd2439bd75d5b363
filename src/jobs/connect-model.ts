import { z } from 'zod';
import type { ProviderKey, ProviderKeys } from '../database/provider-keys.ts';
import { changeSettings, getSettings } from '../database/settings.ts';
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
  /** Forgets it, and every key given for a model; the environment's settings hold again. */
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

  async function readChoice(sql: Sql): Promise<Choice | null> {
    return storedSchema.catch({ namer: null }).parse(await getSettings(sql, ownerId)).namer ?? null;
  }

  /**
   * What was given before, or what the environment has, need not be typed again: the address, and the key for that
   * very address. No key goes to another one.
   */
  async function completed(wish: ModelToTest): Promise<ModelToTest> {
    if (!isHosted(wish.provider)) return wish;
    const known = (await keys.get(database, ownerId, wish.provider)) ?? environmentKey(wish.provider);
    const choice = await readChoice(database);
    const before = choice?.id === wish.provider ? choice : known;
    const baseUrl = wish.baseUrl ?? before?.baseUrl ?? undefined;
    const same = known !== null && known.baseUrl === (baseUrl ?? null);
    return { ...wish, baseUrl, apiKey: wish.apiKey ?? (same ? known.secret : undefined) };
  }

  /** Stores the choice and its key. What was stored for another address goes, so that it is never sent there. */
  async function write(choice: Choice, apiKey: string | undefined): Promise<void> {
    const { id: provider, baseUrl } = choice;
    await database.transaction(async (tx) => {
      await changeSettings(tx, ownerId, { namer: choice });
      if (apiKey !== undefined) return keys.put(tx, ownerId, { provider, secret: apiKey, baseUrl });
      const stored = (await keys.list(tx, ownerId)).find((one) => one.provider === provider);
      if (stored !== undefined && stored.baseUrl !== baseUrl) await keys.delete(tx, ownerId, provider);
    });
  }

  async function use(choice: Choice): Promise<void> {
    const key = await keys.get(database, ownerId, choice.id);
    providers.configure(configOf(environment, choice, key));
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
      const choice = await readChoice(database);
      if (choice !== null) await use(choice);
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
      await write(choice, asked.apiKey);
      await use(choice);
      return test;
    },
    async disconnect() {
      await database.transaction(async (tx) => {
        // Those of models used before too: nobody would look for them here any more.
        for (const { provider } of await keys.list(tx, ownerId)) await keys.delete(tx, ownerId, provider);
        await changeSettings(tx, ownerId, { namer: null });
      });
      providers.configure(environment);
    },
  };
}

const isHosted = (id: string): boolean => id === 'openai' || id === 'openai-compatible';

/** The environment with the person's choice laid over it. A key belongs to its address: another one drops it. */
function configOf(environment: ProvidersConfig, choice: Choice, key: ProviderKey | null): ProvidersConfig {
  const model = choice.model ?? undefined;
  // The environment's endpoint stays known beside a namer of this machine, so that one can go back to it.
  if (!isHosted(choice.id)) return { ...environment, provider: choice.id, model, dialectByAddress: true };
  const isTheirs = choice.baseUrl === (environment.openaiBaseUrl ?? null);
  const given = key?.baseUrl === choice.baseUrl ? key.secret : undefined;
  return {
    ...environment,
    provider: choice.id,
    model,
    openaiBaseUrl: choice.baseUrl ?? undefined,
    openaiApiKey: given ?? (isTheirs ? environment.openaiApiKey : undefined),
  };
}

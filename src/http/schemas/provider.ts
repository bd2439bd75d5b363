import { z } from '@hono/zod-openapi';

const providerSchema = z
  .object({
    id: z.string().describe('openai, ollama, lm-studio, llama-cpp, openai-compatible, on-device'),
    label: z.string().describe('As shown: OpenAI, Ollama, Basic names'),
    model: z.string(),
    models: z.array(z.string()),
    current: z.boolean(),
    local: z.boolean(),
    configured: z.boolean(),
    reachable: z.boolean().nullable().describe('null where no call was made to find out'),
    baseUrl: z.string().nullable(),
    keyHint: z.string().nullable().describe('Last four characters; the key itself never leaves the server'),
  })
  .openapi('Provider');

export type Provider = z.infer<typeof providerSchema>;

export const providerListSchema = z.object({ providers: z.array(providerSchema) }).openapi('ProviderList');

const limitSchema = z.number().min(0).max(100_000).nullable();

export const settingsSchema = z
  .object({
    language: z.string().default('en'),
    interfaceLanguage: z.enum(['en', 'es', 'auto']).default('auto'),
    theme: z.enum(['system', 'light', 'dark']).default('system'),
    monthlyLimitUsd: limitSchema
      .default(null)
      .describe('What may be spent in a calendar month (UTC); null: no limit'),
    jobLimitUsd: limitSchema.default(null).describe('For jobs that name no budgetUsd themselves; null: none'),
    stacks: z.boolean().default(true).describe('Bursts and RAW + JPEG are shown as one and asked about once'),
  })
  .openapi('Settings');

/** What is to change; what is not named stays (`partial()` would fill in the defaults). */
export const settingsChangeSchema = z.object({
  language: z.string().max(35).optional(),
  interfaceLanguage: z.enum(['en', 'es', 'auto']).optional(),
  theme: z.enum(['system', 'light', 'dark']).optional(),
  monthlyLimitUsd: limitSchema.optional(),
  jobLimitUsd: limitSchema.optional(),
  stacks: z.boolean().optional(),
});

export type Settings = z.infer<typeof settingsSchema>;

/** What is stored as far as it can be read; one value that is none does not take the others with it. */
export function readSettings(stored: unknown): Settings {
  const whole = settingsSchema.safeParse(stored);
  if (whole.success) return whole.data;
  const wrong = new Set(whole.error.issues.map(({ path }) => path[0]));
  const fields = typeof stored === 'object' && stored !== null ? Object.entries(stored) : [];
  return settingsSchema.parse(Object.fromEntries(fields.filter(([name]) => !wrong.has(name))));
}

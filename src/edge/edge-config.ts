import { z } from 'zod';
import { ConfigError, optionalText, peopleSchema, providerSchema } from '../config.ts';
import { readAuthority } from '../database/postgres-authority.ts';

const secondsOnFreePlan = 150;
/** Whoever runs a project pays for everybody who signs in there. */
const usualMonthlyCapUsd = 5;
/** Measured in Deno 2.1.4: 0.4 s to start and 6.4 ms for each photo with a preview of 100 KB. */
const itemsInOneSecondOfCpu = 90;
/** The second goes on when the first is cut off, and each has half of the calls in its memory. */
const usualSlices = 2;

const wholeNumber = (least: number, most: number) =>
  z.coerce.number('must be a number').int().min(least).max(most);

const schema = z.object({
  SUPABASE_URL: z.url('must be the address of the project'),
  ROLLCALL_WORKER_SECRET: z
    .string('is missing; make one with `openssl rand -hex 32`')
    .trim()
    .min(32, 'must have at least 32 characters'),
  ROLLCALL_PUBLIC_URL: optionalText.refine((url) => url === undefined || URL.canParse(url), {
    message: 'must be an address',
  }),
  ROLLCALL_DATABASE_CA: optionalText.transform((text, context) => {
    const authority = text === undefined ? undefined : readAuthority(text);
    if (authority === null) context.addIssue('must be a certificate in PEM, or the base64 of one');
    return authority ?? undefined;
  }),
  ROLLCALL_BUCKET: z.string().trim().min(1).default('rollcall'),
  ROLLCALL_WALL_CLOCK_SECONDS: wholeNumber(3, 3600).default(secondsOnFreePlan),
  ROLLCALL_SLICE_ITEMS: wholeNumber(1, 100_000).default(itemsInOneSecondOfCpu),
  ROLLCALL_SLICES: wholeNumber(1, 3).default(usualSlices),
  OPENAI_API_KEY: optionalText,
  OPENAI_BASE_URL: optionalText,
  ROLLCALL_MODEL: optionalText,
  ROLLCALL_PROVIDER: providerSchema,
  ROLLCALL_CONCURRENCY: wholeNumber(1, 256).optional(),
  AUTH_JWKS_URL: optionalText,
  AUTH_ISSUER: optionalText,
  AUTH_AUDIENCE: z.string().trim().default('authenticated'),
  ...peopleSchema,
});

export interface EdgeConfig {
  readonly databaseUrl: string;
  /** Certificates that vouch for the database, as PEM; without them connections are not encrypted. */
  readonly databaseCa: string | undefined;
  /** Ends without a slash. */
  readonly supabaseUrl: string;
  /** The same project as browsers reach it; another address only where one hosts it oneself. */
  readonly publicUrl: string;
  readonly serviceKey: string;
  readonly bucket: string;
  readonly workerSecret: string;
  /** After this long the platform ends an isolate, whatever it is doing. */
  readonly wallClockMs: number;
  /** Photos of one slice at most; each costs a little of the isolate's two seconds of CPU. */
  readonly sliceItems: number;
  /** Isolates that work on jobs at the same time, at most. */
  readonly slices: number;
  readonly provider: {
    readonly openaiApiKey: string | undefined;
    readonly openaiBaseUrl: string | undefined;
    readonly model: string | undefined;
    readonly provider: string;
    readonly concurrency: number | undefined;
  };
  readonly auth: {
    readonly jwksUrl: string;
    readonly issuer: string;
    readonly audience: string;
    readonly invited: readonly string[] | null;
  };
  /** The most a person may spend in a month. */
  readonly monthlyCapUsd: number;
}

/** Reads what the platform and the project's secrets say; throws `ConfigError` naming every variable that is wrong. */
export function loadEdgeConfig(env: Readonly<Record<string, string | undefined>>): EdgeConfig {
  const parsed = schema.safeParse(env);
  const problems = parsed.error?.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`) ?? [];
  const databaseUrl = filled(env['DATABASE_URL']) ?? filled(env['SUPABASE_DB_URL']);
  const serviceKey = secretKey(env['SUPABASE_SECRET_KEYS']) ?? filled(env['SUPABASE_SERVICE_ROLE_KEY']);
  if (databaseUrl === undefined) problems.push('DATABASE_URL: is missing');
  if (serviceKey === undefined) problems.push('SUPABASE_SERVICE_ROLE_KEY: is missing');
  if (!parsed.success || databaseUrl === undefined || serviceKey === undefined) {
    throw new ConfigError(`The secrets of these functions have mistakes: ${problems.join('; ')}`);
  }
  const values = parsed.data;
  const supabaseUrl = values.SUPABASE_URL.replace(/\/+$/u, '');
  return {
    databaseUrl,
    databaseCa: values.ROLLCALL_DATABASE_CA,
    supabaseUrl,
    publicUrl: values.ROLLCALL_PUBLIC_URL?.replace(/\/+$/u, '') ?? supabaseUrl,
    serviceKey,
    bucket: values.ROLLCALL_BUCKET,
    workerSecret: values.ROLLCALL_WORKER_SECRET,
    wallClockMs: values.ROLLCALL_WALL_CLOCK_SECONDS * 1000,
    sliceItems: values.ROLLCALL_SLICE_ITEMS,
    slices: values.ROLLCALL_SLICES,
    provider: {
      openaiApiKey: values.OPENAI_API_KEY,
      openaiBaseUrl: values.OPENAI_BASE_URL,
      model: values.ROLLCALL_MODEL,
      provider: values.ROLLCALL_PROVIDER,
      concurrency: values.ROLLCALL_CONCURRENCY,
    },
    auth: {
      jwksUrl: values.AUTH_JWKS_URL ?? `${supabaseUrl}/auth/v1/.well-known/jwks.json`,
      issuer: values.AUTH_ISSUER ?? `${supabaseUrl}/auth/v1`,
      audience: values.AUTH_AUDIENCE,
      invited: values.ROLLCALL_ALLOWED,
    },
    monthlyCapUsd: values.ROLLCALL_MONTHLY_LIMIT_USD ?? usualMonthlyCapUsd,
  };
}

const filled = (text: string | undefined): string | undefined => text?.trim() || undefined;

const secretKeys = z.object({ default: z.string().min(1) });

/** The platform hands the newer secret keys over as one JSON object; the one called `default` always exists. */
function secretKey(json: string | undefined): string | undefined {
  if (json === undefined) return undefined;
  try {
    return secretKeys.safeParse(JSON.parse(json)).data?.default;
  } catch {
    return undefined;
  }
}

import { z } from 'zod';

/** A variable that is empty is one that is not set. */
export const optionalText = z
  .string()
  .trim()
  .transform((text) => (text === '' ? undefined : text))
  .optional();

/** An address, or `@` and a domain; others can be written in ASCII as well (xn--…), and none is mistaken for one. */
const invitation = /^[!-?A-~]*@[a-z0-9-]+(?:\.[a-z0-9-]+)+$/u;

/** Whom the operator lets in, and what each may spend: the same for a server and for functions. */
export const peopleSchema = {
  ROLLCALL_ALLOWED: optionalText
    .transform(
      (text) =>
        text
          ?.toLowerCase()
          .split(/[\s,]+/u)
          .filter((one) => one !== '') ?? null,
    )
    .refine((list) => list === null || (list.length > 0 && list.every((one) => invitation.test(one))), {
      message:
        'must be e-mail addresses and @domains with commas between, such as anna@example.com, @example.org',
    }),
  ROLLCALL_MONTHLY_LIMIT_USD: optionalText
    .transform((text) => (text === undefined ? null : Number(text)))
    .refine((usd) => usd === null || (usd >= 0 && usd <= 1_000_000), {
      message: 'must be an amount in US dollars, such as 5 or 7.50',
    }),
};

export const knownProviders = [
  'auto',
  'on-device',
  'openai',
  'ollama',
  'lm-studio',
  'llama-cpp',
  'openai-compatible',
] as const;

/** A slip of the pen stops the start, where it would make every call fail, or another model answer. */
export const providerSchema = optionalText
  .transform((text) => text?.toLowerCase() ?? 'auto')
  .pipe(z.enum(knownProviders, `must be one of ${knownProviders.join(', ')}`));

const configSchema = z.object({
  PORT: z.coerce.number('must be a number').int().min(0).max(65_535, 'must be at most 65535').default(4321),
  HOST: z.string().trim().min(1).default('127.0.0.1'),
  ROLLCALL_DATA: z.string().trim().min(1).default('./data'),
  DATABASE_URL: optionalText,
  OPENAI_API_KEY: optionalText,
  OPENAI_BASE_URL: optionalText.refine((url) => url === undefined || /^https?:\/\//u.test(url), {
    message: 'must begin with http:// or https:// and usually ends in /v1',
  }),
  ROLLCALL_MODEL: optionalText,
  ROLLCALL_PROVIDER: providerSchema,
  ROLLCALL_CONCURRENCY: z.coerce.number('must be a number').int().min(1).max(256).optional(),
  ROLLCALL_FOLDERS: optionalText,
  ROLLCALL_MAX_FILE_MB: z.coerce.number('must be a number').int().min(1).max(2000).default(200),
  STORAGE: z.enum(['files', 's3'], 'must be "files" or "s3"').default('files'),
  S3_ENDPOINT: optionalText.refine((url) => url === undefined || isHttpUrl(url), {
    message: 'must be an address that begins with https:// or http://',
  }),
  S3_REGION: optionalText,
  S3_BUCKET: optionalText.refine((name) => name === undefined || /^[a-z0-9][a-z0-9._-]{1,62}$/iu.test(name), {
    message: 'must be the name of a bucket, without slashes',
  }),
  S3_ACCESS_KEY_ID: optionalText,
  S3_SECRET_ACCESS_KEY: optionalText,
  S3_PREFIX: optionalText
    .transform((prefix) => prefix?.replaceAll(/^\/+|\/+$/gu, ''))
    .refine(
      (prefix) => prefix === undefined || /^[a-z0-9][a-z0-9-]*(?:\/[a-z0-9][a-z0-9-]*)*$/u.test(prefix),
      {
        message: 'may have lower-case letters, digits and - only, with / between folders',
      },
    ),
  AUTH_JWKS_URL: optionalText,
  AUTH_ISSUER: optionalText,
  AUTH_AUDIENCE: optionalText,
  ...peopleSchema,
  LOG_LEVEL: z.enum(['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace']).default('warn'),
});

export interface Config {
  readonly port: number;
  readonly host: string;
  readonly dataFolder: string;
  readonly databaseUrl: string | undefined;
  readonly provider: {
    readonly openaiApiKey: string | undefined;
    readonly openaiBaseUrl: string | undefined;
    readonly model: string | undefined;
    readonly provider: string;
    /** Calls at the same time; undefined: what suits the provider. */
    readonly concurrency: number | undefined;
  };
  readonly maxFileBytes: number;
  /** Folders of this computer that may be opened, as the system writes a list of them; undefined: all, `none`: none. */
  readonly folders: string | undefined;
  /** An S3 bucket; null where objects are files in the data folder. */
  readonly storage: {
    readonly endpoint: string;
    readonly region: string;
    readonly bucket: string;
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly prefix: string | undefined;
  } | null;
  readonly auth: {
    readonly jwksUrl: string;
    readonly issuer: string | undefined;
    readonly audience: string | undefined;
    /** Addresses and `@domains` that are let in; null: whoever can sign in. */
    readonly invited: readonly string[] | null;
  } | null;
  /** The most a person may spend in a month; null: no limit but their own. */
  readonly monthlyCapUsd: number | null;
  readonly logLevel: z.infer<typeof configSchema>['LOG_LEVEL'];
}

/** Every wrong value with the name of its variable, so that one start is enough to mend them all. */
export class ConfigError extends Error {
  override name = 'ConfigError';
}

/** Reads the configuration; throws `ConfigError` listing every problem. */
export function loadConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const parsed = configSchema.safeParse(env);
  if (!parsed.success) {
    throw mistakes(parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`));
  }
  const values = parsed.data;
  const auth =
    values.AUTH_JWKS_URL === undefined
      ? null
      : {
          jwksUrl: values.AUTH_JWKS_URL,
          issuer: values.AUTH_ISSUER,
          audience: values.AUTH_AUDIENCE,
          invited: values.ROLLCALL_ALLOWED,
        };
  if (auth === null && values.ROLLCALL_ALLOWED !== null) {
    throw new ConfigError(
      'ROLLCALL_ALLOWED lets nobody be told apart: set AUTH_JWKS_URL, so that people sign in.',
    );
  }
  if (auth === null && !isLoopback(values.HOST)) {
    throw new ConfigError(
      `HOST=${values.HOST} would let others in without signing in. ` +
        'Set AUTH_JWKS_URL (and AUTH_ISSUER, AUTH_AUDIENCE), or leave HOST at 127.0.0.1.',
    );
  }
  return {
    port: values.PORT,
    host: values.HOST,
    dataFolder: values.ROLLCALL_DATA,
    databaseUrl: values.DATABASE_URL,
    provider: {
      openaiApiKey: values.OPENAI_API_KEY,
      openaiBaseUrl: values.OPENAI_BASE_URL,
      model: values.ROLLCALL_MODEL,
      provider: values.ROLLCALL_PROVIDER,
      concurrency: values.ROLLCALL_CONCURRENCY,
    },
    storage: values.STORAGE === 's3' ? readS3(values) : null,
    maxFileBytes: values.ROLLCALL_MAX_FILE_MB * 1_000_000,
    folders: values.ROLLCALL_FOLDERS,
    auth,
    monthlyCapUsd: values.ROLLCALL_MONTHLY_LIMIT_USD,
    logLevel: values.LOG_LEVEL,
  };
}

function readS3(values: z.infer<typeof configSchema>): Config['storage'] {
  const { S3_ENDPOINT, S3_REGION, S3_BUCKET, S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY, S3_PREFIX } = values;
  const needed = { S3_ENDPOINT, S3_REGION, S3_BUCKET, S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY };
  const missing = Object.entries(needed).filter(([, value]) => value === undefined);
  if (missing.length > 0) throw mistakes(missing.map(([name]) => `${name}: is needed, since STORAGE is s3`));
  return {
    endpoint: S3_ENDPOINT ?? '',
    region: S3_REGION ?? '',
    bucket: S3_BUCKET ?? '',
    accessKeyId: S3_ACCESS_KEY_ID ?? '',
    secretAccessKey: S3_SECRET_ACCESS_KEY ?? '',
    prefix: S3_PREFIX,
  };
}

const mistakes = (lines: readonly string[]) =>
  new ConfigError(`The configuration has mistakes:\n${lines.map((line) => `  ${line}`).join('\n')}`);

const isHttpUrl = (text: string) => /^https?:\/\//u.test(text) && URL.canParse(text);

export const isLoopback = (host: string): boolean =>
  ['127.0.0.1', 'localhost', '::1', '[::1]'].includes(host);

import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { ConfigError } from '../../src/config.ts';
import { loadEdgeConfig } from '../../src/edge/edge-config.ts';
import { databaseCaName, readDatabaseCa } from './database-ca.ts';
import { Stop } from './stop.ts';

export interface SecretsFile {
  /** What the functions get, but for the database's address, by name. */
  readonly secrets: ReadonlyMap<string, string>;
  readonly databaseUrl: string;
  /** Who vouches for the database, as PEM; the functions get it as base64, since a secret has one line. */
  readonly databaseCa: string | null;
  readonly workerSecret: string;
  /** Names in the file that are nothing of Rollcall's; they stay here. */
  readonly leftOut: readonly string[];
  /** The worker secret is new and not in the file yet. */
  readonly isNewWorkerSecret: boolean;
}

const workerSecretName = 'ROLLCALL_WORKER_SECRET';
const isOurs = (name: string) => /^(?:ROLLCALL_|OPENAI_|AUTH_)/u.test(name);

/** Reads the file and checks it by the same rules as the functions will; nothing is written. */
export function readSecretsFile(
  path: string,
  { root, databaseCa: file }: { readonly root: string; readonly databaseCa: string | null },
): SecretsFile {
  if (!existsSync(path)) {
    throw new Stop(
      [
        `There is no ${path} yet. Make it, with two lines:`,
        '  DATABASE_URL=postgres://…   (dashboard: Connect → Transaction pooler, with the database’s password in it)',
        '  OPENAI_API_KEY=sk-…         (may be left out: names then come from what the photos’ data says)',
      ].join('\n'),
    );
  }
  const all = new Map(
    Object.entries(parseEnv(readFileSync(path, 'utf8')))
      .map(([name, value]): [string, string] => [name, (value ?? '').trim()])
      .filter(([, value]) => value !== ''),
  );
  const databaseUrl = all.get('DATABASE_URL');
  if (databaseUrl === undefined)
    throw new Stop(`DATABASE_URL is missing in ${path} (dashboard: Connect → Transaction pooler).`);
  const secrets = new Map([...all].filter(([name]) => isOurs(name)));
  const isNewWorkerSecret = !secrets.has(workerSecretName);
  const workerSecret = secrets.get(workerSecretName) ?? randomBytes(32).toString('hex');
  secrets.set(workerSecretName, workerSecret);
  const databaseCa = readDatabaseCa({ root, file, secret: secrets.get(databaseCaName) });
  if (databaseCa !== null) secrets.set(databaseCaName, Buffer.from(databaseCa).toString('base64'));
  check(path, secrets);
  const leftOut = [...all.keys()].filter((name) => name !== 'DATABASE_URL' && !isOurs(name));
  return { secrets, databaseUrl, databaseCa, workerSecret, leftOut, isNewWorkerSecret };
}

function check(path: string, secrets: ReadonlyMap<string, string>): void {
  // What the platform adds by itself stands in for itself here.
  const platform = {
    SUPABASE_URL: 'https://x.supabase.co',
    SUPABASE_DB_URL: 'x',
    SUPABASE_SERVICE_ROLE_KEY: 'x',
  };
  try {
    loadEdgeConfig({ ...platform, ...Object.fromEntries(secrets) });
  } catch (error) {
    if (error instanceof ConfigError) throw new Stop(`${path}: ${error.message}`, { cause: error });
    throw error;
  }
  const blank = [...secrets].filter(([, value]) => value.includes('…')).map(([name]) => name);
  if (blank.length > 0)
    throw new Stop(`${path}: ${blank.join(', ')}: still the example, put your own there.`);
  const strange = [...secrets].filter(([, value]) => /['\r\n]/u.test(value)).map(([name]) => name);
  if (strange.length > 0)
    throw new Stop(
      `${path}: ${strange.join(', ')}: an apostrophe or a line break cannot be part of a secret.`,
    );
}

/** Puts the new worker secret into the file, which from now on only its owner may read. */
export function keepWorkerSecret(path: string, workerSecret: string): void {
  const line = `${workerSecretName}=${workerSecret}`;
  const text = readFileSync(path, 'utf8');
  const empty = new RegExp(`^[ \\t]*${workerSecretName}[ \\t]*=[ \\t]*$`, 'mu');
  const changed = empty.test(text)
    ? text.replace(empty, line)
    : `${text}${text === '' || text.endsWith('\n') ? '' : '\n'}${line}\n`;
  writeFileSync(path, changed, { mode: 0o600 });
  chmodSync(path, 0o600);
}

import { execFile } from 'node:child_process';
import { rmSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { constants, tmpdir } from 'node:os';
import { join, relative, sep } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { Stop } from './stop.ts';

const functionSchema = z.object({
  slug: z.string(),
  version: z.number(),
  updated_at: z.union([z.number(), z.string()]),
});
export type DeployedFunction = z.infer<typeof functionSchema>;

/** `value` is the secret's SHA-256; nobody gets the secret itself back. */
const secretSchema = z.object({ name: z.string(), value: z.string().optional() });
export type SetSecret = z.infer<typeof secretSchema>;

export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** What the project's owner may do from outside, by the Supabase CLI: so a login of the CLI's is enough. */
export interface ProjectApi {
  functions(): Promise<DeployedFunction[]>;
  secrets(): Promise<SetSecret[]>;
  setSecrets(secrets: ReadonlyMap<string, string>): Promise<void>;
  deploy(slugs: readonly string[]): Promise<void>;
  /** The files a function was deployed from; empty if the platform cannot say. */
  download(slug: string): Promise<SourceFile[]>;
}

export function createProjectApi(options: {
  readonly project: string;
  /** The checkout whose functions are deployed. */
  readonly root: string;
  /** The program of the CLI, a script for Node; fetched when first needed. */
  readonly cli: () => string;
  readonly env: NodeJS.ProcessEnv;
}): ProjectApi {
  async function run(args: readonly string[], cwd = options.root): Promise<string> {
    const all = [options.cli(), ...args, `--remote=${options.project}`, '--yes'];
    const env = { ...options.env, SUPABASE_TELEMETRY_DISABLED: '1' };
    try {
      const { stdout } = await promisify(execFile)(process.execPath, all, { cwd, env, maxBuffer: 2 ** 26 });
      return stdout;
    } catch (error) {
      throw explain(args, error);
    }
  }

  return {
    functions: async () =>
      z.array(functionSchema).parse(JSON.parse(await run(['functions', 'list', '-o', 'json']))),
    secrets: async () =>
      z.array(secretSchema).parse(JSON.parse(await run(['secrets', 'list', '-o', 'json']))),
    async setSecrets(secrets) {
      await inTemporaryFolder(async (folder) => {
        const file = join(folder, 'secrets.env');
        // Single quotes: nothing in between is read as anything but itself.
        const lines = [...secrets].map(([name, value]) => `${name}='${value}'\n`);
        await writeFile(file, lines.join(''), { mode: 0o600 });
        await run(['secrets', 'set', '--env-file', file]);
      });
    },
    deploy: async (slugs) => void (await run(['functions', 'deploy', ...slugs, '--use-api'])),
    download: (slug) =>
      inTemporaryFolder(async (folder) => {
        await run(['functions', 'download', slug, '--use-api', '--workdir', folder], folder);
        return await readAll(join(folder, 'supabase/functions', slug));
      }).catch(() => []),
  };
}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Gone when it is over, also when a signal is what ends it: there may be secrets in it. */
async function inTemporaryFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'rollcall-install-'));
  const end = (signal: (typeof signals)[number]) => {
    rmSync(folder, { recursive: true, force: true });
    process.exit(128 + constants.signals[signal]);
  };
  for (const signal of signals) process.once(signal, end);
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
    for (const signal of signals) process.off(signal, end);
  }
}

async function readAll(folder: string): Promise<SourceFile[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return await Promise.all(
    paths.toSorted().map(async (path) => ({
      path: relative(folder, path).split(sep).join('/'),
      text: await readFile(path, 'utf8'),
    })),
  );
}

const failureSchema = z.object({ stderr: z.string().default(''), stdout: z.string().default('') });

function explain(args: readonly string[], error: unknown): Error {
  const { stderr, stdout } = failureSchema.catch({ stderr: String(error), stdout: '' }).parse(error);
  // A line for each of some hundred files would push what went wrong out of sight.
  const said = `${stderr}\n${stdout}`.replaceAll(/^Uploading asset .*\n?/gmu, '').trim();
  if (/access token not provided|supabase login/iu.test(said)) {
    return new Stop(
      'Nobody is signed in: run `npx supabase@3.1.0 login` once, or set SUPABASE_ACCESS_TOKEN (dashboard: Account → Access Tokens).',
      { cause: error },
    );
  }
  return new Error(`\`supabase ${args.slice(0, 2).join(' ')}\` failed:\n${said}`, { cause: error });
}

import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fetchTool } from '../../scripts/fetch-tools.ts';
import { install } from '../../scripts/supabase-install/install.ts';
import { readOptions } from '../../scripts/supabase-install/options.ts';
import { createProjectApi } from '../../scripts/supabase-install/project-api.ts';
import { readSignUps } from '../../scripts/supabase-install/sign-ups.ts';
import { createTestDatabase, type TestDatabase } from '../integration/database.ts';
import { closeServer, json, listenOn } from '../simulator/server-sockets.ts';
import { projectRoot } from './deno.ts';
import { accessToken, startManagementApi, type ManagementApi } from './management-api.ts';

export const reference = 'abcdefghijklmnopqrst';
export const modelKey = 'sk-a-key-that-nobody-may-see';

export interface InstallProject {
  readonly db: TestDatabase;
  readonly api: ManagementApi;
  /** The address of its functions and its Auth: a gateway that is always ready. */
  readonly url: string;
  /** Where deployed functions end up. */
  readonly uploaded: string;
  /** A copy of this checkout, with the secrets in their file. */
  readonly checkout: string;
  readonly envFile: string;
  /** The environment of somebody who has made an access token, and whose Supabase is this one. */
  readonly env: NodeJS.ProcessEnv;
  /** Runs the installer with these arguments besides the project. */
  run(args?: readonly string[], given?: Given): Promise<{ code: number; said: string; asked: string[] }>;
  close(): Promise<void>;
}

export interface Given {
  /** What is answered to each question; without it nobody sits there. */
  readonly answers?: readonly string[];
  /** Another address of the project. */
  readonly url?: string;
}

/** A Supabase project before Rollcall: its database, its management API, its gateway. */
export async function createInstallProject(secrets: readonly string[] = []): Promise<InstallProject> {
  const home = await mkdtemp(join(tmpdir(), 'rollcall-install-test-'));
  const uploaded = join(home, 'uploaded');
  const checkout = join(home, 'checkout');
  const envFile = join(checkout, 'supabase/functions/.env');
  await copyCheckout(checkout);
  const db = await createTestDatabase({ empty: true });
  await db.database.query(await readFile(join(import.meta.dirname, 'supabase-shim.sql'), 'utf8'));
  const api = await startManagementApi(uploaded);
  const gateway = createServer((request, response) => {
    const keys = request.url === '/auth/v1/.well-known/jwks.json' ? { keys: [{}] } : {};
    json(response, 200, keys);
  });
  const gatewayAddress = `http://127.0.0.1:${await listenOn(gateway, 0)}`;
  const profile = join(home, 'profile.yaml');
  await writeFile(
    profile,
    `name: test\napi_url: ${api.url}\ndashboard_url: ${api.url}\nproject_host: localhost\n`,
  );
  await writeFile(
    envFile,
    [`DATABASE_URL=${db.connectionString}`, `OPENAI_API_KEY=${modelKey}`, ...secrets, ''].join('\n'),
  );
  const env = {
    PATH: process.env['PATH'],
    HOME: home,
    SUPABASE_PROFILE: profile,
    SUPABASE_ACCESS_TOKEN: accessToken,
  };
  return {
    db,
    api,
    url: gatewayAddress,
    uploaded,
    checkout,
    envFile,
    env,
    async run(args = [], { answers, url = gatewayAddress } = {}) {
      const lines: string[] = [];
      const asked: string[] = [];
      const left = [...(answers ?? [])];
      const options = readOptions(['--project', reference, '--url', url, ...args]);
      if (options === 'help') throw new Error('Nobody asked for help');
      const code = await install({
        options,
        root: checkout,
        dataFolder: join(checkout, 'data'),
        project: createProjectApi({
          project: reference,
          root: checkout,
          cli: () => fetchTool('supabase'),
          env,
        }),
        fetch,
        clock: { now: Date.now, sleep: async () => {} },
        print: (line) => void lines.push(line),
        async ask(question) {
          asked.push(question);
          return answers === undefined ? null : (left.shift() ?? '');
        },
        signUpsAreOpen: () => readSignUps({ project: reference, token: accessToken, profile, fetch }),
      });
      return { code, said: lines.join('\n'), asked };
    },
    async close() {
      await closeServer(gateway);
      await api.close();
      await db.close();
      await rm(home, { recursive: true, force: true });
    },
  };
}

/** Nobody edits it while a test runs, and nothing is written into the real one. */
async function copyCheckout(to: string): Promise<void> {
  const skipped = /(?:^|[\\/])(?:\.env|\.temp|node_modules)$/u;
  for (const folder of ['src', 'scripts', 'supabase']) {
    const from = join(projectRoot, folder);
    await cp(from, join(to, folder), { recursive: true, filter: (path) => !skipped.test(path) });
  }
  await cp(join(projectRoot, 'package.json'), join(to, 'package.json'));
  await symlink(join(projectRoot, 'node_modules'), join(to, 'node_modules'), 'junction');
}

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createPostgres } from '../src/database/postgres.ts';
import type { Database } from '../src/database/sql.ts';
import { readEmbeddedDatabase } from '../src/embedded-database/start-embedded-database.ts';
import { proportionalBytes } from './process-memory.ts';

/** The real server in a process of its own, as `npm start` runs it. */
export interface Server {
  readonly origin: string;
  readonly dataFolder: string;
  /** From the start of the process to the line that says it is ready. */
  readonly readyMs: number;
  /** Its own database, for looking and for filling libraries quickly. */
  readonly database: Database;
  /** Of the server with all its children, PostgreSQL included; pages shared between them count once. */
  memory(): Promise<number>;
  stop(): Promise<void>;
}

const root = fileURLToPath(new URL('..', import.meta.url));

export interface ServerOptions {
  readonly dataFolder: string;
  readonly env?: Readonly<Record<string, string>>;
}

export async function startServer({ dataFolder, env = {} }: ServerOptions): Promise<Server> {
  const startedAt = performance.now();
  const child = spawn(process.execPath, [...(await startArguments()), '--no-open'], {
    // Away from the repository, whose .env would be read.
    cwd: dataFolder,
    env: { PATH: process.env['PATH'], PORT: '0', ROLLCALL_DATA: dataFolder, LOG_LEVEL: 'warn', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const origin = await readAddress(child.stdout);
  const readyMs = performance.now() - startedAt;
  const embedded = await readEmbeddedDatabase(dataFolder);
  if (embedded === null) throw new Error('The server has no database of its own.');
  const database = createPostgres({ ...embedded, max: 3, onError: () => {} });
  return {
    origin,
    dataFolder,
    readyMs,
    database,
    memory: () => proportionalBytes(child.pid ?? 0),
    async stop() {
      await database.close();
      const gone = once(child, 'exit');
      child.kill('SIGTERM');
      await gone;
    },
  };
}

/** What `npm start` passes to node, flags included. */
async function startArguments(): Promise<string[]> {
  const { scripts }: { scripts: { start: string } } = JSON.parse(
    await readFile(join(root, 'package.json'), 'utf8'),
  );
  const [, ...words] = scripts.start.split(' ');
  return words.map((word) => (word.startsWith('-') ? word : join(root, word)));
}

/** Runs with a server on a fresh data folder, and leaves nothing behind. */
export async function withServer<T>(
  env: Readonly<Record<string, string>>,
  run: (server: Server) => Promise<T>,
): Promise<T> {
  return withFolder(async (dataFolder) => {
    const server = await startServer({ dataFolder, env });
    try {
      return await run(server);
    } finally {
      await server.stop();
    }
  });
}

export async function withFolder<T>(run: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'rollcall-bench-'));
  try {
    return await run(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function readAddress(output: AsyncIterable<Buffer>): Promise<string> {
  let text = '';
  for await (const chunk of output) {
    text += chunk.toString();
    const address = /Rollcall is ready at (http\S+)/u.exec(text)?.[1];
    if (address !== undefined) return address;
  }
  throw new Error(`The server ended before it was ready: ${text}`);
}

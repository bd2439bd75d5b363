import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');

export interface RunningServer {
  readonly url: string;
  readonly port: number;
  /** Ends it as a person would, and waits. */
  stop(): Promise<void>;
  /** Ends it in the middle of whatever it does. */
  kill(): Promise<void>;
}

export interface ServerOptions {
  readonly dataFolder: string;
  readonly port?: number;
  /** The provider; the on-device namer where left out. */
  readonly baseUrl?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** The real server, started as `npm start` starts it. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const port = options.port ?? (await freePort());
  const child = spawn(process.execPath, [join(root, 'src/server.ts')], {
    cwd: options.dataFolder,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...environmentOfTheMachine(),
      PORT: String(port),
      ROLLCALL_DATA: options.dataFolder,
      LOG_LEVEL: 'warn',
      ...(options.baseUrl === undefined
        ? { ROLLCALL_PROVIDER: 'on-device' }
        : { OPENAI_BASE_URL: options.baseUrl, OPENAI_API_KEY: 'test', ROLLCALL_MODEL: 'gpt-sim' }),
      ...options.env,
    },
  });
  await ready(child);
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    stop: () => end(child, 'SIGTERM'),
    kill: () => end(child, 'SIGKILL'),
  };
}

/** Nothing that would point the server to a provider or a database of the person who runs the tests. */
function environmentOfTheMachine(): NodeJS.ProcessEnv {
  const ours = /^(?:OPENAI_|ROLLCALL_|DATABASE_URL|AUTH_|S3_|STORAGE|HOST|PORT)/u;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !ours.test(name)));
}

function ready(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = '';
    const listen = (chunk: Buffer) => {
      said += chunk.toString();
      if (said.includes('Rollcall is ready at')) resolve();
    };
    child.stdout?.on('data', listen);
    child.stderr?.on('data', listen);
    child.once('exit', (code) => reject(new Error(`The server ended with ${code}:\n${said}`)));
  });
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill(signal);
  await ended;
}

async function freePort(): Promise<number> {
  const probe = createServer();
  probe.listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  if (address === null || typeof address === 'string') throw new Error('No free port');
  return address.port;
}

import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** One server or worker of several on one database, as `npm start` and `npm run worker` run them. */
export interface RunningProcess {
  readonly name: string;
  /** Where a server listens; '' for a worker. */
  readonly origin: string;
  readonly pid: number;
  /** What it logged, warnings and worse. */
  readonly log: () => string;
  signal(name: NodeJS.Signals): void;
  /** Sends the signal and waits for its end; answers with the exit code, null if the signal ended it. */
  end(name: NodeJS.Signals): Promise<number | null>;
}

const root = fileURLToPath(new URL('..', import.meta.url));

export async function startProcess(
  kind: 'server' | 'worker',
  options: { name: string; folder: string; env: Readonly<Record<string, string>> },
): Promise<RunningProcess> {
  const { name } = options;
  const dataFolder = join(options.folder, name);
  await mkdir(dataFolder, { recursive: true });
  const child = spawn(process.execPath, [join(root, `src/${kind}.ts`)], {
    // Away from the repository, whose .env would be read.
    cwd: dataFolder,
    env: {
      PATH: process.env['PATH'],
      PORT: '0',
      ROLLCALL_DATA: dataFolder,
      LOG_LEVEL: 'warn',
      ...options.env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let log = '';
  child.stderr.on('data', (chunk: Buffer) => (log = `${log}${chunk.toString()}`.slice(-50_000)));
  const said = await readyLine(child, () => log);
  return {
    name,
    pid: child.pid ?? 0,
    origin: /http\S+/u.exec(said)?.[0] ?? '',
    log: () => log,
    signal: (signal) => void child.kill(signal),
    async end(signal) {
      if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
      const ended = once(child, 'exit');
      child.kill(signal);
      await ended;
      return child.exitCode;
    },
  };
}

function readyLine(child: ChildProcess, log: () => string): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      if (/ready.*\n/u.test(said)) resolve(said);
    });
    child.once('exit', (code) => reject(new Error(`It ended with ${code} before it was ready:\n${log()}`)));
  });
}

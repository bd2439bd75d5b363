import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createInterface } from 'node:readline';
import { denoEnvironment, functionFolder, type FunctionName } from './deno.ts';

export interface Isolate {
  readonly address: string;
  readonly bornAt: number;
  /** Whether work that must not be cut off is under way. */
  isBusy(): boolean;
  /** What its own thread has used so far, as the platform counts it; 0 where the system does not tell. */
  cpuMs(): number;
  /** The most memory that its whole process had; 0 where the system does not tell. */
  mostBytes(): number;
  /** Ends it at once, whatever it is doing: nothing of it runs any more. */
  kill(): Promise<void>;
  /** Tells it that its end is near, as the platform does at 90 %. */
  warn(): void;
}

export interface IsolateOptions {
  readonly deno: string;
  /** Where the functions lie; those of this checkout if nothing is said. */
  readonly root?: string | undefined;
  readonly env: Readonly<Record<string, string>>;
  readonly onLog: (line: string) => void;
  readonly onIdle: () => void;
}

/** One function in a Deno process of its own. */
export async function startIsolate(name: FunctionName, options: IsolateOptions): Promise<Isolate> {
  const folder = functionFolder(name, options.root);
  const entry = pathToFileURL(join(folder, 'index.ts')).href;
  const runner = join(import.meta.dirname, 'run-isolate.js');
  const permissions = ['--allow-net', '--allow-env', '--allow-read'];
  const config = ['--no-lock', '--no-check', '--cached-only', '--config', join(folder, 'deno.json')];
  const child = spawn(options.deno, ['run', ...permissions, ...config, runner, entry], {
    // Nothing of this machine's environment besides: secrets reach a function as its own only.
    env: {
      ...denoEnvironment,
      HOME: process.env['HOME'] ?? '/',
      PATH: process.env['PATH'] ?? '',
      ...options.env,
    },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.stdin.on('error', () => {});
  createInterface({ input: child.stderr }).on('line', options.onLog);
  let busy = false;
  const port = await new Promise<number>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (line.startsWith('port ')) resolve(Number(line.slice(5)));
      if (line === 'busy') busy = true;
      if (line === 'idle') {
        busy = false;
        options.onIdle();
      }
    });
    void exited.then(() => reject(new Error(`The function ${name} did not start`)));
  });
  return {
    address: `http://127.0.0.1:${port}`,
    bornAt: Date.now(),
    isBusy: () => busy,
    cpuMs: () => cpuMsOf(child.pid ?? 0),
    mostBytes: () => mostBytesOf(child.pid ?? 0),
    warn: () => void child.stdin.write('beforeunload'),
    async kill() {
      child.kill('SIGKILL');
      await exited;
    },
  };
}

function cpuMsOf(pid: number): number {
  try {
    // After the name, which may contain anything: the twelfth and thirteenth are hundredths of a second.
    const fields = readFileSync(`/proc/${pid}/task/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
    return (Number(fields[11]) + Number(fields[12])) * 10;
  } catch {
    return 0;
  }
}

function mostBytesOf(pid: number): number {
  try {
    return Number(/^VmHWM:\s+(\d+) kB/mu.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) * 1024;
  } catch {
    return 0;
  }
}

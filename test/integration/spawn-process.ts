import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';

export interface SpawnedProcess {
  readonly child: ChildProcess;
  readonly said: () => string;
  /** Resolves once it has said this. */
  says(text: string): Promise<void>;
}

/** A server or worker as a process of its own, with nothing of this one's environment but the path. */
export function spawnProcess(
  kind: 'server' | 'worker',
  { dataFolder, env }: { dataFolder: string; env: Readonly<Record<string, string>> },
): SpawnedProcess {
  const child = spawn(process.execPath, [join(import.meta.dirname, `../../src/${kind}.ts`)], {
    cwd: dataFolder,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'], ROLLCALL_DATA: dataFolder, LOG_LEVEL: 'warn', ...env },
  });
  let said = '';
  let heard: () => void = () => {};
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      heard();
    });
  }
  return {
    child,
    said: () => said,
    says: (text) =>
      new Promise((resolve, reject) => {
        heard = () => {
          if (said.includes(text)) resolve();
        };
        child.once('exit', (code) => reject(new Error(`It ended with ${code}:\n${said}`)));
        heard();
      }),
  };
}

import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import type { Clock } from '../clock.ts';
import { parseDecoderMessage } from './decoder-messages.ts';
import type { Decoder, DecoderVerdict } from './decoder-verdict.ts';
import { residentBytes } from './resident-memory.ts';

export interface DecoderOptions {
  /** The child's program. */
  readonly program: URL;
  readonly timeoutMs: number;
  readonly maxRssBytes: number;
  readonly clock: Clock;
}

interface DecoderState {
  started: boolean;
  exited: boolean;
  /** Takes the verdict on the picture at work. */
  deliver: (verdict: DecoderVerdict) => void;
}

function ignore(): void {}

/** How often memory is looked at: a decoder takes about 1 GB a second at most, so the overshoot stays below 50 MB. */
const watchEveryMs = 30;

/** One child process. */
export function startDecoder(options: DecoderOptions): Decoder {
  const child = forkDecoder(options.program);
  const state: DecoderState = { started: false, exited: false, deliver: ignore };
  const gone = new Promise<void>((resolve) => {
    // A process that cannot be started gives an error and no exit.
    const onEnd = (signal: NodeJS.Signals | null) => {
      state.exited = true;
      const outOfMemory = signal === 'SIGKILL' && state.started;
      state.deliver(outOfMemory ? { kind: 'memory' } : { kind: 'died', started: state.started });
      resolve();
    };
    child.once('exit', (_, signal) => onEnd(signal));
    child.on('error', () => {
      if (child.pid === undefined) onEnd(null);
    });
  });
  child.on('message', (raw) => {
    const message = parseDecoderMessage(raw);
    if (message?.kind === 'ready') state.started = true;
    else if (message) state.deliver(message);
    else state.deliver({ kind: 'died', started: true });
  });

  const kill = async () => {
    child.kill('SIGKILL');
    await gone;
  };

  return {
    get alive() {
      return !state.exited;
    },
    residentBytes: async () => (child.pid === undefined ? null : await residentBytes(child.pid)),
    kill,
    run: async (task, signal) => {
      const done = new AbortController();
      const stop = AbortSignal.any([done.signal, signal]);
      const { promise, resolve } = Promise.withResolvers<DecoderVerdict>();
      state.deliver = resolve;
      if (state.exited) resolve({ kind: 'died', started: state.started });
      else child.send(task, () => {});
      try {
        const verdict = await Promise.race([
          promise,
          watchTime(options, stop),
          watchMemory(options, child, stop),
          rejectOnAbort(signal, done.signal),
        ]);
        if (verdict.kind !== 'outcome') await kill();
        return verdict;
      } catch (error) {
        await kill();
        throw error;
      } finally {
        state.deliver = ignore;
        done.abort();
      }
    },
  };
}

/** Nothing of the server's environment goes along: a decoder needs no keys. Two arenas keep glibc from hoarding memory. */
function forkDecoder(program: URL): ChildProcess {
  return fork(program, {
    serialization: 'advanced',
    execArgv: ['--max-old-space-size=256'],
    env: { MALLOC_ARENA_MAX: '2' },
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
}

async function watchTime({ clock, timeoutMs }: DecoderOptions, stop: AbortSignal): Promise<DecoderVerdict> {
  return await clock.sleep(timeoutMs, stop).then(
    () => ({ kind: 'timeout' }),
    () => never(),
  );
}

async function watchMemory(
  options: DecoderOptions,
  child: ChildProcess,
  stop: AbortSignal,
): Promise<DecoderVerdict> {
  while (!stop.aborted && child.pid !== undefined) {
    const bytes = await residentBytes(child.pid);
    if (bytes === null) break;
    if (bytes > options.maxRssBytes) return { kind: 'memory' };
    await options.clock.sleep(watchEveryMs, stop).catch(() => {});
  }
  return await never();
}

async function rejectOnAbort(signal: AbortSignal, done: AbortSignal): Promise<never> {
  return await new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true, signal: done });
  });
}

function never(): Promise<never> {
  return new Promise(() => {});
}

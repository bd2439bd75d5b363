import type { Clock } from '../../src/clock.ts';
import type { Decoder, DecoderMessage, DecoderVerdict } from '../../src/images/decoder-verdict.ts';

export interface WorkerDecoderOptions {
  readonly createWorker: () => Worker;
  /** Time for one picture, the start of its worker included. */
  readonly timeoutMs: number;
  readonly clock: Clock;
}

/** A worker that decodes one picture at a time and is ended when it takes too long: no decoder can stop the page. */
export function startWorkerDecoder<Outcome>(options: WorkerDecoderOptions): Decoder<Outcome> {
  const worker = options.createWorker();
  let started = false;
  let alive = true;
  let deliver: (verdict: DecoderVerdict<Outcome>) => void = ignore;

  const kill = async () => {
    alive = false;
    worker.terminate();
  };
  const die = () => {
    const verdict = { kind: 'died', started } as const;
    void kill();
    deliver(verdict);
  };
  worker.addEventListener('error', die);
  worker.addEventListener('messageerror', die);
  worker.addEventListener('message', ({ data }: MessageEvent<DecoderMessage<Outcome>>) => {
    if (data.kind === 'ready') started = true;
    else deliver(data);
  });

  return {
    get alive() {
      return alive;
    },
    // What a worker holds cannot be asked.
    residentBytes: async () => null,
    kill,
    run: async (task, signal) => {
      const done = new AbortController();
      const { promise, resolve, reject } = Promise.withResolvers<DecoderVerdict<Outcome>>();
      deliver = resolve;
      signal.addEventListener('abort', () => reject(signal.reason), { signal: done.signal });
      void options.clock
        .sleep(options.timeoutMs, done.signal)
        .then(() => resolve({ kind: 'timeout' }), ignore);
      try {
        signal.throwIfAborted();
        if (alive) worker.postMessage(task);
        else resolve({ kind: 'died', started });
        const verdict = await promise;
        if (verdict.kind !== 'outcome') await kill();
        return verdict;
      } catch (error) {
        await kill();
        throw error;
      } finally {
        deliver = ignore;
        done.abort();
      }
    },
  };
}

function ignore(): void {}

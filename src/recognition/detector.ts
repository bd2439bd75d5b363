import { Worker } from 'node:worker_threads';
import type { DetectorAnswer } from './detector-messages.ts';
import type { Box } from './read-boxes.ts';

/** Finds things in one picture at a time. */
export interface Detector {
  /** Rejects when the picture cannot be read, and when the detector has ended. */
  detect(preview: Uint8Array): Promise<readonly Box[]>;
  end(): Promise<void>;
}

/** Ordinary memory of the thread; the detector's own, in WebAssembly, is about 200 MB and does not grow. */
const heapMegabytes = 128;

/** A detector in a thread of its own, so that looking never holds up the rest. */
export function startDetector(): Detector {
  const thread = new Worker(new URL('./detector-thread.ts', import.meta.url), {
    resourceLimits: { maxOldGenerationSizeMb: heapMegabytes },
  });
  thread.unref();
  let waiting: { resolve: (boxes: readonly Box[]) => void; reject: (error: Error) => void } | null = null;
  let ended: Error | null = null;
  const take = () => {
    const one = waiting;
    waiting = null;
    return one;
  };
  const fail = (error: Error) => {
    ended = error;
    take()?.reject(error);
  };
  thread.on('message', (answer: DetectorAnswer) => {
    if (answer.ok) take()?.resolve(answer.boxes);
    else take()?.reject(new Error(answer.detail));
  });
  thread.on('error', fail);
  thread.on('exit', () => fail(new Error('The detector has ended.')));
  return {
    detect: (preview) =>
      new Promise((resolve, reject) => {
        if (ended !== null) return reject(ended);
        waiting = { resolve, reject };
        thread.postMessage({ preview });
      }),
    async end() {
      await thread.terminate();
    },
  };
}

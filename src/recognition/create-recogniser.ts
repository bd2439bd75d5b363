import type { Clock } from '../clock.ts';
import { createSlots } from '../slots.ts';
import type { Detector } from './detector.ts';
import { readBoxes, type Recognised } from './read-boxes.ts';

export interface Recogniser {
  /**
   * What is seen in a JPEG, the largest thing first; nothing when it cannot be looked at. Rejects only when aborted.
   */
  recognise(preview: Uint8Array, signal: AbortSignal): Promise<Recognised[]>;
  /** Ends all detectors, those at work too; pictures that wait go without. */
  close(): Promise<void>;
}

export interface RecogniserOptions {
  readonly start: () => Detector;
  /** Pictures looked at together, each by a detector of its own. */
  readonly detectors: number;
  /** A picture that takes longer goes without, and its detector is replaced; the first waits for the start too. */
  readonly timeoutMs: number;
  /** An unused detector ends after this. */
  readonly idleMs: number;
  readonly clock: Clock;
  readonly onError: (error: unknown) => void;
}

/** Detectors start with the first picture and are shared in order of arrival. */
export function createRecogniser(options: RecogniserOptions): Recogniser {
  const { clock, timeoutMs, idleMs, onError } = options;
  const closing = new AbortController();
  const slots = createSlots(options.detectors);
  const looking = new Set<Promise<Recognised[]>>();
  const idle: { detector: Detector; wanted: AbortController }[] = [];

  function takeDetector(): Detector {
    const last = idle.pop();
    last?.wanted.abort();
    return last?.detector ?? options.start();
  }

  function putBack(detector: Detector): void {
    const wanted = new AbortController();
    const entry = { detector, wanted };
    idle.push(entry);
    const end = async () => {
      const at = idle.indexOf(entry);
      if (at >= 0) idle.splice(at, 1);
      await detector.end();
    };
    clock.sleep(idleMs, AbortSignal.any([wanted.signal, closing.signal])).then(end, () => {});
  }

  async function look(preview: Uint8Array, signal: AbortSignal): Promise<Recognised[]> {
    const detector = takeDetector();
    const answered = new AbortController();
    const over = AbortSignal.any([answered.signal, closing.signal, signal]);
    const tooLong = clock.sleep(timeoutMs, over).then(() => {
      throw new Error(`Looking at a picture took longer than ${timeoutMs / 1000} s.`);
    });
    tooLong.catch(() => {});
    try {
      const boxes = await Promise.race([detector.detect(preview), tooLong]);
      putBack(detector);
      return readBoxes(boxes);
    } catch (error) {
      // Whatever went wrong, the next picture gets a fresh one; one at work hears nothing until it is done.
      await detector.end();
      if (closing.signal.aborted) return [];
      signal.throwIfAborted();
      onError(error);
      return [];
    } finally {
      answered.abort();
    }
  }

  return {
    async recognise(preview, signal) {
      await slots.take(signal);
      try {
        if (closing.signal.aborted) return [];
        const looked = look(preview, signal).finally(() => looking.delete(looked));
        looking.add(looked);
        return await looked;
      } finally {
        slots.leave();
      }
    },
    async close() {
      closing.abort(new Error('The recogniser is closed.'));
      await Promise.allSettled(looking);
      await Promise.all(idle.splice(0).map((entry) => entry.detector.end()));
    },
  };
}

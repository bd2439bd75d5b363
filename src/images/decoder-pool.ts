import type { Clock } from '../clock.ts';
import type { Decoder, DecoderVerdict } from './decoder-verdict.ts';
import { createSlots } from '../slots.ts';

/** A few decoders, started when first needed, shared by all pictures in order of arrival. */
export interface DecoderPool<Outcome> {
  /**
   * Rejects when aborted, and when the pool is closed. A decoder may die for reasons of its own; only a picture that
   * ends a fresh one too is to blame, so it is tried twice.
   */
  run(task: object, signal: AbortSignal): Promise<DecoderVerdict<Outcome>>;
  /** Kills what is at work and resolves when no process is left. */
  close(): Promise<void>;
}

export interface DecoderPoolOptions<Outcome> {
  readonly processes: number;
  readonly start: () => Decoder<Outcome>;
  /** A process that still holds more than this after its picture is replaced: WebAssembly memory never shrinks. */
  readonly restartAboveBytes: number;
  /** An unused process ends after this. */
  readonly idleMs: number;
  readonly clock: Clock;
}

export function createDecoderPool<Outcome>(options: DecoderPoolOptions<Outcome>): DecoderPool<Outcome> {
  const closing = new AbortController();
  const idle: { decoder: Decoder<Outcome>; taken: AbortController }[] = [];
  const all = new Set<Decoder<Outcome>>();
  const slots = createSlots(options.processes);

  const takeDecoder = () => {
    for (let last = idle.pop(); last; last = idle.pop()) {
      last.taken.abort();
      if (last.decoder.alive) return last.decoder;
      all.delete(last.decoder);
    }
    const decoder = options.start();
    all.add(decoder);
    return decoder;
  };

  const end = async (decoder: Decoder<Outcome>) => {
    await decoder.kill();
    all.delete(decoder);
  };

  const endWhenIdle = async (decoder: Decoder<Outcome>, taken: AbortSignal) => {
    try {
      await options.clock.sleep(options.idleMs, taken);
    } catch {
      return; // It is wanted again.
    }
    idle.splice(0, idle.length, ...idle.filter((entry) => entry.decoder !== decoder));
    await end(decoder);
  };

  const putBack = async (decoder: Decoder<Outcome>) => {
    const held = decoder.alive ? await decoder.residentBytes() : null;
    if (!decoder.alive || (held ?? 0) > options.restartAboveBytes || closing.signal.aborted)
      return await end(decoder);
    const taken = new AbortController();
    idle.push({ decoder, taken });
    void endWhenIdle(decoder, taken.signal);
  };

  const runOnce = async (task: object, signal: AbortSignal) => {
    const stop = AbortSignal.any([signal, closing.signal]);
    await slots.take(stop);
    try {
      const decoder = takeDecoder();
      try {
        return await decoder.run(task, stop);
      } finally {
        await putBack(decoder);
      }
    } finally {
      slots.leave();
    }
  };

  return {
    run: async (task, signal) => {
      const first = await runOnce(task, signal);
      return first.kind === 'died' ? await runOnce(task, signal) : first;
    },
    close: async () => {
      closing.abort(new Error('The image work is closed.'));
      for (const entry of idle.splice(0)) entry.taken.abort();
      await Promise.all([...all].map(end));
    },
  };
}

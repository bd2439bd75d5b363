import type { PrepareOutcome } from './image-work.ts';
import { failure } from './prepare-failure.ts';
import type { PrepareFailure } from './prepare-failure.ts';

/** What a decoder says; `Outcome` is what it found out about a picture. */
export type DecoderMessage<Outcome = PrepareOutcome> =
  | { readonly kind: 'ready' }
  | { readonly kind: 'outcome'; readonly outcome: Outcome }
  /** Not the picture's fault: the file is gone, may not be read … */
  | { readonly kind: 'broken'; readonly reason: string };

export type DecoderVerdict<Outcome = PrepareOutcome> =
  | DecoderMessage<Outcome>
  | { readonly kind: 'timeout' }
  /** Held more memory than allowed, or was killed by a system that had none left. */
  | { readonly kind: 'memory' }
  /** Ended by itself; `started` tells whether it had been able to work at all. */
  | { readonly kind: 'died'; readonly started: boolean };

/** Decodes one picture at a time, somewhere where it can be killed. After any verdict but an outcome it is dead. */
export interface Decoder<Outcome = PrepareOutcome> {
  run(task: object, signal: AbortSignal): Promise<DecoderVerdict<Outcome>>;
  readonly alive: boolean;
  /** Bytes held now; null where unknown. */
  residentBytes(): Promise<number | null>;
  /** Resolves when it is gone. */
  kill(): Promise<void>;
}

/** What a verdict says about the picture; throws where the fault is not the picture's. */
export function toOutcome<Outcome>(
  verdict: DecoderVerdict<Outcome>,
  timeoutMs: number,
): Outcome | PrepareFailure {
  switch (verdict.kind) {
    case 'outcome':
      return verdict.outcome;
    case 'timeout': {
      const seconds = Math.round(timeoutMs / 1000);
      return failure('took_too_long', `The picture was not read within ${seconds} seconds.`);
    }
    case 'memory':
      return failure('too_large', 'Reading the picture takes more memory than one photo may have.');
    case 'died':
      // Not a word about the photo may be said by a decoder that never came to look at it.
      if (!verdict.started) throw new Error('The picture decoder could not be started.');
      return failure('file_damaged', 'The file is damaged: it makes the picture decoder crash.');
    case 'broken':
      throw new Error(`The picture decoder could not work: ${verdict.reason}`);
    case 'ready':
      throw new Error('The picture decoder answered out of turn.');
    default:
      return verdict satisfies never;
  }
}

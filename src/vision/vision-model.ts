/** What a model said about an original. All text is cleaned of U+0000, lone surrogates and control characters here. */
export interface Analysis {
  readonly subject: string;
  readonly title: string;
  /** Two or three words, used where a title is too long. */
  readonly short: string;
  readonly alt: string;
  readonly keywords: readonly string[];
  /** Writing in the picture that matters, '' if none. */
  readonly text: string;
  readonly confidence: 'high' | 'medium' | 'low';
  readonly problem:
    | 'none'
    | 'blank'
    | 'too_blurry'
    | 'unreadable'
    | 'not_a_photo'
    | 'declined'
    | 'nothing_known';
}

/** What is asked; two photos asked the same question of the same model can share one answer. */
export interface Question {
  /** BCP 47, `en` or `es` for the on-device namer. */
  readonly language: string;
  /** The person's own note (places, people, event): data, bounded to 500 characters, '' if none. */
  readonly context: string;
}

/** Given only to models that say they use them. */
export interface Facts {
  readonly takenLocal: string | null;
  readonly city: string | null;
  readonly countryCode: string | null;
  readonly kind: 'photo' | 'screenshot' | 'document' | 'panorama' | 'black_and_white';
  /** Mean luminance, 0 to 1. */
  readonly brightness: number;
}

export interface Usage {
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Nano-USD (10⁻⁹), 0 where nothing is charged or no price is known. */
  readonly costNano: number;
}

/** Why a job must pause; the job's `reason`. */
export type PauseCause = 'bad_key' | 'no_credit' | 'model_unavailable' | 'config';

export type Outcome =
  | {
      readonly kind: 'ok';
      readonly analysis: Analysis;
      readonly usage: Usage;
      readonly requestId: string | null;
    }
  | { readonly kind: 'refused'; readonly detail: string; readonly usage: Usage }
  | { readonly kind: 'filtered'; readonly detail: string; readonly usage: Usage }
  /** Answered, but not usably: cut off, no JSON, no name. */
  | {
      readonly kind: 'unusable';
      readonly reason: 'cut_off' | 'no_answer' | 'not_json' | 'no_name';
      readonly detail: string;
      readonly usage: Usage;
    }
  /** Asked to slow down; `waitMs` is a minimum. */
  | { readonly kind: 'throttled'; readonly waitMs: number; readonly detail: string }
  /** No connection, or 502/503/504 in front of it. */
  | { readonly kind: 'unreachable'; readonly detail: string }
  | { readonly kind: 'transient'; readonly detail: string }
  | { readonly kind: 'photo_rejected'; readonly detail: string }
  | { readonly kind: 'config_error'; readonly cause: PauseCause; readonly detail: string }
  | { readonly kind: 'out_of_money'; readonly detail: string };

export interface DescribeRequest {
  /** JPEG bytes. */
  readonly preview: Uint8Array;
  readonly question: Question;
  readonly facts?: Facts;
  /** 1 for the first try; a later one, after an unusable answer, changes the question's form. */
  readonly attempt: number;
}

/**
 * One place analyses come from. `describe` makes at most one billable call, never retries by itself, never throws but
 * for an abort of `signal` (then it rejects with the signal's reason).
 */
export interface VisionModel {
  /** Stable id: `openai`, `ollama`, `on-device` … */
  readonly provider: string;
  readonly model: string;
  readonly usesFacts: boolean;
  /** Answers by itself: nothing is sent, paid or limited, and no call is recorded. */
  readonly onDevice: boolean;
  /** Whether the preview is looked at; else it may be empty. */
  readonly looks: boolean;
  /** Calls that share one rate limit share a lane (provider + key + model); it never contains the key itself. */
  readonly lane: string;
  describe(request: DescribeRequest, signal: AbortSignal): Promise<Outcome>;
  /** Expected price of one photo in nano-USD, null where unknown, 0 where free. */
  expectedCostNano(): number | null;
}

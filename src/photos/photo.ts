import type { Exposure } from '../images/image-work.ts';
import type { StackView } from './read-stacks.ts';

/** Where a name came from; anything but `upload` went through the ledger. */
export type NameSource = 'upload' | 'job' | 'template' | 'hand' | 'review' | 'undo';

/** What is stored with a photo and outlasts a job. */
export type StoredState = 'preparing' | 'ready' | 'named' | 'suggested' | 'needs_look' | 'failed';

/** The card's state: the stored one, or what the live item of a job says. */
export type PhotoState = StoredState | 'waiting' | 'analysing';

export interface PhotoProblem {
  readonly code: string;
  readonly text: string;
  readonly canRetry: boolean;
  /** How often its job tried, where that was more than once. */
  readonly tries?: number;
}

/** Keys of a photo's objects; null for what is not there (yet), or was not kept. */
export interface PhotoObjects {
  readonly original: string | null;
  readonly thumbnail: string | null;
  readonly preview: string | null;
}

/** A photo as people see it; the way in (HTTP) makes addresses of its objects. */
export interface PhotoView {
  readonly id: string;
  readonly folder: string;
  readonly name: string;
  readonly originalName: string;
  readonly previousName: string | null;
  readonly suggestedName: string | null;
  readonly nameSource: NameSource;
  readonly nameRev: number;
  readonly mediaType: string;
  readonly bytes: number;
  readonly width: number | null;
  readonly height: number | null;
  readonly takenAt: string | null;
  readonly camera: string | null;
  /** Null also where it was prepared before such was read. */
  readonly exposure: Exposure | null;
  readonly place: { city: string; country: string; countryCode: string } | null;
  readonly thumbhash: string | null;
  readonly state: PhotoState;
  readonly flags: readonly string[];
  readonly problem: PhotoProblem | null;
  readonly jobId: string | null;
  readonly analysis: PhotoAnalysis | null;
  /** Photos it belongs to, null where there are no others or the person does not want stacks. */
  readonly stack: StackView | null;
  readonly createdAt: string;
  readonly deletedAt: string | null;
  readonly seq: number;
  readonly objects: PhotoObjects;
}

export interface PhotoAnalysis {
  readonly subject: string;
  readonly title: string;
  readonly short: string;
  readonly alt: string;
  readonly keywords: string[];
  readonly text: string;
  readonly confidence: 'high' | 'medium' | 'low';
  readonly problem: string;
  readonly language: string;
  readonly provider: string;
  readonly model: string;
  readonly seenAt?: string;
}

/** What is stored of an answer; who gave it, and when, stands beside it. */
export type StoredAnswer = Omit<PhotoAnalysis, 'language' | 'provider' | 'model' | 'seenAt'>;

/** State a photo has once a name of this source is in place. */
export const stateForSource = (source: NameSource): StoredState => (source === 'upload' ? 'ready' : 'named');

import type { Exposure } from './image-work.ts';
import { cleanMetadata, shortMetadata } from './metadata-text.ts';

/** From here to there a value is believed; cameras that do not know write 0, the largest number, or nonsense. */
export const exposureBounds = {
  focalLength: { min: 0.1, max: 20_000 },
  fNumber: { min: 0.5, max: 500 },
  seconds: { min: 1e-6, max: 864_000 },
  iso: { min: 1, max: 10_000_000 },
} as const;

export interface ExposureTags {
  /** A tag's number, whatever it is; null where it is none. */
  readonly number: (name: string) => number | null;
  readonly lens: string | null;
}

/** What is believable of how a photo was exposed; null where nothing is. */
export function readExposure({ number, lens }: ExposureTags): Exposure | null {
  const exposure = {
    lens: lensName(lens),
    focalLength: rounded(within(number('FocalLength'), exposureBounds.focalLength), 100),
    fNumber: rounded(within(number('FNumber'), exposureBounds.fNumber), 100),
    seconds: within(number('ExposureTime'), exposureBounds.seconds),
    iso: rounded(within(isoOf(number), exposureBounds.iso), 1),
  };
  return Object.values(exposure).every((value) => value === null) ? null : exposure;
}

/** The old tag has 16 bits; what does not fit stands in newer ones. */
function isoOf(number: ExposureTags['number']): number | null {
  const old = number('ISOSpeedRatings');
  if (old !== null && old < 65_535) return old;
  return number('RecommendedExposureIndex') ?? number('ISOSpeed');
}

/** Lenses that cannot say what they are come as dashes, or as `0.0 mm f/0.0`. */
function lensName(text: string | null): string | null {
  const clean = cleanMetadata(text ?? '');
  return /\p{L}/u.test(clean) && !clean.startsWith('0') ? shortMetadata(clean) : null;
}

function within(value: number | null, { min, max }: { min: number; max: number }): number | null {
  return value !== null && value >= min && value <= max ? value : null;
}

const rounded = (value: number | null, per: number): number | null =>
  value === null ? null : Math.round(value * per) / per;

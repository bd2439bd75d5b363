import type { Photo } from '../../src/http/schemas/photo.ts';
import type { Format } from '../i18n/format.ts';

/** As photographers write it: "f/2.8", "1/250 s", "ISO 400"; the same in every language but for its decimals. */
export function exposureText(exposure: Photo['exposure'], { plain }: Format): string[] {
  if (!exposure) return [];
  const { fNumber, seconds, iso } = exposure;
  return [
    fNumber === null ? '' : `f/${plain(tenths(fNumber))}`,
    seconds === null ? '' : `${exposureTime(seconds, plain)} s`,
    iso === null ? '' : `ISO ${plain(iso)}`,
  ].filter(Boolean);
}

/** What it was seen through: "35 mm", and what the lens is called. */
export function lensText(exposure: Photo['exposure'], { plain }: Format): string[] {
  if (!exposure) return [];
  const { focalLength, lens } = exposure;
  return [focalLength === null ? '' : `${plain(tenths(focalLength))} mm`, lens ?? ''].filter(Boolean);
}

const longestFraction = 0.25;

function exposureTime(seconds: number, plain: Format['plain']): string {
  return seconds > longestFraction ? plain(tenths(seconds)) : `1/${plain(Math.round(1 / seconds))}`;
}

const tenths = (value: number): number => Math.round(value * 10) / 10;

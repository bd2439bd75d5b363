import sharp from 'sharp';
import type { Pixels } from './pixels.ts';

const smallestUsefulEdge = 640;
const mostPreviews = 6;

export interface RawPreview {
  readonly subifd: number;
  readonly width: number;
  readonly height: number;
}

/**
 * The largest finished picture inside a DNG, or null. The sensor's own data is there too, but it looks like a grey
 * mosaic to anything that is no raw developer: only ordinary 8-bit colour counts.
 */
export async function findRawPreview(path: string): Promise<RawPreview | null> {
  let best: RawPreview | null = null;
  for (let subifd = -1; subifd < mostPreviews; subifd += 1) {
    const found = await describePreview(path, subifd);
    if (found && found.width * found.height > (best ? best.width * best.height : 0)) best = found;
  }
  return best;
}

async function describePreview(path: string, subifd: number): Promise<RawPreview | null> {
  try {
    const { width, height, space, channels, depth } = await sharp(path, {
      subifd,
      limitInputPixels: false,
    }).metadata();
    const isFinished = space === 'srgb' && channels === 3 && depth === 'uchar';
    return isFinished && Math.max(width, height) >= smallestUsefulEdge ? { subifd, width, height } : null;
  } catch {
    return null;
  }
}

/** Turns pixels as an EXIF orientation says: a preview inside a DNG does not carry the tag itself. */
export async function orientPixels(pixels: Pixels, orientation: number): Promise<Pixels> {
  const turn = turns[orientation];
  if (!turn) return pixels;
  const { width, height, channels } = pixels;
  const { data, info } = await sharp(pixels.data, { raw: { width, height, channels } })
    .flip(turn.flip)
    .flop(turn.flop)
    .rotate(turn.degrees)
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height, channels };
}

/** Mirroring comes before turning. */
const turns: Readonly<Record<number, { flip: boolean; flop: boolean; degrees: number }>> = {
  2: { flip: false, flop: true, degrees: 0 },
  3: { flip: false, flop: false, degrees: 180 },
  4: { flip: true, flop: false, degrees: 0 },
  5: { flip: true, flop: false, degrees: 90 },
  6: { flip: false, flop: false, degrees: 90 },
  7: { flip: false, flop: true, degrees: 90 },
  8: { flip: false, flop: false, degrees: 270 },
};

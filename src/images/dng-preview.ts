import type { Span } from './container.ts';
import { viewOf } from './readable-file.ts';
import type { ReadableFile } from './readable-file.ts';

const tag = {
  width: 256,
  height: 257,
  bits: 258,
  compression: 259,
  photometric: 262,
  offsets: 273,
  samples: 277,
  lengths: 279,
  subDirectories: 330,
};
const jpegCompressions = new Set([6, 7]);
const colours = { rgb: 2, yCbCr: 6 };
const mostSubDirectories = 6;
const mostEntries = 500;

/** Long edge below which a preview shows too little to be named by. */
export const smallestUsefulEdge = 640;

/** The finished JPEG inside a DNG: where it lies and how large it is. */
export interface DngPreview extends Span {
  readonly width: number;
  readonly height: number;
}

/**
 * The largest finished picture inside a DNG that is one plain JPEG, or null: the directory at the front and those below
 * it are looked at. The sensor's own data is there too, but only ordinary 8-bit colour counts.
 */
export async function findDngPreview(file: ReadableFile): Promise<DngPreview | null> {
  const start = await file.read(0, 8);
  if (start.length < 8) return null;
  const reader = { file, littleEndian: start[0] === 0x49 };
  const first = await readDirectory(reader, viewOf(start).getUint32(4, reader.littleEndian));
  const below = (first.get(tag.subDirectories) ?? []).slice(0, mostSubDirectories);
  let best: DngPreview | null = null;
  for (const directory of [first, ...(await Promise.all(below.map((at) => readDirectory(reader, at))))]) {
    const found = readPreview(directory, file.size);
    if (found && found.width * found.height > (best ? best.width * best.height : 0)) best = found;
  }
  return best;
}

type Directory = ReadonlyMap<number, readonly number[]>;

interface Reader {
  readonly file: ReadableFile;
  readonly littleEndian: boolean;
}

function readPreview(directory: Directory, size: number): DngPreview | null {
  const one = (name: keyof typeof tag) => directory.get(tag[name])?.[0] ?? 0;
  const isColour = one('photometric') === colours.rgb || one('photometric') === colours.yCbCr;
  const isPlain = (directory.get(tag.bits) ?? []).every((bits) => bits === 8) && one('samples') === 3;
  const isOneJpeg = jpegCompressions.has(one('compression')) && directory.get(tag.offsets)?.length === 1;
  if (!isColour || !isPlain || !isOneJpeg) return null;
  const [width, height, start] = [one('width'), one('height'), one('offsets')];
  const end = start + one('lengths');
  if (Math.max(width, height) < smallestUsefulEdge || end > size || end <= start) return null;
  return { width, height, start, end };
}

/** Whole numbers of one directory by tag; others are left out. */
async function readDirectory({ file, littleEndian }: Reader, at: number): Promise<Directory> {
  const entries = new Map<number, readonly number[]>();
  const head = await file.read(at, 2);
  if (head.length < 2) return entries;
  const count = Math.min(mostEntries, viewOf(head).getUint16(0, littleEndian));
  const bytes = await file.read(at + 2, count * 12);
  const view = viewOf(bytes);
  for (let entry = 0; entry * 12 + 12 <= bytes.length; entry += 1) {
    const kind = view.getUint16(entry * 12 + 2, littleEndian);
    const values = view.getUint32(entry * 12 + 4, littleEndian);
    const width = kind === 3 ? 2 : kind === 4 ? 4 : 0;
    if (width === 0 || values === 0 || values > mostEntries) continue;
    const lies = view.getUint32(entry * 12 + 8, littleEndian);
    const field =
      width * values <= 4
        ? bytes.subarray(entry * 12 + 8, entry * 12 + 12)
        : await file.read(lies, width * values);
    if (field.length < width * values) continue;
    const fieldView = viewOf(field);
    entries.set(
      view.getUint16(entry * 12, littleEndian),
      Array.from({ length: values }, (_, index) =>
        width === 2
          ? fieldView.getUint16(index * 2, littleEndian)
          : fieldView.getUint32(index * 4, littleEndian),
      ),
    );
  }
  return entries;
}

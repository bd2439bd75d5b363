import type { Container } from './container.ts';
import { boxesIn, readItemExtent, readItems, readPrimary } from './heif-items.ts';
import type { Box } from './heif-items.ts';
import { asciiAt, readExifBytes, viewOf } from './readable-file.ts';
import type { ReadableFile } from './readable-file.ts';

const mostBoxes = 100;
const largestMeta = 4 * 1024 * 1024;

/** HEIC and AVIF: a tree of boxes that says which item is the picture, how large it is, and where its EXIF lies. */
export async function readHeifContainer(
  file: ReadableFile,
  mediaType: 'image/heic' | 'image/avif',
): Promise<Container | null> {
  const meta = await findMeta(file);
  if (meta === null) return null;
  // The box begins with a version and flags.
  const boxes = boxesIn(meta, 4, meta.length);
  const properties = primaryProperties(meta, boxes);
  const size = properties.find((box) => box.kind === 'ispe');
  if (!size || size.end - size.start < 12) return null;
  const pixels = properties.find((box) => box.kind === 'pixi');
  const header = {
    mediaType,
    width: viewOf(meta).getUint32(size.start + 4),
    height: viewOf(meta).getUint32(size.start + 8),
    frames: 1,
    progressive: false,
    bitsPerSample: pixels ? (meta[pixels.start + 5] ?? 8) : 8,
    hasAlpha: new TextDecoder('latin1').decode(meta).includes('auxiliary:alpha'),
  };
  return { header: turned(header, meta, properties), exif: await readExif(file, meta, boxes), exifSpans: [] };
}

async function findMeta(file: ReadableFile): Promise<Uint8Array | null> {
  for (let at = 0, count = 0; at + 8 <= file.size && count < mostBoxes; count += 1) {
    const head = await file.read(at, 16);
    if (head.length < 8) return null;
    const short = viewOf(head).getUint32(0);
    const length = short === 1 && head.length === 16 ? Number(viewOf(head).getBigUint64(8)) : short;
    const begin = short === 1 ? 16 : 8;
    if (asciiAt(head, 4, 4) === 'meta') {
      const bytes = length === 0 ? file.size - at : length;
      return bytes > largestMeta ? null : await file.read(at + begin, bytes - begin);
    }
    if (length < begin) return null;
    at += length;
  }
  return null;
}

/** Properties stand in one list; a second one says, by number, which belong to which item. */
function primaryProperties(meta: Uint8Array, boxes: readonly Box[]): readonly Box[] {
  const primary = readPrimary(meta, boxes);
  const iprp = boxes.find((box) => box.kind === 'iprp');
  if (primary === null || !iprp) return [];
  const parts = boxesIn(meta, iprp.start, iprp.end);
  const ipco = parts.find((box) => box.kind === 'ipco');
  const all = ipco ? boxesIn(meta, ipco.start, ipco.end) : [];
  const numbers = parts
    .filter((box) => box.kind === 'ipma')
    .flatMap((box) => associatedWith(primary, meta, box));
  return numbers.flatMap((number) => all[number - 1] ?? []);
}

function associatedWith(item: number, meta: Uint8Array, box: Box): number[] {
  const view = viewOf(meta);
  const wideId = view.getUint8(box.start) > 0;
  const wideIndex = (view.getUint8(box.start + 3) & 1) === 1;
  const entries = view.getUint32(box.start + 4);
  let at = box.start + 8;
  for (let entry = 0; entry < entries && at + 5 < box.end; entry += 1) {
    const id = wideId ? view.getUint32(at) : view.getUint16(at);
    at += wideId ? 4 : 2;
    const count = view.getUint8(at);
    at += 1;
    const step = wideIndex ? 2 : 1;
    if (id === item && at + count * step <= box.end)
      return Array.from({ length: count }, (_, index) =>
        wideIndex ? view.getUint16(at + index * 2) & 0x7fff : view.getUint8(at + index) & 0x7f,
      );
    at += count * step;
  }
  return [];
}

/** A quarter turn swaps the sides; decoders apply it by themselves. */
function turned<Header extends { width: number; height: number }>(
  header: Header,
  meta: Uint8Array,
  properties: readonly Box[],
): Header {
  const turn = properties.find((box) => box.kind === 'irot');
  const isTurned = turn ? ((meta[turn.start] ?? 0) & 1) === 1 : false;
  return isTurned ? { ...header, width: header.height, height: header.width } : header;
}

/** The item begins with four bytes that say how far behind them the block proper begins. */
async function readExif(
  file: ReadableFile,
  meta: Uint8Array,
  boxes: readonly Box[],
): Promise<Uint8Array | null> {
  const item = readItems(meta, boxes).find((one) => one.kind === 'Exif');
  const extent = item ? readItemExtent(meta, boxes, item.id) : null;
  if (extent === null || extent.length < 8) return null;
  const bytes = await readExifBytes(file, extent.offset, extent.offset + extent.length);
  if (bytes.length < 8) return null;
  return bytes.subarray(Math.min(bytes.length, 4 + viewOf(bytes).getUint32(0)));
}

import { asciiAt, viewOf } from './readable-file.ts';

/** A box of a HEIF file, its contents without the header. */
export interface Box {
  readonly kind: string;
  readonly start: number;
  readonly end: number;
}

const mostBoxes = 10_000;

export function boxesIn(bytes: Uint8Array, start: number, end: number): Box[] {
  const boxes: Box[] = [];
  const view = viewOf(bytes);
  for (let at = start; at + 8 <= end && boxes.length < mostBoxes;) {
    const length = view.getUint32(at);
    const stop = length === 0 ? end : at + length;
    if (stop < at + 8 || stop > end) break;
    boxes.push({ kind: asciiAt(bytes, at + 4, 4), start: at + 8, end: stop });
    at = stop;
  }
  return boxes;
}

/** The number of the item that is the picture. */
export function readPrimary(meta: Uint8Array, boxes: readonly Box[]): number | null {
  const box = boxes.find((one) => one.kind === 'pitm');
  if (!box || box.end - box.start < 6) return null;
  const view = viewOf(meta);
  if (view.getUint8(box.start) === 0) return view.getUint16(box.start + 4);
  return box.end - box.start < 8 ? null : view.getUint32(box.start + 4);
}

export function readItems(meta: Uint8Array, boxes: readonly Box[]): { id: number; kind: string }[] {
  const list = boxes.find((box) => box.kind === 'iinf');
  if (!list) return [];
  const view = viewOf(meta);
  const begin = list.start + (view.getUint8(list.start) === 0 ? 6 : 8);
  return boxesIn(meta, begin, list.end)
    .filter((box) => box.kind === 'infe' && box.end - box.start >= 12)
    .flatMap(({ start, end }) => {
      const version = view.getUint8(start);
      if (version === 2) return { id: view.getUint16(start + 4), kind: asciiAt(meta, start + 8, 4) };
      if (version === 3 && end - start >= 14)
        return { id: view.getUint32(start + 4), kind: asciiAt(meta, start + 10, 4) };
      return [];
    });
}

/** Where an item's bytes lie in the file; null where they lie elsewhere, or in several pieces. */
export function readItemExtent(
  meta: Uint8Array,
  boxes: readonly Box[],
  item: number,
): { offset: number; length: number } | null {
  const box = boxes.find((one) => one.kind === 'iloc');
  if (!box || box.end - box.start < 8) return null;
  try {
    return findExtent(meta, box, item);
  } catch {
    return null; // The table runs over its end.
  }
}

function findExtent(meta: Uint8Array, box: Box, item: number): { offset: number; length: number } | null {
  const cursor = createCursor(meta.subarray(box.start, box.end));
  const version = cursor.take(1);
  cursor.take(3);
  const sizes = cursor.take(2);
  const [offsetBytes, lengthBytes] = [(sizes >> 12) & 15, (sizes >> 8) & 15];
  const [baseBytes, indexBytes] = [(sizes >> 4) & 15, version === 0 ? 0 : sizes & 15];
  const count = cursor.take(version < 2 ? 2 : 4);
  for (let entry = 0; entry < count; entry += 1) {
    const id = cursor.take(version < 2 ? 2 : 4);
    const method = version === 0 ? 0 : cursor.take(2) & 15;
    cursor.take(2);
    const base = cursor.take(baseBytes);
    const extents = cursor.take(2);
    for (let extent = 0; extent < extents; extent += 1) {
      cursor.take(indexBytes);
      const offset = base + cursor.take(offsetBytes);
      const length = cursor.take(lengthBytes);
      if (id === item) return method === 0 && extents === 1 ? { offset, length } : null;
    }
  }
  return null;
}

/** Reads numbers of any width, big end first; throws at the end. */
function createCursor(bytes: Uint8Array) {
  let at = 0;
  return {
    take: (width: number): number => {
      if (at + width > bytes.length) throw new RangeError('The box ends too early.');
      let value = 0;
      for (let index = 0; index < width; index += 1) value = value * 256 + (bytes[at + index] ?? 0);
      at += width;
      return value;
    },
  };
}

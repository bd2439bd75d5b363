import type { Container, Span } from './container.ts';
import { isFrameHeader } from './picture-size.ts';
import type { PictureHeader } from './pixel-limits.ts';
import { asciiAt, readExifBytes, viewOf } from './readable-file.ts';
import type { ReadableFile } from './readable-file.ts';

const mostSegments = 2000;
const chunkBytes = 1024 * 1024;
const marker = { app1: 0xe1, scan: 0xda, end: 0xd9 };

/** Walks from segment to segment up to the first scan. */
export async function readJpegContainer(file: ReadableFile): Promise<Container | null> {
  const exifSpans: Span[] = [];
  let header: PictureHeader | null = null;
  let at = 2;
  for (let segment = 0; segment < mostSegments; segment += 1) {
    const head = await file.read(at, 10);
    if (head.length < 4) return null;
    if (head[0] !== 0xff) {
      at += 1; // Stray bytes between segments: decoders skip them too.
      continue;
    }
    const kind = head[1] ?? 0;
    if (kind === 0xff || kind === 0 || isAlone(kind)) {
      at += kind === 0xff ? 1 : 2;
      continue;
    }
    if (kind === marker.end) return null;
    if (kind === marker.scan)
      return header && { header, exif: await firstExif(file, exifSpans), exifSpans, pixelsAt: at };
    const end = at + 2 + viewOf(head).getUint16(2);
    if (isFrameHeader(kind)) header ??= readFrame(head, kind);
    if (kind === marker.app1 && asciiAt(head, 4, 4) === 'Exif') exifSpans.push({ start: at, end });
    at = Math.max(end, at + 4);
  }
  return null;
}

/** Restart markers and the like have no length. */
const isAlone = (kind: number) => kind === 0x01 || (kind >= 0xd0 && kind <= 0xd8);

function readFrame(head: Uint8Array, kind: number): PictureHeader | null {
  if (head.length < 9) return null;
  const view = viewOf(head);
  return {
    mediaType: 'image/jpeg',
    width: view.getUint16(7),
    height: view.getUint16(5),
    frames: 1,
    progressive: (kind & 3) === 2,
    bitsPerSample: view.getUint8(4),
    hasAlpha: false,
  };
}

async function firstExif(file: ReadableFile, [first]: readonly Span[]): Promise<Uint8Array | null> {
  return first ? await readExifBytes(file, first.start + 4, first.end) : null;
}

/** Whether a JPEG's pixels go on to its end mark; a transfer that broke off has none. */
export async function reachesEndMark(file: ReadableFile, pixelsAt: number): Promise<boolean> {
  let at = pixelsAt;
  while (at < file.size) {
    const chunk = await file.read(at, chunkBytes);
    const next = skipPixels(chunk);
    if (next === 'end') return true;
    if (next === 0) return false;
    at += next;
  }
  return false;
}

/** How far a chunk can be skipped; 0 where it ends within a mark. */
function skipPixels(chunk: Uint8Array): number | 'end' {
  for (let at = 0; ;) {
    const mark = chunk.indexOf(0xff, at);
    if (mark === -1) return chunk.length;
    const kind = chunk[mark + 1];
    if (kind === undefined) return mark;
    if (kind === marker.end) return 'end';
    if (kind === 0 || isAlone(kind)) at = mark + 2;
    else if (kind === 0xff) at = mark + 1;
    else {
      if (mark + 4 > chunk.length) return mark;
      at = mark + 2 + Math.max(2, viewOf(chunk).getUint16(mark + 2));
      if (at >= chunk.length) return at;
    }
  }
}

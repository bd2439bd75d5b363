import type { Container, Span } from './container.ts';
import { asciiAt, readExifBytes, viewOf } from './readable-file.ts';
import type { ReadableFile } from './readable-file.ts';

const mostChunks = 2000;

/** Walks from chunk to chunk up to the first pixels. */
export async function readPngContainer(file: ReadableFile): Promise<Container | null> {
  const start = await file.read(0, 33);
  if (start.length < 33 || asciiAt(start, 12, 4) !== 'IHDR') return null;
  const view = viewOf(start);
  const colourType = view.getUint8(25);
  let frames = 1;
  let hasAlpha = (colourType & 4) === 4;
  let exif: Span | null = null;
  for (let at = 33, chunk = 0; chunk < mostChunks; chunk += 1) {
    const head = await file.read(at, 12);
    if (head.length < 12) break;
    const length = viewOf(head).getUint32(0);
    const kind = asciiAt(head, 4, 4);
    if (kind === 'IDAT' || kind === 'IEND') break;
    if (kind === 'eXIf') exif = { start: at, end: at + 12 + length };
    if (kind === 'tRNS') hasAlpha = true;
    if (kind === 'acTL') frames = Math.max(1, viewOf(head).getUint32(8));
    at += 12 + length;
  }
  const header = {
    mediaType: 'image/png',
    width: view.getUint32(16),
    height: view.getUint32(20),
    frames,
    progressive: view.getUint8(28) === 1,
    bitsPerSample: view.getUint8(24),
    hasAlpha,
  } as const;
  const block = exif && (await readExifBytes(file, exif.start + 8, exif.end - 4));
  return { header, exif: block, exifSpans: exif ? [exif] : [] };
}

import type { Container, Span } from './container.ts';
import { readPictureSize } from './picture-size.ts';
import { asciiAt, readExifBytes, viewOf } from './readable-file.ts';
import type { ReadableFile } from './readable-file.ts';

const mostChunks = 5000;

/** Size from the first chunk; what the camera wrote stands behind the pixels. */
export async function readWebpContainer(file: ReadableFile): Promise<Container | null> {
  const head = await file.read(0, 64);
  const size = readPictureSize(head);
  if (size === null) return null;
  const isExtended = asciiAt(head, 12, 4) === 'VP8X';
  const hasAlpha = isExtended ? ((head[20] ?? 0) & 0x10) !== 0 : asciiAt(head, 12, 4) === 'VP8L';
  const span = isExtended ? await findExif(file) : null;
  const header = {
    mediaType: 'image/webp',
    width: size.width,
    height: size.height,
    frames: 1,
    progressive: false,
    bitsPerSample: 8,
    hasAlpha,
  } as const;
  const exif = span && (await readExifBytes(file, span.start + 8, span.end));
  return { header, exif, exifSpans: span ? [span] : [] };
}

async function findExif(file: ReadableFile): Promise<Span | null> {
  for (let at = 12, chunk = 0; chunk < mostChunks; chunk += 1) {
    const head = await file.read(at, 8);
    if (head.length < 8) return null;
    const length = viewOf(head).getUint32(4, true);
    if (asciiAt(head, 0, 4) === 'EXIF') return { start: at, end: at + 8 + length };
    at += 8 + length + (length % 2);
  }
  return null;
}

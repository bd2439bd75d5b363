/** A file of which parts are read where it lies; gives fewer bytes, or none, at its end. */
export interface ReadableFile {
  readonly size: number;
  read(at: number, length: number): Promise<Uint8Array>;
}

export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

export function asciiAt(bytes: Uint8Array, at: number, length: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + length));
}

const largestExif = 1024 * 1024;

/** An EXIF block never needs more than this; a length that claims more is a lie. */
export async function readExifBytes(file: ReadableFile, start: number, end: number): Promise<Uint8Array> {
  return await file.read(start, Math.min(end - start, largestExif));
}

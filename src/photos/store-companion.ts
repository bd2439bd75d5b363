import { cleanText } from '../names/clean-text.ts';
import { cleanFolder } from '../names/file-name.ts';
import { StoreFull, type ObjectStore } from '../storage/object-store.ts';
import type { StoredCompanion } from './companions.ts';

const maxBytes = 1_000_000;

export const isCompanionName = (filename: string): boolean => /[^.].*\.xmp$/isu.test(filename);

/** What may stand at the beginning of an XMP file: a declaration, a packet, or its root. */
const xmpStart = /^\uFEFF?\s*<(?:\?xml|\?xpacket|x:xmpmeta|rdf:RDF)[\s?>]/u;

/** XMP as photo programs write it. It is handed through and never parsed, so nothing that a parser would follow. */
function isXmp(content: Uint8Array): boolean {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(content);
  } catch {
    return false;
  }
  return (
    xmpStart.test(text) && /<(?:x:xmpmeta|rdf:RDF)[\s>]/u.test(text) && !/<!(?:DOCTYPE|ENTITY)/iu.test(text)
  );
}

/** Stores an XMP file; what is none is refused with its reason. The body is read to its end. */
export async function storeCompanion(
  { store, newId }: { store: ObjectStore; newId: () => string },
  ownerId: string,
  file: { filename: string; folder: string; body: AsyncIterable<Uint8Array> },
): Promise<Omit<StoredCompanion, 'index'> | { filename: string; code: string; detail: string }> {
  const filename = cleanText(file.filename, 255);
  const reject = (code: string, sentence: string) => ({ filename, code, detail: `${filename} ${sentence}` });
  const content = await readAtMost(file.body, maxBytes);
  if (content === null) return reject('file_too_large', 'is larger than 1 MB, which no XMP file is.');
  if (!isXmp(content)) return reject('not_xmp', 'is not an XMP file.');
  const key = `companions/${ownerId}/${newId()}`;
  try {
    const { bytes, sha256 } = await store.put(key, content);
    return { filename: file.filename, folder: cleanFolder(file.folder), key, bytes, sha256 };
  } catch (error) {
    if (error instanceof StoreFull) return reject('disk_full', 'could not be stored: the disk is full.');
    throw error;
  }
}

/** Null if there was more than `most`. */
async function readAtMost(body: AsyncIterable<Uint8Array>, most: number): Promise<Uint8Array | null> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of body) {
    bytes += part.byteLength;
    if (bytes <= most) parts.push(part);
  }
  return bytes <= most
    ? new Uint8Array(await new Blob(parts.map((part) => new Uint8Array(part))).arrayBuffer())
    : null;
}

import { analyseTables } from '../database/analyse.ts';
import type { Database } from '../database/sql.ts';
import type { MediaType } from '../images/image-work.ts';
import { toHex } from '../hex.ts';
import { cleanText } from '../names/clean-text.ts';
import { cleanFolder } from '../names/file-name.ts';
import type { Queue } from '../queue/queue.ts';
import { ObjectTooLarge, StoreFull, type ObjectStore } from '../storage/object-store.ts';
import { registerCompanions, type StoredCompanion } from './companions.ts';
import { concatenate } from './concatenate.ts';
import { emptyOutcome, type IntakeOutcome } from './insert-photos.ts';
import type { StoredFile } from './originals.ts';
import { registerFiles } from './register-files.ts';
import { isCompanionName, storeCompanion } from './store-companion.ts';

/** One file on its way in; `body` is read once, to its end or until it is refused. */
export interface IncomingFile {
  readonly filename: string;
  readonly folder: string;
  readonly body: AsyncIterable<Uint8Array>;
}

export interface IntakeDependencies {
  readonly database: Database;
  readonly queue: Queue;
  readonly store: ObjectStore;
  readonly detectMediaType: (head: Uint8Array) => MediaType | 'image/svg+xml' | null;
  readonly newId: () => string;
  readonly maxBytes: number;
}

/** Stored files are registered in lots of this many, so that a request cut off half-way keeps what came before. */
const lot = 50;

/** The beginning of a file is enough to tell its type; DNG's marker tag lies within it. */
const headBytes = 64 * 1024;

/** After so many new photos the planner's numbers are refreshed. */
const manyPhotos = 1000;

export function createIntake(dependencies: IntakeDependencies) {
  const { store, database } = dependencies;
  let sinceAnalysed = 0;

  /** Takes files in one by one, streaming; what cannot be taken is reported and harms no other. */
  async function takeIn(ownerId: string, files: AsyncIterable<IncomingFile>): Promise<IntakeOutcome> {
    const outcome = emptyOutcome();
    let stored: StoredFile[] = [];
    let companions: StoredCompanion[] = [];
    const flush = async () => {
      const lotOfFiles = stored;
      const lotOfCompanions = companions;
      stored = [];
      companions = [];
      if (lotOfFiles.length > 0) await registerFiles(dependencies, { ownerId, files: lotOfFiles }, outcome);
      await registerCompanions(dependencies, { ownerId, companions: lotOfCompanions }, outcome);
    };
    try {
      let index = 0;
      for await (const file of files) {
        const result = await storeOne(ownerId, file);
        if ('code' in result) outcome.rejected.push({ ...result, index });
        else if ('mediaType' in result) stored.push({ ...result, index });
        else companions.push({ ...result, index });
        index += 1;
        if (stored.length + companions.length >= lot) await flush();
      }
    } finally {
      // Also when the request broke off: what was stored whole is kept.
      await flush();
    }
    sinceAnalysed += outcome.photoIds.length;
    if (sinceAnalysed >= manyPhotos) {
      sinceAnalysed = 0;
      await analyseTables(database);
    }
    return outcome;
  }

  async function storeOne(ownerId: string, file: IncomingFile) {
    const filename = cleanText(file.filename, 255) || 'unnamed';
    const reject = (code: string, sentence: string) => ({
      filename,
      code,
      detail: `${filename} ${sentence}`,
    });
    const source = file.body[Symbol.asyncIterator]();
    const head = await readHead(source);
    if (head.byteLength === 0) return reject('empty_file', 'is empty.');
    const mediaType = dependencies.detectMediaType(head);
    if (mediaType === null && isCompanionName(file.filename))
      return await storeCompanion(dependencies, ownerId, { ...file, body: chain(head, source) });
    if (mediaType === null || mediaType === 'image/svg+xml') {
      await drain(source);
      const { code, sentence } = whyNoPhoto(mediaType, head);
      return reject(code, sentence);
    }
    const key = `originals/${ownerId}/${dependencies.newId()}`;
    try {
      const { bytes, sha256 } = await store.put(key, chain(head, source), {
        maxBytes: dependencies.maxBytes,
      });
      return { filename: file.filename, folder: cleanFolder(file.folder), mediaType, key, bytes, sha256 };
    } catch (error) {
      await drain(source);
      if (error instanceof ObjectTooLarge) {
        const megabytes = Math.round(dependencies.maxBytes / 1_000_000);
        return reject('file_too_large', `is larger than ${megabytes} MB.`);
      }
      if (error instanceof StoreFull) return reject('disk_full', 'could not be stored: the disk is full.');
      throw error;
    }
  }

  return { takeIn };
}

export type Intake = ReturnType<typeof createIntake>;

/** Of a file whose type is none that a photo may have: its code, and what stands behind its name. */
export function whyNoPhoto(
  mediaType: 'image/svg+xml' | null,
  head: Uint8Array,
): { readonly code: string; readonly sentence: string } {
  if (mediaType !== null)
    return {
      code: 'svg_not_accepted',
      sentence: 'is an SVG drawing, not a photo. Convert it to PNG or JPEG.',
    };
  return isOtherPicture(head)
    ? {
        code: 'format_not_read',
        sentence: 'is in a format that Rollcall does not read. Convert it to JPEG.',
      }
    : { code: 'not_a_photo', sentence: 'is not a photo.' };
}

/** First bytes of BMP, JPEG XL, JPEG 2000, Photoshop and TIFF-like raw files: pictures, but not ours to read. */
const otherPictures = [
  '424d',
  'ff0a',
  '0000000c4a584c20',
  '0000000c6a502020',
  '38425053',
  '49492a00',
  '4d4d002a',
  '46554a4946494c4d',
];

function isOtherPicture(head: Uint8Array): boolean {
  const start = toHex(head.subarray(0, 12));
  return otherPictures.some((magic) => start.startsWith(magic));
}

async function readHead(source: AsyncIterator<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  while (length < headBytes) {
    const next = await source.next();
    if (next.done === true) break;
    parts.push(next.value);
    length += next.value.byteLength;
  }
  return concatenate(parts, length);
}

async function* chain(head: Uint8Array, rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield head;
  for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
}

async function drain(source: AsyncIterator<Uint8Array>): Promise<void> {
  try {
    while ((await source.next()).done !== true);
  } catch {
    // The sender broke off: there is nothing more to read.
  }
}

import { assertObjectKey } from './object-key.ts';
import { ObjectTooLarge } from './object-store.ts';
import type { ObjectStore, PutOptions } from './object-store.ts';
import { createSupabaseLinks } from './supabase-links.ts';
import { createSupabaseSend, type SupabaseRequestOptions } from './supabase-request.ts';
import { readSupabaseStart } from './supabase-start.ts';
import { untilAborted } from './until-aborted.ts';

export interface SupabaseStoreOptions extends SupabaseRequestOptions {
  readonly bucket: string;
  /** Where browsers find the project, without a slash at its end; links lead there. */
  readonly publicUrl: string;
}

/** A store that people's browsers reach by themselves. */
export type DirectStore = ObjectStore & Required<Pick<ObjectStore, 'readStart' | 'links'>>;

/** As many as one request may name. */
const deletedAtOnce = 1000;
/** Objects never change, so browsers may keep those they were given links of. */
const cacheControl = 'max-age=31536000';

/**
 * Objects in Supabase Storage, by its own interface. A body is gathered in memory before it is sent, since nothing but
 * a whole request is all or nothing there: for thumbnails and previews. Originals go from the browser straight to it.
 */
export function createSupabaseStore(options: SupabaseStoreOptions): DirectStore {
  const send = createSupabaseSend(options);
  const bucket = encodeURIComponent(options.bucket);
  const pathOf = (key: string): string => {
    assertObjectKey(key);
    return `${bucket}/${key}`;
  };
  return {
    async put(key, body, put = {}) {
      const path = pathOf(key);
      const bytes = await gather(body, put);
      const sha256 = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
      put.signal?.throwIfAborted();
      const headers = {
        'content-type': contentTypeOf(key),
        'cache-control': cacheControl,
        'x-upsert': 'true',
      };
      await send({ method: 'POST', path, headers, body: bytes, signal: put.signal }, readText);
      return { bytes: bytes.byteLength, sha256 };
    },
    async get(key) {
      const headers = { 'accept-encoding': 'identity' };
      return await send({ method: 'GET', path: pathOf(key), headers }, async (answer) => ({
        body: answer.body ?? new Blob([]).stream(),
        bytes: Number(answer.headers.get('content-length') ?? 0),
      }));
    },
    async read(key) {
      return await send(
        { method: 'GET', path: pathOf(key) },
        async (answer) => new Uint8Array(await answer.arrayBuffer()),
      );
    },
    async delete(keys) {
      for (const key of keys) assertObjectKey(key);
      for (let at = 0; at < keys.length; at += deletedAtOnce) {
        const body = JSON.stringify({ prefixes: keys.slice(at, at + deletedAtOnce) });
        const headers = { 'content-type': 'application/json' };
        await send({ method: 'DELETE', path: bucket, headers, body }, readText);
      }
    },
    readStart: async (key, length) => readSupabaseStart(send, pathOf(key), length),
    links: createSupabaseLinks({ ...options, send }),
  };
}

const readText = (answer: Response): Promise<string> => answer.text();

/** By the keys that photos/prepare gives: what links are of should say what it is. */
function contentTypeOf(key: string): string {
  if (key.endsWith('.webp')) return 'image/webp';
  return key.endsWith('.jpg') ? 'image/jpeg' : 'application/octet-stream';
}

async function gather(
  body: AsyncIterable<Uint8Array> | Uint8Array,
  { maxBytes = Number.POSITIVE_INFINITY, signal }: PutOptions,
): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let length = 0;
  for await (const part of body instanceof Uint8Array ? [body] : untilAborted(body, signal)) {
    length += part.byteLength;
    if (length > maxBytes) throw new ObjectTooLarge(`The object is larger than ${maxBytes} bytes.`);
    parts.push(Uint8Array.from(part));
  }
  signal?.throwIfAborted();
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}

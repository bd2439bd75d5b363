import type { Clock } from '../clock.ts';
import { assertObjectKey } from './object-key.ts';
import { ObjectMissing, ObjectTooLarge, StoreFull, StoreUnavailable } from './object-store.ts';
import type { ObjectStore, PutOptions } from './object-store.ts';
import { untilAborted } from './until-aborted.ts';

export interface SupabaseStoreOptions {
  /** The project's address, without a slash at its end. */
  readonly url: string;
  /** A secret key (`sb_secret_…`), or the older service_role key. */
  readonly key: string;
  readonly bucket: string;
  readonly fetch: typeof fetch;
  readonly clock: Clock;
  /** 0 to 1; spreads the retries of many workers. */
  readonly random: () => number;
}

interface Call {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Below the bucket; '' is the bucket itself. */
  readonly key: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array<ArrayBuffer> | string;
  readonly signal?: AbortSignal | undefined;
}

const tries = 4;
const firstPauseMs = 200;
/** As many as one request may name. */
const deletedAtOnce = 1000;

/**
 * Objects in Supabase Storage, by its own interface. A body is gathered in memory before it is sent, since nothing but
 * a whole request is all or nothing there: for thumbnails and previews. Originals go from the browser straight to it.
 */
export function createSupabaseStore(options: SupabaseStoreOptions): ObjectStore {
  const send = createSend(options);
  return {
    async put(key, body, put = {}) {
      assertObjectKey(key);
      const bytes = await gather(body, put);
      const sha256 = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
      put.signal?.throwIfAborted();
      const headers = { 'content-type': 'application/octet-stream', 'x-upsert': 'true' };
      await send({ method: 'POST', key, headers, body: bytes, signal: put.signal }, readText);
      return { bytes: bytes.byteLength, sha256 };
    },
    async get(key) {
      assertObjectKey(key);
      return await send(
        { method: 'GET', key, headers: { 'accept-encoding': 'identity' } },
        async (answer) => ({
          body: answer.body ?? new Blob([]).stream(),
          bytes: Number(answer.headers.get('content-length') ?? 0),
        }),
      );
    },
    async read(key) {
      assertObjectKey(key);
      return await send({ method: 'GET', key }, async (answer) => new Uint8Array(await answer.arrayBuffer()));
    },
    async delete(keys) {
      for (const key of keys) assertObjectKey(key);
      for (let at = 0; at < keys.length; at += deletedAtOnce) {
        const body = JSON.stringify({ prefixes: keys.slice(at, at + deletedAtOnce) });
        const headers = { 'content-type': 'application/json' };
        await send({ method: 'DELETE', key: '', headers, body }, readText);
      }
    },
  };
}

const readText = (answer: Response): Promise<string> => answer.text();

/** Tries again what may pass by itself, an answer that breaks off included; all our requests can be sent twice. */
function createSend({ url, key: serviceKey, bucket, fetch, clock, random }: SupabaseStoreOptions) {
  // The newer keys are no tokens: as a bearer they would be refused.
  const authorization = serviceKey.startsWith('sb_') ? {} : { authorization: `Bearer ${serviceKey}` };
  const base = `${url}/storage/v1/object/${encodeURIComponent(bucket)}`;

  async function sendOnce<T>(call: Call, read: (answer: Response) => Promise<T>): Promise<T> {
    const { method, key, headers = {}, body, signal } = call;
    const what = `${method} ${key === '' ? 'the bucket' : key}`;
    try {
      const response = await fetch(key === '' ? base : `${base}/${key}`, {
        method,
        headers: { apikey: serviceKey, ...authorization, ...headers },
        ...(body === undefined ? {} : { body }),
        ...(signal === undefined ? {} : { signal }),
      });
      if (!response.ok) throw failureOf(response.status, await response.text(), what);
      return await read(response);
    } catch (error) {
      signal?.throwIfAborted();
      // What fetch itself throws: no connection, or one that broke off.
      if (!(error instanceof TypeError)) throw error;
      throw new StoreUnavailable(`Storage does not answer to ${what}.`, { cause: error });
    }
  }

  return async <T>(call: Call, read: (answer: Response) => Promise<T>): Promise<T> => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await sendOnce(call, read);
      } catch (error) {
        if (!(error instanceof StoreUnavailable) || attempt === tries) throw error;
        await clock.sleep(firstPauseMs * 4 ** (attempt - 1) * (0.5 + random() / 2), call.signal);
      }
    }
  };
}

/** Storage puts the true status into the body and answers 400 to much of what is something else. */
function failureOf(status: number, text: string, what: string): Error {
  const told = Number(/"statusCode"\s*:\s*"?(\d{3})/u.exec(text)?.[1] ?? status);
  const said = `Storage answered ${told} to ${what}.`;
  if (told === 404 && !/bucket/iu.test(text)) return new ObjectMissing(said);
  if (told === 413) return new ObjectTooLarge(said);
  if (told === 507) return new StoreFull('Storage is full.');
  if (told >= 500 || told === 429 || told === 408) return new StoreUnavailable(said);
  return new Error(`${said} ${text.slice(0, 200)}`);
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

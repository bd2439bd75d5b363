import type { Clock } from '../clock.ts';
import { ObjectMissing, ObjectTooLarge, StoreFull, StoreUnavailable } from './object-store.ts';

export interface SupabaseRequestOptions {
  /** The project's address, without a slash at its end. */
  readonly url: string;
  /** A secret key (`sb_secret_…`), or the older service_role key. */
  readonly key: string;
  readonly fetch: typeof fetch;
  readonly clock: Clock;
  /** 0 to 1; spreads the retries of many workers. */
  readonly random: () => number;
}

export interface SupabaseCall {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Below `/storage/v1/object/`. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array<ArrayBuffer> | string;
  readonly signal?: AbortSignal | undefined;
  /** How often it is sent at most, 4 if nothing is said. */
  readonly tries?: number;
}

export type SupabaseSend = <T>(call: SupabaseCall, read: (answer: Response) => Promise<T>) => Promise<T>;

const defaultTries = 4;
const firstPauseMs = 200;

/** Tries again what may pass by itself, an answer that breaks off included; all our requests can be sent twice. */
export function createSupabaseSend(options: SupabaseRequestOptions): SupabaseSend {
  const { url, key, fetch, clock, random } = options;
  // The newer keys are no tokens: as a bearer they would be refused.
  const authorization = key.startsWith('sb_') ? {} : { authorization: `Bearer ${key}` };

  async function sendOnce<T>(call: SupabaseCall, read: (answer: Response) => Promise<T>): Promise<T> {
    const { method, path, headers = {}, body, signal } = call;
    const what = `${method} ${path}`;
    try {
      const response = await fetch(`${url}/storage/v1/object/${path}`, {
        method,
        headers: { apikey: key, ...authorization, ...headers },
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

  return async (call, read) => {
    const tries = call.tries ?? defaultTries;
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

/** A range was asked of an object that has no bytes. */
export class NothingInRange extends Error {
  override name = 'NothingInRange';
}

/** Storage puts the true status into the body and answers 400 to much of what is something else. */
function failureOf(status: number, text: string, what: string): Error {
  const told = Number(/"statusCode"\s*:\s*"?(\d{3})/u.exec(text)?.[1] ?? status);
  const said = `Storage answered ${told} to ${what}.`;
  if (told === 404 && !/bucket/iu.test(text)) return new ObjectMissing(said);
  if (told === 413) return new ObjectTooLarge(said);
  if (told === 416) return new NothingInRange(said);
  if (told === 507) return new StoreFull('Storage is full.');
  if (told >= 500 || told === 429 || told === 408) return new StoreUnavailable(said);
  return new Error(`${said} ${text.slice(0, 200)}`);
}

import { AwsV4Signer } from 'aws4fetch';
import type { Clock } from '../clock.ts';
import { StoreUnavailable } from './object-store.ts';
import { failureOf } from './s3-failure.ts';

export interface S3Access {
  /** With `https://`; a path in it stays in front of the bucket (Supabase: `…/storage/v1/s3`). */
  readonly endpoint: string;
  readonly region: string;
  readonly bucket: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly fetch: typeof fetch;
  readonly clock: Clock;
  /** 0 to 1; spreads the retries of many workers. */
  readonly random: () => number;
  /** How long one try may take until the answer begins. */
  readonly timeoutMs?: number;
}

export interface S3Call {
  readonly method: 'GET' | 'PUT' | 'POST' | 'DELETE' | 'HEAD';
  /** Below the bucket; '' is the bucket itself. */
  readonly key: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array<ArrayBuffer>;
  /** SHA-256 of the body in hex. It is signed, so the store refuses what arrives changed or cut off. */
  readonly sha256?: string;
  readonly signal?: AbortSignal | undefined;
}

const tries = 4;
const firstPauseMs = 200;
const usualTimeoutMs = 60_000;
const emptySha256 = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

export type ReadAnswer<T> = (response: Response, attempt: number) => Promise<T>;
export type S3Send = <T>(call: S3Call, read: ReadAnswer<T>) => Promise<T>;

/**
 * Sends signed requests; addresses have the bucket in their path, which every S3 understands. What may pass by itself
 * (no connection, no answer, 5xx, "slow down") is tried four times in all; `read` belongs to the try, so an answer that
 * breaks off is asked for again. Redirects are refused: a signature is for one host.
 */
export function createS3Send(access: S3Access): S3Send {
  const { clock, random } = access;
  const base = `${access.endpoint.replace(/\/+$/u, '')}/${access.bucket}`;

  async function tryOnce<T>(call: S3Call, attempt: number, read: ReadAnswer<T>): Promise<T> {
    const limit = new AbortController();
    const over = new AbortController();
    const signal = AbortSignal.any(call.signal === undefined ? [limit.signal] : [limit.signal, call.signal]);
    void clock.sleep(access.timeoutMs ?? usualTimeoutMs, over.signal).then(
      () => limit.abort(new Error('No answer in time')),
      () => undefined,
    );
    try {
      const { url, headers } = await sign(call);
      const body = call.body ?? null;
      const response = await access.fetch(url, {
        method: call.method,
        headers,
        body,
        signal,
        redirect: 'manual',
      });
      if (!response.ok)
        throw failureOf({ status: response.status, text: await response.text() }, whatOf(call));
      return await read(response, attempt);
    } catch (error) {
      call.signal?.throwIfAborted();
      // What fetch itself throws: no connection, one that broke off, or our time limit.
      const isNetwork = error instanceof TypeError || limit.signal.aborted;
      throw isNetwork
        ? new StoreUnavailable(`The object store does not answer to ${whatOf(call)}.`, { cause: error })
        : error;
    } finally {
      over.abort();
    }
  }

  async function sign({ method, key, query = {}, headers = {}, sha256 = emptySha256 }: S3Call) {
    const url = `${base}${key === '' ? '' : `/${key}`}?${new URLSearchParams(query)}`;
    const signer = new AwsV4Signer({
      method,
      url: url.endsWith('?') ? url.slice(0, -1) : url,
      headers: { ...headers, 'x-amz-content-sha256': sha256 },
      accessKeyId: access.accessKeyId,
      secretAccessKey: access.secretAccessKey,
      service: 's3',
      region: access.region,
      datetime: new Date(clock.now()).toISOString().replaceAll(/[:-]|\.\d{3}/gu, ''),
    });
    return await signer.sign();
  }

  return async (call, read) => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await tryOnce(call, attempt, read);
      } catch (error) {
        if (!(error instanceof StoreUnavailable) || attempt === tries) throw error;
        await clock.sleep(firstPauseMs * 4 ** (attempt - 1) * (0.5 + random() / 2), call.signal);
      }
    }
  };
}

const whatOf = ({ method, key }: S3Call) => `${method} ${key === '' ? 'the bucket' : key}`;

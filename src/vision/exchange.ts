import type { Clock } from '../clock.ts';

/** Answers are a few hundred bytes; whatever is longer than this is no answer. */
const maxBodyBytes = 1_000_000;

export type Exchange =
  | {
      readonly kind: 'response';
      readonly status: number;
      readonly headers: Headers;
      /** Null where the body was longer than we read. */
      readonly text: string | null;
    }
  | { readonly kind: 'timeout' }
  | { readonly kind: 'network'; readonly error: unknown; readonly answering: boolean };

export interface ExchangeOptions {
  readonly fetch: typeof fetch;
  readonly clock: Clock;
  readonly url: string;
  readonly init: RequestInit;
  /** For the whole exchange: a body that drips one byte a second ends here too. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  readonly onHeaders?: ((headers: Headers, status: number) => void) | undefined;
}

class Deadline extends Error {}

/** One request and its whole body. Rejects only when `signal` is aborted, then with its reason. */
export async function exchange(options: ExchangeOptions): Promise<Exchange> {
  const { signal, clock } = options;
  signal.throwIfAborted();
  const cut = new AbortController();
  const finished = new AbortController();
  const onAbort = () => cut.abort(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  clock.sleep(options.timeoutMs, finished.signal).then(
    () => cut.abort(new Deadline()),
    () => undefined,
  );
  try {
    // Raced, so that a fetch or a body that does not listen to its signal cannot hold us.
    return await Promise.race([send(options, cut.signal), rejection(cut.signal)]);
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof Deadline) return { kind: 'timeout' };
    throw error;
  } finally {
    signal.removeEventListener('abort', onAbort);
    finished.abort();
    // Lets go of a connection whose body we did not read to its end.
    cut.abort();
  }
}

async function send(options: ExchangeOptions, signal: AbortSignal): Promise<Exchange> {
  let answering = false;
  try {
    const request: RequestInit = { ...options.init, signal, redirect: 'manual' };
    const response = await options.fetch(options.url, request);
    answering = true;
    options.onHeaders?.(response.headers, response.status);
    const text = await readBody(response, signal);
    return { kind: 'response', status: response.status, headers: response.headers, text };
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    return { kind: 'network', error, answering };
  }
}

function rejection(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

async function readBody(response: Response, signal: AbortSignal): Promise<string | null> {
  if (response.body === null) return '';
  const reader: ReadableStreamDefaultReader<Uint8Array> = response.body.getReader();
  const onAbort = () => void reader.cancel().catch(() => undefined);
  signal.addEventListener('abort', onAbort, { once: true });
  const decoder = decoderFor(response.headers);
  let text = '';
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    size += value.byteLength;
    if (size > maxBodyBytes) {
      await reader.cancel().catch(() => undefined);
      return null;
    }
    text += decoder.decode(value, { stream: true });
  }
}

function decoderFor(headers: Headers): TextDecoder {
  const charset = /charset="?([\w-]+)/iu.exec(headers.get('content-type') ?? '')?.[1] ?? 'utf-8';
  try {
    return new TextDecoder(charset);
  } catch {
    return new TextDecoder();
  }
}

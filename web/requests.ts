import { ApiProblem, readProblem } from './problem.ts';

interface Call {
  method?: string;
  body?: unknown;
  headers?: Record<string, string>;
  signal?: AbortSignal | undefined;
}

export type Requests = ReturnType<typeof createRequests>;

/** How the page asks the server: refusals and lost connections alike are thrown as an `ApiProblem`. */
export function createRequests(options: {
  headers?: () => Promise<Record<string, string>>;
  fetch?: typeof globalThis.fetch;
}) {
  const { fetch = (input, init) => globalThis.fetch(input, init) } = options;

  async function request(path: string, call: Call = {}): Promise<Response> {
    const response = await fetch(path, {
      method: call.method ?? 'GET',
      credentials: 'same-origin',
      headers: {
        accept: 'application/json',
        ...(call.body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(await options.headers?.()),
        ...call.headers,
      },
      ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
      ...(call.signal ? { signal: call.signal } : {}),
    }).catch((cause: unknown) => {
      if (call.signal?.aborted) throw cause;
      throw new ApiProblem({ status: 0, code: 'unreachable', detail: '' }, { cause });
    });
    if (!response.ok) throw await readProblem(response);
    return response;
  }

  async function json<T>(path: string, call?: Call): Promise<T> {
    const response = await request(path, call);
    const answer: T = await response.json();
    return answer;
  }

  const post = <T>(path: string, body: unknown = {}, headers: Record<string, string> = {}) =>
    json<T>(path, { method: 'POST', body, headers });

  return { request, json, post };
}

export function queryString(query: Record<string, string | number | undefined>): string {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) if (value !== undefined) search.set(key, String(value));
  const text = search.toString();
  return text ? `?${text}` : '';
}

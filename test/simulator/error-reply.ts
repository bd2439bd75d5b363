import { findMode, type Misbehaviour } from './modes.ts';
import type { Reply } from './send-reply.ts';
import type { SimulatorOptions } from './simulator-options.ts';
import type { StatsKeeper } from './stats.ts';

export type ErrorMode = Extract<Misbehaviour, { kind: 'error' }>;

type Headers_ = Readonly<Record<string, string>>;

export function errorMode(name: string): ErrorMode {
  const mode = findMode(name, 0);
  if (mode?.kind !== 'error') throw new Error(`${name} is no error`);
  return mode;
}

export function errorReply(
  failure: ErrorMode,
  dialect: NonNullable<SimulatorOptions['dialect']>,
  limitHeaders: Headers_,
): Reply {
  const isText = typeof failure.body === 'string';
  const shaped =
    typeof failure.body === 'string' ? failure.body : JSON.stringify(shapeError(failure, dialect));
  const headers = {
    'content-type': isText ? 'text/html' : 'application/json',
    ...limitHeaders,
    ...failure.headers,
  };
  return { status: failure.status, headers, body: Buffer.from(shaped) };
}

/** Keeps what the client must not do after such an answer. */
export function noteFailure(
  keeper: StatsKeeper,
  failure: ErrorMode,
  call: { readonly limitHeaders: Headers_; readonly bodyHash: string; readonly now: number },
): void {
  const { bodyHash, now } = call;
  const isMoney = /insufficient_quota|credit_balance|spend_limit/u.test(JSON.stringify(failure.body));
  if (failure.status === 401 || isMoney) keeper.stopped(now);
  if (failure.status >= 400 && failure.status < 429) keeper.refusedForGood(bodyHash);
  if (failure.status !== 429 || isMoney) return;
  keeper.stats.throttled += 1;
  const headers: Headers_ = { ...call.limitHeaders, ...failure.headers };
  const ms = Number(headers['retry-after-ms'] ?? Number(headers['retry-after']) * 1000);
  if (ms > 0) keeper.retryAfter(now + ms, now);
}

/** The same error as other servers would put it. */
function shapeError(failure: ErrorMode, dialect: NonNullable<SimulatorOptions['dialect']>): unknown {
  const { body, status } = failure;
  const told = typeof body === 'object' && body !== null && 'error' in body ? body.error : null;
  if (dialect === 'openai' || typeof told !== 'object' || told === null) return body;
  const message = 'message' in told ? told.message : '';
  if (dialect === 'lm-studio') return { error: message };
  if (dialect === 'gemini') return [{ error: { ...told, code: status } }];
  return { object: 'error', ...told };
}

import type { Clock } from '../clock.ts';

/** First come, first served, for calls that may not start yet; one timer for all of them. */
export interface WaitingLine<T> {
  join(tokens: number, signal: AbortSignal): Promise<T>;
  /** Something has changed: let start who may. */
  move(): void;
  length(): number;
  /** What the first in line asks for, 0 if there is nobody. */
  firstTokens(): number;
}

interface Waiting<T> {
  readonly tokens: number;
  readonly admit: (value: T) => void;
}

export function createWaitingLine<T>(options: {
  readonly clock: Clock;
  /** How long the first one has to wait, 0 if not at all, null if nothing but `move` can help. */
  readonly holdUp: (tokens: number) => number | null;
  readonly start: (tokens: number) => T;
}): WaitingLine<T> {
  const { clock, holdUp, start } = options;
  const waiting: Waiting<T>[] = [];
  let alarm: { readonly at: number; readonly cancel: () => void } | null = null;

  function move(): void {
    for (let first = waiting[0]; first !== undefined; first = waiting[0]) {
      const wait = holdUp(first.tokens);
      if (wait === null) return;
      if (wait > 0) return wakeIn(wait);
      waiting.shift();
      first.admit(start(first.tokens));
    }
  }

  function wakeIn(wait: number): void {
    const at = clock.now() + wait;
    if (alarm !== null && alarm.at <= at) return;
    alarm?.cancel();
    const canceling = new AbortController();
    alarm = { at, cancel: () => canceling.abort() };
    clock.sleep(Math.ceil(wait), canceling.signal).then(ring, () => undefined);
  }

  function ring(): void {
    alarm = null;
    move();
  }

  function leave(one: Waiting<T>): void {
    const at = waiting.indexOf(one);
    if (at >= 0) waiting.splice(at, 1);
    if (waiting.length === 0) {
      alarm?.cancel();
      alarm = null;
    }
    move();
  }

  function join(tokens: number, signal: AbortSignal): Promise<T> {
    if (signal.aborted) return Promise.reject(signal.reason);
    return new Promise((resolve, reject) => {
      const onAbort = () => {
        leave(one);
        reject(signal.reason);
      };
      const admit = (value: T) => {
        signal.removeEventListener('abort', onAbort);
        resolve(value);
      };
      const one: Waiting<T> = { tokens, admit };
      signal.addEventListener('abort', onAbort, { once: true });
      waiting.push(one);
      move();
    });
  }

  return {
    join,
    move,
    length: () => waiting.length,
    firstTokens: () => waiting[0]?.tokens ?? 0,
  };
}

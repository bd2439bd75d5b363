/** Longer waits are not believed. */
const maxWaitMs = 24 * 3_600_000;

/**
 * The least time a server asks us to wait, in ms; null where it says nothing we can read. The headers stand above the
 * sentence in the message, the exact header above the rounded one.
 */
export function readRetryAfter(headers: Headers, message: string, now: number): number | null {
  const wait =
    plainNumber(headers.get('retry-after-ms')) ??
    fromRetryAfter(headers.get('retry-after'), now) ??
    fromMessage(message);
  return wait === null ? null : Math.min(Math.max(0, Math.ceil(wait)), maxWaitMs);
}

function fromRetryAfter(value: string | null, now: number): number | null {
  if (value === null) return null;
  const seconds = plainNumber(value);
  if (seconds !== null) return seconds * 1000;
  // A date starts with the name of a day; Date.parse alone would read nearly anything.
  if (!/^(?:mon|tue|wed|thu|fri|sat|sun)/iu.test(value)) return null;
  const date = Date.parse(value);
  return Number.isNaN(date) ? null : date - now;
}

function fromMessage(message: string): number | null {
  const found = /(?:try again|retry)\s+(?:in|after)\s+([\d.]+\s*[a-z]+(?:\s*[\d.]+\s*[a-z]+)*)/iu.exec(
    message,
  );
  return found?.[1] === undefined ? null : readDuration(found[1]);
}

const unitMs: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** `6m0s`, `120ms`, `2m59.56s`, `20 seconds`, or plain seconds, in ms. */
export function readDuration(text: string): number | null {
  const trimmed = text.trim().toLowerCase();
  const seconds = plainNumber(trimmed);
  if (seconds !== null) return seconds * 1000;
  let total = 0;
  let found = false;
  for (const [, amount, unit] of trimmed.matchAll(/(\d+(?:\.\d+)?)\s*(ms|milliseconds?|d|h|m|s)/gu)) {
    const factor = unit?.startsWith('mill') === true ? 1 : unitMs[unit ?? ''];
    if (amount === undefined || factor === undefined) continue;
    total += Number(amount) * factor;
    found = true;
  }
  return found ? total : null;
}

function plainNumber(value: string | null): number | null {
  const trimmed = value?.trim() ?? '';
  return /^\d+(?:\.\d+)?$/u.test(trimmed) ? Number(trimmed) : null;
}

import { toHex } from '../hex.ts';
import { isUuid } from '../uuid.ts';

export interface IdOptions {
  now: () => number;
  /** Fills the array with random bytes. */
  random?: (bytes: Uint8Array<ArrayBuffer>) => Uint8Array;
}

/**
 * Makes UUIDv7: sortable by time, and rising within one process even when the clock stands still or goes back.
 * The 42 bits behind the version are a counter, started at random and raised by a random step.
 */
export function createIds({
  now,
  random = (bytes) => crypto.getRandomValues(bytes),
}: IdOptions): () => string {
  let lastTime = 0;
  let counter = 0n;
  return () => {
    const bytes = new Uint8Array(16);
    random(bytes);
    const time = Math.floor(now());
    const view = new DataView(bytes.buffer);
    const drawn = view.getBigUint64(0);
    if (time > lastTime) {
      lastTime = time;
      // The top bit stays free, so that there is room to count.
      counter = drawn & (counterSpace / 2n - 1n);
    } else {
      counter += (drawn & 0xffn) + 1n;
      if (counter >= counterSpace) {
        lastTime += 1;
        counter = drawn & (counterSpace / 2n - 1n);
      }
    }
    view.setUint16(0, Math.floor(lastTime / 2 ** 32));
    view.setUint32(2, lastTime % 2 ** 32);
    view.setUint16(6, 0x7000 | Number(counter >> 30n));
    view.setUint32(8, 0x80000000 | Number(counter & 0x3fffffffn));
    return format(bytes);
  };
}

const counterSpace = 2n ** 42n;

/** The owner's id for who the identity provider says this is: a UUID stays itself, anything else is hashed into one. */
export async function ownerIdFor(subject: string): Promise<string> {
  if (isUuid(subject.toLowerCase())) return subject.toLowerCase();
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(`rollcall owner ${subject}`));
  const bytes = new Uint8Array(digest).slice(0, 16);
  const view = new DataView(bytes.buffer);
  view.setUint8(6, 0x80 | (view.getUint8(6) & 0x0f));
  view.setUint8(8, 0x80 | (view.getUint8(8) & 0x3f));
  return format(bytes);
}

function format(bytes: Uint8Array): string {
  const hex = toHex(bytes);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

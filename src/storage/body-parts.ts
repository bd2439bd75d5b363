import { ObjectTooLarge, type PutOptions } from './object-store.ts';
import { untilAborted } from './until-aborted.ts';

export interface Part {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly isLast: boolean;
}

/**
 * Cuts a body of unknown length into parts of exactly `partBytes`, the last one shorter; an empty body is one empty
 * part. Only one part is in memory at a time. `onBytes` sees every byte once, in order.
 */
export async function* bodyParts(
  body: AsyncIterable<Uint8Array> | Uint8Array,
  options: PutOptions & { readonly partBytes: number; readonly onBytes: (bytes: Uint8Array) => void },
): AsyncGenerator<Part> {
  const { partBytes, maxBytes = Infinity, onBytes, signal } = options;
  let part = new Uint8Array(0);
  let filled = 0;
  let total = 0;
  for await (const chunk of body instanceof Uint8Array ? [body] : untilAborted(body, signal)) {
    signal?.throwIfAborted();
    total += chunk.byteLength;
    if (total > maxBytes) throw new ObjectTooLarge(`The object is larger than ${maxBytes} bytes.`);
    onBytes(chunk);
    for (let at = 0; at < chunk.byteLength;) {
      // Given out only when more comes: the last part has to be known as such.
      if (filled === partBytes) {
        yield { bytes: part, isLast: false };
        part = new Uint8Array(partBytes);
        filled = 0;
      }
      const take = Math.min(partBytes - filled, chunk.byteLength - at);
      part = withRoom(part, filled + take, partBytes);
      part.set(chunk.subarray(at, at + take), filled);
      filled += take;
      at += take;
    }
  }
  signal?.throwIfAborted();
  yield { bytes: part.subarray(0, filled), isLast: true };
}

/** Grows by doubling, so that a thumbnail does not cost the memory of a whole part. */
function withRoom(part: Uint8Array<ArrayBuffer>, needed: number, most: number): Uint8Array<ArrayBuffer> {
  if (part.byteLength >= needed) return part;
  const larger = new Uint8Array(Math.min(most, Math.max(needed, part.byteLength * 2)));
  larger.set(part);
  return larger;
}

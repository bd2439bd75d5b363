import type { Fifo } from './fifo.ts';

/** How files are put into requests. */
export interface BatchLimits {
  files: number;
  bytes: number;
  /** A larger one goes by itself. */
  alone?: number;
}

/** The files of the next request, first come first; at least one where there are any, however large it is. */
export function takeBatch<Entry extends { readonly bytes: number | null }>(
  entries: Fifo<Entry>,
  { files, bytes: mostBytes, alone = Infinity }: BatchLimits,
): Entry[] {
  const batch: Entry[] = [];
  let bytes = 0;
  for (let next = entries.peek(); next !== undefined; next = entries.peek()) {
    const size = next.bytes ?? 0;
    if (batch.length > 0 && (bytes + size > mostBytes || size > alone)) break;
    batch.push(...entries.take(1));
    bytes += size;
    if (batch.length === files || size > alone) break;
  }
  return batch;
}

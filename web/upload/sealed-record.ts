import { toHex } from '../../src/hex.ts';
import type { SentRecord } from './sent-before.ts';

/** A record that does not tell the names of files to whoever uses this browser next: keys are kept as their hashes. */
export function createSealedRecord(record: SentRecord): SentRecord {
  return {
    get: async (keys) => await record.get(await Promise.all(keys.map(seal))),
    put: async (entries) => {
      const sealed = [...entries].map(async ([key, value]) => [await seal(key), value] as const);
      await record.put(new Map(await Promise.all(sealed)));
    },
  };
}

async function seal(key: string): Promise<string> {
  return toHex(new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(key))));
}

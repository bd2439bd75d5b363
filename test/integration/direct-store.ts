import type { ObjectStart, WantedLink } from '../../src/storage/object-store.ts';
import type { DirectStore } from '../../src/storage/supabase-store.ts';
import type { MemoryStore } from './build-store.ts';

export interface TestDirectStore extends DirectStore {
  /** How often links were asked for. */
  signed(): number;
  /** How often the beginning of an object was read. */
  looked(): number;
  /** From now on objects were stored so long ago. */
  age(ms: number): void;
  breakLinks(broken: boolean): void;
  /** What happens elsewhere while the next object is looked at. */
  meanwhile(run: () => Promise<unknown>): void;
}

/** The objects of a test as a store that people's browsers reach by themselves. */
export function createDirectStore(objects: MemoryStore): TestDirectStore {
  let signed = 0;
  let looked = 0;
  let storedAt = 0;
  let broken = false;
  let meanwhile: (() => Promise<unknown>) | null = null;
  return {
    ...objects,
    async readStart(key: string, length: number): Promise<ObjectStart> {
      looked += 1;
      const run = meanwhile;
      meanwhile = null;
      await run?.();
      const bytes = await objects.read(key);
      return { head: bytes.subarray(0, length), bytes: bytes.byteLength, storedAt };
    },
    async links(wanted: readonly WantedLink[]) {
      signed += 1;
      if (broken) throw new Error('The store signs nothing now.');
      const known = new Set(objects.keys());
      return wanted.map(({ key, downloadAs }) => {
        if (!known.has(key)) return null;
        return `https://store.test/${key}?signed${downloadAs === undefined ? '' : `&download=${downloadAs}`}`;
      });
    },
    signed: () => signed,
    looked: () => looked,
    age: (ms) => void (storedAt = -ms),
    breakLinks: (is) => void (broken = is),
    meanwhile: (run) => void (meanwhile = run),
  };
}

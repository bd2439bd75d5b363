import type { SentRecord } from './sent-before.ts';

const shelf = 'sent';

/** A record in the browser's own database: written without holding up the page, however long it is. */
export function createBrowserRecord(name: string): SentRecord {
  let opened: Promise<IDBDatabase> | null = null;

  function open(): Promise<IDBDatabase> {
    opened ??= new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open(name, 1);
      request.addEventListener('upgradeneeded', () => request.result.createObjectStore(shelf));
      request.addEventListener('success', () => resolve(request.result));
      request.addEventListener('error', () => reject(request.error ?? new Error('No database')));
    });
    return opened;
  }

  return {
    async get(keys) {
      const store = (await open()).transaction(shelf).objectStore(shelf);
      return await Promise.all(keys.map((key) => textOf(store.get(key))));
    },
    async put(entries) {
      const transaction = (await open()).transaction(shelf, 'readwrite');
      for (const [key, value] of entries) transaction.objectStore(shelf).put(value, key);
    },
  };
}

const textOf = (request: IDBRequest<unknown>): Promise<string | undefined> =>
  new Promise((resolve, reject) => {
    request.addEventListener('success', () =>
      resolve(typeof request.result === 'string' ? request.result : undefined),
    );
    request.addEventListener('error', () => reject(request.error ?? new Error('Not read')));
  });

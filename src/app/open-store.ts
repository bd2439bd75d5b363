import { join } from 'node:path';
import type { Logger } from 'pino';
import { systemClock } from '../clock.ts';
import type { Config } from '../config.ts';
import { createFileStore } from '../storage/file-store.ts';
import { StoreUnavailable, type ObjectStore } from '../storage/object-store.ts';

/** The adapter that STORAGE names; what the other one needs is not even loaded. */
export async function openStore(
  { storage }: Config,
  dataFolder: string,
  logger: Logger,
): Promise<{ store: ObjectStore; sweep: () => Promise<unknown> }> {
  if (storage === null) {
    const store = createFileStore({ root: join(dataFolder, 'objects') });
    return { store, sweep: store.sweepTemporary };
  }
  const { createS3Store } = await import('../storage/s3-store.ts');
  const store = createS3Store({
    ...storage,
    fetch: globalThis.fetch,
    clock: systemClock,
    random: Math.random,
  });
  try {
    await store.check();
  } catch (error) {
    // A wrong key or bucket stops the start; a store that is only away may come back.
    if (!(error instanceof StoreUnavailable)) throw error;
    logger.warn({ err: error }, 'The object store does not answer yet');
  }
  return { store, sweep: async () => {} };
}

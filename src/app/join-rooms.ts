import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Logger } from 'pino';
import { systemClock } from '../clock.ts';
import { isLoopback, type Config } from '../config.ts';
import { createIds } from '../database/ids.ts';
import type { Seal } from '../database/seal.ts';
import type { Database } from '../database/sql.ts';
import { createApi } from '../http/api.ts';
import { loopbackHosts } from '../http/boundary.ts';
import { createChanges, type Changes } from '../http/changes.ts';
import { intakeRoutes } from '../http/intake.ts';
import { renderMetrics } from '../http/metrics.ts';
import { createJwtAuthenticator, soleOwner } from '../http/session.ts';
import { servePage } from '../http/static-page.ts';
import { createImageWork } from '../images/create-image-work.ts';
import { detectMediaType } from '../images/detect-type.ts';
import { createIntake } from '../photos/intake.ts';
import { createQueue } from '../queue/queue.ts';
import type { ObjectStore } from '../storage/object-store.ts';
import { questionHash } from '../vision/prompt.ts';
import { joinOwnModels } from './join-models.ts';
import { createWork } from './work.ts';

export interface Joining {
  readonly config: Config;
  readonly dataFolder: string;
  readonly logger: Logger;
  /** For requests. */
  readonly database: Database;
  /** For workers: its plans do not lean on statistics. */
  readonly workerDatabase: Database;
  readonly store: ObjectStore;
  readonly seal: Seal;
  readonly soleOwnerId: string | null;
  readonly onError: (error: unknown, what: string) => void;
}

const page = fileURLToPath(new URL('../../dist/web', import.meta.url));

/** Gives every room what it needs of the others; nothing serves or works yet. */
export function joinRooms(joining: Joining) {
  const { config, dataFolder, logger, database, workerDatabase, store, seal, soleOwnerId, onError } = joining;
  const clock = systemClock;
  const newId = createIds({ now: clock.now });
  const changes = createChanges();
  const listening = listen(database, changes, onError);
  const queue = createQueue({
    database: workerDatabase,
    onError: (error) => onError(error, 'queue'),
    onWarning: (message) => logger.warn(message),
  });
  const images = createImageWork({ clock, logger });
  const forWork = { database: workerDatabase, queue, store, clock, newId, onError };
  const models = joinOwnModels({
    ...forWork,
    config: config.provider,
    fetch: globalThis.fetch,
    seal,
    soleOwnerId,
  });
  const intake = createIntake({ ...forWork, detectMediaType, maxBytes: config.maxFileBytes });
  const api = createApi({
    database,
    queue,
    store,
    uploads: [intakeRoutes({ database, intake })],
    providers: models.providers,
    connectedModel: models.connectedModel,
    questionHash,
    concurrencyOf: models.providers.concurrencyOf,
    changes,
    clock,
    newId,
    authenticator: config.auth === null ? soleOwner : createJwtAuthenticator(config.auth),
    allowedHost: isLoopback(config.host) ? loopbackHosts : () => true,
    onError,
    readiness: () => readiness(database),
    metrics: () => renderMetrics({ database, queue, lanes: models.lanes }),
  });
  api.get('*', servePage(page));
  const copiesFolder = join(dataFolder, 'copies');
  const work = createWork({
    ...forWork,
    models,
    images,
    copiesFolder,
    hint: (signal) => changes.waitAny(signal),
  });
  const stopListening = async () => (await listening)?.();
  return { api, work, queue, images, connectedModel: models.connectedModel, stopListening };
}

async function listen(database: Database, changes: Changes, onError: Joining['onError']) {
  try {
    return await database.listen('rollcall', changes.announce, changes.announceAll);
  } catch (error) {
    // Without it everything still works by polling.
    onError(error, 'listen');
    return null;
  }
}

async function readiness(database: Database): Promise<string | null> {
  try {
    await database.query('select 1 from rollcall.migrations limit 1');
    return null;
  } catch {
    return 'The database does not answer.';
  }
}

import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Logger } from 'pino';
import { systemClock } from '../clock.ts';
import { isLoopback, type Config } from '../config.ts';
import { createIds } from '../database/ids.ts';
import type { Seal } from '../database/seal.ts';
import type { Database } from '../database/sql.ts';
import { joinUploads } from '../edge/join-uploads.ts';
import { createApi } from '../http/api.ts';
import { loopbackHosts } from '../http/boundary.ts';
import { createChanges, type Changes } from '../http/changes.ts';
import { diskFolderRoutes } from '../http/disk-folders.ts';
import { intakeRoutes } from '../http/intake.ts';
import { knownPhotoRoutes } from '../http/known-photos.ts';
import { createMetrics } from '../http/metrics.ts';
import { createJwtAuthenticator, soleOwner } from '../http/session.ts';
import { servePage } from '../http/static-page.ts';
import { describeUpload, tusRoutes } from '../http/tus-uploads.ts';
import { createImageWork } from '../images/create-image-work.ts';
import { detectMediaType } from '../images/detect-type.ts';
import { createIntake } from '../photos/intake.ts';
import { createPartialUploads } from '../photos/partial-uploads.ts';
import { createQueue } from '../queue/queue.ts';
import type { ObjectStore } from '../storage/object-store.ts';
import { questionHash } from '../vision/prompt.ts';
import { joinOwnModels } from './join-models.ts';
import { describeFolder } from './describe-folder.ts';
import { joinDiskFolders } from './join-disk-folders.ts';
import { joinPresence } from './join-presence.ts';
import { openRecogniser } from './open-recogniser.ts';
import { createWork } from './work.ts';

export interface Joining {
  readonly config: Config;
  readonly kind: 'server' | 'worker';
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
  const { config, kind, dataFolder, logger, database, workerDatabase, store, seal, soleOwnerId, onError } =
    joining;
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
  const recogniser = openRecogniser({ clock, logger });
  const models = joinOwnModels({
    ...forWork,
    recognise: recogniser?.recognise ?? null,
    config: config.provider,
    fetch: globalThis.fetch,
    seal,
    soleOwnerId,
  });
  let isStopping = false;
  const presence = joinPresence({ ...forWork, config, kind, lanes: models.lanes });
  const intake = createIntake({ ...forWork, detectMediaType, maxBytes: config.maxFileBytes });
  const partialUploads = createPartialUploads({ database, store, intake, newId, describe: describeUpload });
  const diskFolders = kind === 'server' ? joinDiskFolders({ ...forWork, config, dataFolder }) : null;
  const api = createApi({
    database,
    queue,
    store,
    uploads: [
      intakeRoutes({ database, store, onError, intake }),
      knownPhotoRoutes({ database }),
      tusRoutes({ uploads: partialUploads, newId, maxBytes: config.maxFileBytes }),
      ...(diskFolders === null ? [] : [diskFolderRoutes(diskFolders)]),
      ...joinUploads({ ...forWork, database, maxBytes: config.maxFileBytes }),
    ],
    providers: models.providers,
    connectedModel: models.connectedModel,
    monthlyCapUsd: config.monthlyCapUsd,
    dataFolder: config.auth === null ? describeFolder(dataFolder) : null,
    questionHash,
    concurrencyOf: models.providers.concurrencyOf,
    streams: true,
    changes,
    clock,
    newId,
    authenticator: config.auth === null ? soleOwner : createJwtAuthenticator(config.auth),
    allowedHost: isLoopback(config.host) ? loopbackHosts : () => true,
    onError,
    readiness: async () => (isStopping ? 'This server is being stopped.' : await readiness(database)),
    metrics: createMetrics({ database, queue, clock, ...presence }),
  });
  api.get('*', servePage(page));
  const copiesFolder = join(dataFolder, 'copies');
  const runWork = createWork({
    ...forWork,
    models,
    presence,
    images,
    copiesFolder,
    monthlyCapUsd: config.monthlyCapUsd,
    hint: (signal) => changes.waitAny(signal),
  });
  const work = async (signal: AbortSignal) => {
    // A balancer sends nobody here any more while calls under way end.
    signal.addEventListener('abort', () => (isStopping = true), { once: true });
    await Promise.all([runWork(signal), diskFolders?.run(signal)]);
  };
  const stopListening = async () => (await listening)?.();
  const closeImages = async () => {
    await Promise.all([images.close(), recogniser?.close()]);
  };
  return { api, work, queue, closeImages, connectedModel: models.connectedModel, stopListening };
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

import type { Clock } from '../clock.ts';
import type { Database } from '../database/sql.ts';
import { createApi } from '../http/api.ts';
import type { Changes } from '../http/changes.ts';
import { knownPhotoRoutes } from '../http/known-photos.ts';
import { createJwtAuthenticator } from '../http/session.ts';
import type { Queue } from '../queue/queue.ts';
import type { ObjectStore } from '../storage/object-store.ts';
import { questionHash } from '../vision/prompt.ts';
import type { Providers } from '../vision/providers.ts';
import type { EdgeConfig } from './edge-config.ts';
import { joinUploads } from './join-uploads.ts';

/** As much as the bucket takes of one file. */
const largestOriginal = 200_000_000;

export interface ApiJoining {
  readonly config: EdgeConfig;
  readonly database: Database;
  readonly queue: Queue;
  readonly store: ObjectStore;
  readonly providers: Providers;
  readonly changes: Changes;
  readonly clock: Clock;
  readonly newId: () => string;
  readonly onError: (error: unknown, what: string) => void;
  readonly readiness: () => Promise<string | null>;
}

/** The interface as one isolate has it. */
export function joinApi({ config, ...joining }: ApiJoining) {
  const { database, providers } = joining;
  return createApi({
    ...joining,
    uploads: [knownPhotoRoutes({ database }), ...joinUploads({ ...joining, maxBytes: largestOriginal })],
    connectedModel: null,
    monthlyCapUsd: config.monthlyCapUsd,
    dataFolder: null,
    questionHash,
    concurrencyOf: (model) => providers.lane(model).concurrency,
    // An isolate serves everybody, over two connections, and has two seconds of CPU.
    streams: false,
    authenticator: createJwtAuthenticator(config.auth),
    allowedHost: () => true,
    // For whoever runs the project there is the database itself; nobody else is to see them.
    metrics: async () => '',
  });
}

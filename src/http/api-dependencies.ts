import type { OpenAPIHono } from '@hono/zod-openapi';
import type { Clock } from '../clock.ts';
import type { Database } from '../database/sql.ts';
import type { ConnectedModel } from '../jobs/connect-model.ts';
import type { Queue } from '../queue/queue.ts';
import type { ObjectStore } from '../storage/object-store.ts';
import type { Providers } from '../vision/providers.ts';
import type { Question, VisionModel } from '../vision/vision-model.ts';
import type { Changes } from './changes.ts';
import type { Authenticator, OwnerVariables } from './session.ts';

/** What the routes are given; they parse, call one function and render. */
export interface ApiDependencies {
  readonly database: Database;
  readonly queue: Queue;
  readonly store: ObjectStore;
  /** Routes that take pictures in; none where uploads go straight to the object store. */
  readonly uploads: readonly OpenAPIHono<OwnerVariables>[];
  readonly providers: Providers;
  /** Null where people sign in: there the operator chooses the model by the environment. */
  readonly connectedModel: ConnectedModel | null;
  /** The most a person may spend in a month; null: no more than they want themselves. */
  readonly monthlyCapUsd: number | null;
  /** Shown to whoever owns this machine; null where people sign in, who are not to know it. */
  readonly dataFolder: DataFolder | null;
  readonly questionHash: (question: Question) => Promise<string>;
  readonly concurrencyOf: (model: VisionModel) => number;
  /** Whether an answer may go on for as long as it takes; if not, there are no events and no ZIP. */
  readonly streams: boolean;
  readonly changes: Changes;
  readonly clock: Clock;
  readonly newId: () => string;
  readonly authenticator: Authenticator;
  readonly allowedHost: (host: string) => boolean;
  readonly onError: (error: unknown, what: string) => void;
  /** Whether this process can serve: null, or what is missing. */
  readonly readiness: () => Promise<string | null>;
  readonly metrics: () => Promise<string>;
}

export interface DataFolder {
  readonly path: string;
  /** What its disk has left; null if that cannot be told. */
  readonly freeBytes: () => Promise<number | null>;
}

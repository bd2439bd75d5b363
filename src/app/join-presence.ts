import type { Config } from '../config.ts';
import { createProcesses } from '../database/processes.ts';
import type { Database } from '../database/sql.ts';
import { collectStats } from '../jobs/process-stats.ts';
import type { Lanes } from '../jobs/slice.ts';
import { createWorkCounters } from '../jobs/work-counters.ts';
import { describeThisProcess } from './this-process.ts';

/** What others on the same database know of this process: that it is there, what it holds and what it has done. */
export function joinPresence(parts: {
  readonly config: Config;
  readonly kind: 'server' | 'worker';
  readonly newId: () => string;
  readonly database: Database;
  readonly lanes: Lanes;
}) {
  const { config, kind, newId, database, lanes } = parts;
  const counters = createWorkCounters();
  const isOnOneMachine = config.databaseUrl === undefined;
  const processes = createProcesses(database, describeThisProcess({ id: newId(), kind, isOnOneMachine }));
  return { counters, processes, stats: () => collectStats({ counters, lanes }) };
}

export type Presence = ReturnType<typeof joinPresence>;

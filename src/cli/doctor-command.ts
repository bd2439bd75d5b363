import { compareMigrations } from '../database/await-migrations.ts';
import type { MigrationFile } from '../database/migrate.ts';
import { requireRole } from '../database/require-role.ts';
import type { Database } from '../database/sql.ts';
import { reconcile } from '../jobs/reconcile.ts';
import { findMissingObjects, type KindOfObjects } from '../photos/missing-objects.ts';
import type { Queue } from '../queue/queue.ts';
import type { ObjectStore } from '../storage/object-store.ts';
import type { Surroundings } from './surroundings.ts';
import { counted } from './words.ts';

/** What a doctor looks at: the rooms of a Rollcall, whether one is running or not. */
export interface Patient {
  readonly database: Database;
  readonly queue: Queue;
  readonly store: ObjectStore;
  /** Where objects lie, in words. */
  readonly storePlace: string;
  readonly migrations: readonly MigrationFile[];
  readonly dataFolder: string;
  /** Null where it cannot be told. */
  readonly freeBytes: () => Promise<number | null>;
  readonly close: () => Promise<void>;
}

interface Finding {
  readonly kind: 'fine' | 'put right' | 'wrong';
  readonly text: string;
  /** What to do about it, and what it is about. */
  readonly more?: readonly string[];
}

/** Looks a Rollcall over, puts its queue right and says what else is wrong and what helps. 1 if something is. */
export async function doctorCommand(open: () => Promise<Patient>, { print }: Surroundings): Promise<number> {
  let wrong = 0;
  const tell = ({ kind, text, more = [] }: Finding) => {
    if (kind === 'wrong') wrong += 1;
    print(`${kind.padEnd(9)}  ${text}`);
    for (const line of more) print(`${' '.repeat(11)}${line}`);
  };
  const patient = await attempt(open, tell);
  if (patient !== null) {
    try {
      await examine(patient, tell);
    } finally {
      await patient.close();
    }
  }
  print(wrong === 0 ? 'All is well.' : `${counted(wrong, 'thing is', 'things are')} wrong.`);
  return wrong === 0 ? 0 : 1;
}

type Tell = (finding: Finding) => void;

async function examine(patient: Patient, tell: Tell): Promise<void> {
  tell(await examineDisk(patient));
  const migrations = await attempt(async () => await examineMigrations(patient), tell);
  if (migrations === null) return;
  tell(migrations);
  // What the tables say is not to be read before they are what this version knows.
  if (migrations.kind === 'wrong') return;
  const checks = [examineRole, examineQueue, examineObjects];
  for (const check of checks)
    for (const finding of (await attempt(() => check(patient), tell)) ?? []) tell(finding);
}

/** What fails is a finding too; null then. */
async function attempt<T>(look: () => Promise<T>, tell: Tell): Promise<T | null> {
  try {
    return await look();
  } catch (error) {
    const [text = '', ...more] = (error instanceof Error ? error.message : String(error)).split('\n');
    tell({ kind: 'wrong', text: text === '' ? describe(error) : text, more });
    return null;
  }
}

/** A refused connection to several addresses has a code and no message. */
const describe = (error: unknown) =>
  error instanceof Error && 'code' in error ? `It failed with ${String(error.code)}.` : 'It failed.';

async function examineMigrations({ database, migrations }: Patient): Promise<Finding> {
  const { missing, unknown } = await compareMigrations(database, migrations);
  if (unknown.length > 0) {
    const text = `The database was made by a newer Rollcall: it has ${counted(unknown.length, 'migration')} that this version does not know.`;
    return { kind: 'wrong', text, more: ['Update this one (git pull, npm ci).', ...unknown] };
  }
  if (missing.length > 0) {
    const text = `The database lacks ${counted(missing.length, 'migration')}.`;
    return {
      kind: 'wrong',
      text,
      more: ['Start a server of this version once (npm start): it applies them.', ...missing],
    };
  }
  return {
    kind: 'fine',
    text: `The database answers and has all ${counted(migrations.length, 'migration')}.`,
  };
}

async function examineRole({ database }: Patient): Promise<Finding[]> {
  await requireRole(database);
  return [{ kind: 'fine', text: 'People reach their own photos only.' }];
}

async function examineQueue({ database, queue }: Patient): Promise<Finding[]> {
  await queue.start();
  try {
    const { enqueued, prepares, removed } = await reconcile({ database, queue });
    const put: readonly [number, string][] = [
      [enqueued, `${counted(enqueued, 'photo')} of running jobs put back into the queue.`],
      [prepares, `${counted(prepares, 'photo')} put back to be prepared.`],
      [removed, `${counted(removed, 'message')} taken out of the queue that nobody waits for.`],
    ];
    const found = put
      .filter(([count]) => count > 0)
      .map(([, text]): Finding => ({ kind: 'put right', text }));
    return found.length > 0 ? found : [{ kind: 'fine', text: 'The queue has what the jobs need.' }];
  } finally {
    await queue.stop();
  }
}

async function examineObjects(patient: Patient): Promise<Finding[]> {
  const kinds = await findMissingObjects(patient);
  if (kinds === null) return [{ kind: 'fine', text: `What lies in ${patient.storePlace} cannot be listed.` }];
  return kinds
    .filter(({ expected }) => expected > 0)
    .map((kind) => describeObjects(kind, patient.storePlace));
}

const mostKeys = 20;

function describeObjects({ kind, expected, missing }: KindOfObjects, place: string): Finding {
  const all = counted(expected, kind.slice(0, -1));
  if (missing.length === 0) return { kind: 'fine', text: `${all}: nothing is missing.` };
  const rest = missing.length - mostKeys;
  return {
    kind: 'wrong',
    text: `${all}: ${missing.length.toLocaleString('en')} not in ${place}.`,
    more: [
      `Bring them back from a backup; with all of ${place} it is as before.`,
      ...missing.slice(0, mostKeys),
      ...(rest > 0 ? [`and ${counted(rest, 'other')}`] : []),
    ],
  };
}

const littleBytes = 1_000_000_000;

async function examineDisk({ dataFolder, freeBytes }: Patient): Promise<Finding> {
  const free = await freeBytes();
  if (free === null) return { kind: 'fine', text: `Nothing is kept in ${dataFolder} yet.` };
  const text = `${(free / 1e9).toFixed(1)} GB are free for ${dataFolder}.`;
  if (free >= littleBytes) return { kind: 'fine', text };
  return {
    kind: 'wrong',
    text,
    more: ['Free some space, or move the folder to a larger disk (ROLLCALL_DATA).'],
  };
}

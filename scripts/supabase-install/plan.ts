import { createHash } from 'node:crypto';
import type { InstallOptions } from './options.ts';
import type { DatabaseAsFound } from './look-at-database.ts';
import type { FunctionAsFound } from './look-at-functions.ts';
import type { SetSecret } from './project-api.ts';
import { showFunction } from './show-function.ts';
import { Stop } from './stop.ts';

export interface Plan {
  readonly migrations: readonly string[];
  readonly extensions: readonly string[];
  /** Names of the secrets to be set. */
  readonly secrets: readonly string[];
  readonly deploy: readonly string[];
  /** Of these, the ones that somebody else's functions make room for. */
  readonly replace: readonly FunctionAsFound[];
  /** The function that starts jobs is the project's own, so jobs are started at `rollcall-api`. */
  readonly leavesStart: boolean;
  readonly connectWorker: boolean;
  /** Names of what stays as it is because somebody said so, now or before; in order. */
  readonly kept: string[];
}

export interface Situation {
  readonly options: InstallOptions;
  readonly database: DatabaseAsFound;
  /** Names of the migrations this checkout has. */
  readonly migrations: readonly string[];
  readonly functions: readonly FunctionAsFound[];
  readonly projectSecrets: readonly SetSecret[];
  readonly secrets: ReadonlyMap<string, string>;
  readonly workerSecret: string;
  readonly print: (line: string) => void;
  /** The answer, or null where nobody can be asked. */
  readonly ask: (question: string) => Promise<string | null>;
}

/** Decides what is to be done. Throws `Stop` where somebody else's things stand in the way. */
export async function makePlan(situation: Situation): Promise<Plan> {
  const { database, migrations, options, workerSecret, print } = situation;
  refuseWhatIsInTheWay(situation);
  const open: Open[] = [];
  const kept = new Set(
    [...options.keep, ...database.record.kept].filter((name) => !options.replace.has(name)),
  );
  for (const name of kept)
    if (!options.keep.has(name))
      print(`${name} stays as it is, as you said before; --replace ${name} changes that.`);
  const functions = await decideFunctions(situation, { open, kept });
  const secrets = await decideSecrets(situation, { open, kept });
  refuseWhatIsOpen(open);
  const { url, secret, isScheduled } = database.worker;
  return {
    migrations: migrations.filter((name) => !database.applied.has(name)),
    extensions: await decideExtensions(situation),
    secrets,
    ...functions,
    connectWorker: !isScheduled || url !== options.url || secret !== workerSecret,
    kept: [...kept].toSorted(),
  };
}

function refuseWhatIsInTheWay({ database, migrations, options }: Situation): void {
  const newer = [...database.applied].filter((name) => !migrations.includes(name));
  if (newer.length > 0)
    throw new Stop(
      `The project has a newer Rollcall than this checkout (${newer.join(', ')}). Update the checkout first.`,
    );
  if (database.inTheWay.length > 0) {
    throw new Stop(
      [
        'The project already has, and they are not Rollcall’s:',
        ...database.inTheWay.map((name) => `  ${name}`),
        'Rename or remove them first, or use another project. Nothing was changed.',
      ].join('\n'),
    );
  }
  if (database.hasForeignBucket && !options.keep.has('rollcall')) {
    throw new Stop(
      [
        'The project already has:',
        '  bucket rollcall',
        'If it is left from an earlier Rollcall, say --keep rollcall and it is used as it is: look that it is private.',
        'Nothing was changed.',
      ].join('\n'),
    );
  }
}

async function decideFunctions(situation: Situation, { open, kept }: Undecided) {
  const { functions, print } = situation;
  const deploy: string[] = [];
  const replace: FunctionAsFound[] = [];
  for (const one of functions) {
    const mayBeKept = one.slug === 'batch-ai-analysis';
    if (mayBeKept && kept.has(one.slug)) continue;
    if (one.is === 'foreign') {
      for (const line of showFunction(one.deployed, one.files)) print(line);
      const answer = await decide(situation, { name: one.slug, what: 'function', mayBeKept });
      if (answer === 'open') open.push({ name: one.slug, what: 'function', mayBeKept });
      if (answer === 'keep') kept.add(one.slug);
      if (answer !== 'replace') continue;
      replace.push(one);
    }
    if (one.is !== 'current') deploy.push(one.slug);
  }
  const start = functions.find(({ slug }) => slug === 'batch-ai-analysis');
  const leavesStart = start !== undefined && start.is !== 'current' && !deploy.includes(start.slug);
  return { deploy, replace, leavesStart: leavesStart || kept.has('batch-ai-analysis') };
}

async function decideSecrets(situation: Situation, { open, kept }: Undecided): Promise<string[]> {
  const { secrets, projectSecrets, database, print } = situation;
  const there = new Map(projectSecrets.map(({ name, value }) => [name, value]));
  const set: string[] = [];
  for (const [name, value] of secrets) {
    if (kept.has(name) || there.get(name) === sha256(value)) continue;
    const isOurs = name.startsWith('ROLLCALL_') || database.record.secrets.includes(name);
    if (!isOurs && there.has(name)) {
      print(`The project has a secret ${name} with another value; its own functions may need it.`);
      const question: Open = { name, what: 'secret', mayBeKept: true };
      const answer = await decide(situation, question);
      if (answer === 'open') open.push(question);
      if (answer === 'keep') kept.add(name);
      if (answer !== 'replace') continue;
    }
    set.push(name);
  }
  return set;
}

async function decideExtensions({ database, options, ask }: Situation): Promise<readonly string[]> {
  const { missingExtensions: missing } = database;
  if (missing.length === 0 || options.yes) return missing;
  const names = missing.join(', ');
  const answer = await ask(`The project needs the extensions ${names}. Enable them? (yes / no) `);
  if (isYes(answer)) return missing;
  throw new Stop(
    `The project needs the extensions ${names}: enable them in the dashboard (Database → Extensions), or say --yes. Nothing was changed.`,
  );
}

/** Something of the project's own that could make room, or stay. */
interface Open {
  readonly name: string;
  readonly what: 'function' | 'secret';
  readonly mayBeKept: boolean;
}

interface Undecided {
  readonly open: Open[];
  readonly kept: Set<string>;
}

/** What is somebody else's is replaced after a yes of its own, never by `--yes`. Open: nobody was there to ask. */
async function decide({ options, ask }: Situation, { name, what, mayBeKept }: Open) {
  if (options.replace.has(name)) return 'replace';
  const keep = mayBeKept ? ' / keep' : '';
  const answer = await ask(`Replace the ${what} ${name}? (yes${keep} / no) `);
  if (answer === null) return 'open';
  if (isYes(answer)) return 'replace';
  if (mayBeKept && answer.trim().toLowerCase() === 'keep') return 'keep';
  throw new Stop(`The ${what} ${name} stays as it is. Nothing was changed.`);
}

function refuseWhatIsOpen(open: readonly Open[]): void {
  if (open.length === 0) return;
  const lines = open.map(({ name, what, mayBeKept }) => {
    const keep = mayBeKept ? ` or --keep ${name}` : '';
    return `  ${what} ${name}: --replace ${name}${keep}`;
  });
  throw new Stop(
    [
      'The project has things of its own where Rollcall would put its own. Say what becomes of each:',
      ...lines,
      'Nothing was changed.',
    ].join('\n'),
  );
}

const isYes = (answer: string | null): boolean => /^\s*(?:yes|y|sí|si)\s*$/iu.test(answer ?? '');
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

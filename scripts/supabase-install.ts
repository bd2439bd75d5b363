// `npm run supabase:install -- --project <reference>`: puts Rollcall into a Supabase project, an empty one or one with an
// app of its own in it. Looks first, touches nothing that is not Rollcall's, and may be run again at any time.
import { resolve } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { fileURLToPath } from 'node:url';
import { systemClock } from '../src/clock.ts';
import { fetchTool } from './fetch-tools.ts';
import { install } from './supabase-install/install.ts';
import { readOptions, usage } from './supabase-install/options.ts';
import { createProjectApi } from './supabase-install/project-api.ts';
import { readSignUps } from './supabase-install/sign-ups.ts';
import { Stop } from './supabase-install/stop.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2));
  if (options === 'help') {
    console.log(usage);
    return 0;
  }
  const { env } = process;
  const { project } = options;
  return await install({
    options,
    root,
    dataFolder: resolve(root, env['ROLLCALL_DATA'] ?? 'data'),
    project: createProjectApi({ project, root, cli: () => fetchTool('supabase'), env }),
    fetch,
    clock: systemClock,
    print: (line) => console.log(line),
    ask,
    signUpsAreOpen: () =>
      readSignUps({ project, token: env['SUPABASE_ACCESS_TOKEN'], profile: env['SUPABASE_PROFILE'], fetch }),
  });
}

/** Nobody is asked where nobody sits. */
async function ask(question: string): Promise<string | null> {
  if (!process.stdin.isTTY) return null;
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return await terminal.question(question);
  } finally {
    terminal.close();
  }
}

try {
  process.exitCode = await main();
} catch (error) {
  if (!(error instanceof Stop)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}

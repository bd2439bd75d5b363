import { parseArgs } from 'node:util';
import { Stop } from './stop.ts';

export interface InstallOptions {
  /** The twenty letters of the project's address. */
  readonly project: string;
  readonly envFile: string;
  /** A file with the certificate of who vouches for the database; null: none was named. */
  readonly databaseCa: string | null;
  /** The project's address, if it has a domain of its own. */
  readonly url: string;
  /** Functions and secrets that are not Rollcall's and may be replaced. */
  readonly replace: ReadonlySet<string>;
  /** What is not Rollcall's and stays: functions and secrets as they are, the bucket to be used. */
  readonly keep: ReadonlySet<string>;
  /** Enables missing extensions without asking. Replaces nothing. */
  readonly yes: boolean;
  readonly dryRun: boolean;
}

export const usage = `Usage: npm run supabase:install -- --project <reference> [options]

  --project <reference>        the twenty letters in the project's address
  --dry-run                    looks and says what would be done; changes nothing
  --yes                        enables missing extensions without asking; never replaces anything
  --replace <name>             replaces this function or secret of the project, without asking
  --keep <name>                leaves this function, secret or bucket of the project as it is, from now on
  --keep-batch-ai-analysis     the same for the function batch-ai-analysis: jobs are then started at rollcall-api
  --env-file <file>            the secrets, if not in supabase/functions/.env
  --database-ca <file>         the database's certificate, if not in supabase/functions/prod-ca-2021.crt
  --url <address>              the project's address, if it has a domain of its own
`;

export function readOptions(args: readonly string[]): InstallOptions | 'help' {
  const { values } = parse(args);
  if (values.help === true) return 'help';
  const project = values.project ?? '';
  if (!/^[a-z]{20}$/u.test(project)) {
    throw new Stop(
      `Say which project: --project and the twenty letters in its address, https://<reference>.supabase.co\n\n${usage}`,
    );
  }
  const url = (values.url ?? `https://${project}.supabase.co`).replace(/\/+$/u, '');
  if (!/^https?:\/\/[^/]+$/u.test(url))
    throw new Stop('--url looks like https://photos.example.com, without anything behind it');
  const keep = new Set(values.keep);
  if (values['keep-batch-ai-analysis'] === true) keep.add('batch-ai-analysis');
  return {
    project,
    envFile: values['env-file'] ?? 'supabase/functions/.env',
    databaseCa: values['database-ca'] ?? null,
    url,
    replace: new Set(values.replace),
    keep,
    yes: values.yes === true,
    dryRun: values['dry-run'] === true,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        project: { type: 'string' },
        'env-file': { type: 'string' },
        'database-ca': { type: 'string' },
        url: { type: 'string' },
        replace: { type: 'string', multiple: true },
        keep: { type: 'string', multiple: true },
        'keep-batch-ai-analysis': { type: 'boolean' },
        yes: { type: 'boolean' },
        'dry-run': { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    throw new Stop(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`, { cause: error });
  }
}

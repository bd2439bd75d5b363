import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { readDatabaseAddress } from '../scripts/supabase-install/database-address.ts';
import { hideSecrets } from '../scripts/supabase-install/hide-secrets.ts';
import { readOptions } from '../scripts/supabase-install/options.ts';
import { keepWorkerSecret, readSecretsFile as readFile } from '../scripts/supabase-install/secrets-file.ts';

const project = 'abcdefghijklmnopqrst';
const other = 'zzzzzzzzzzzzzzzzzzzz';

const readSecretsFile = (path: string, databaseCa: string | null = null) =>
  readFile(path, { root: dirname(path), databaseCa });

function secretsFile(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'rollcall-secrets-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, '.env');
  writeFileSync(path, text, { mode: 0o644 });
  return path;
}

describe('the address of the database', () => {
  const pooler = (user: string, port: number) =>
    `postgresql://${user}:p%40ss@aws-0-eu-central-1.pooler.supabase.com:${port}/postgres`;

  test.for([6543, 5432])('of the pooler, port %i, is taken apart into a session and transactions', (port) => {
    expect(readDatabaseAddress(pooler(`postgres.${project}`, port), project)).toEqual({
      installing: `${pooler(`postgres.${project}`, 5432)}?sslmode=no-verify`,
      functions: pooler(`postgres.${project}`, 6543),
      note: null,
    });
  });

  test('that is direct works, with a word on what would be better', () => {
    const { functions, note } = readDatabaseAddress(
      `postgresql://postgres:x@db.${project}.supabase.co:5432/postgres`,
      project,
    );
    expect(functions).toContain(':5432/');
    expect(note).toContain('pooler would be better');
  });

  test('is never taken for another project’s, nor repeated when it is wrong', () => {
    const mistakes = [
      pooler(`postgres.${other}`, 6543),
      pooler('postgres', 6543),
      `postgresql://postgres:hunter2@db.${other}.supabase.co:5432/postgres`,
      'postgresql://postgres:[YOUR-PASSWORD]@db.x/postgres',
      'postgresql://postgres.<reference>:hunter2@aws-0-<region>.pooler.supabase.com:6543/postgres',
      'https://x.supabase.co',
      'postgres://postgres:hunter2#/@host:5432/postgres',
      'hunter2',
    ];
    for (const text of mistakes) {
      expect(() => readDatabaseAddress(text, project), text).toThrow(/^(?!.*hunter2)DATABASE_URL/u);
    }
    const copied = `postgresql://postgres.${project}:<password>@aws-0-eu.pooler.supabase.com:6543/postgres`;
    expect(() => readDatabaseAddress(copied, project)).toThrow(/still says <password>/u);
  });
});

describe('the secrets’ file', () => {
  test('gives what is Rollcall’s and says what is not', () => {
    const file = readSecretsFile(
      secretsFile(
        `DATABASE_URL=postgres://x\nOPENAI_API_KEY='sk-$1#2' \nMAIL_KEY=x\nROLLCALL_WORKER_SECRET=${'s'.repeat(40)}\nOPENAI_BASE_URL=\n`,
      ),
    );
    expect([...file.secrets]).toEqual([
      ['OPENAI_API_KEY', 'sk-$1#2'],
      ['ROLLCALL_WORKER_SECRET', 's'.repeat(40)],
    ]);
    expect(file).toMatchObject({
      leftOut: ['MAIL_KEY'],
      isNewWorkerSecret: false,
      databaseUrl: 'postgres://x',
    });
  });

  test.for(['', 'A=1', 'ROLLCALL_WORKER_SECRET=\nA=1\n'])(
    'gets a worker secret of its own after %j, for its owner’s eyes',
    (before) => {
      const path = secretsFile(`DATABASE_URL=postgres://x\n${before}`);
      const { workerSecret, isNewWorkerSecret } = readSecretsFile(path);
      expect(isNewWorkerSecret).toBe(true);
      expect(workerSecret).toMatch(/^[0-9a-f]{64}$/u);
      keepWorkerSecret(path, workerSecret);
      expect(readSecretsFile(path)).toMatchObject({ workerSecret, isNewWorkerSecret: false });
      expect(readFileSync(path, 'utf8')).toContain('DATABASE_URL=postgres://x\n');
      expect(statSync(path).mode & 0o777).toBe(0o600);
    },
  );

  test('is refused by the functions’ own rules, with every mistake named and no value shown', () => {
    const path = secretsFile(
      'DATABASE_URL=x\nROLLCALL_WORKER_SECRET=hunter2\nROLLCALL_CONCURRENCY=hunter2\n',
    );
    expect(() => readSecretsFile(path)).toThrow(
      /^(?!.*hunter2).*(?:ROLLCALL_WORKER_SECRET.*ROLLCALL_CONCURRENCY|ROLLCALL_CONCURRENCY.*ROLLCALL_WORKER_SECRET)/u,
    );
    expect(() => readSecretsFile('/not/there/.env')).toThrow(/Make it, with two lines/u);
    expect(() => readSecretsFile(secretsFile('OPENAI_API_KEY=x'))).toThrow(/DATABASE_URL is missing/u);
    expect(() => readSecretsFile(secretsFile(`DATABASE_URL=x\nOPENAI_API_KEY="it's"`))).toThrow(
      /apostrophe/u,
    );
    expect(() => readSecretsFile(secretsFile('DATABASE_URL=x\nOPENAI_API_KEY=sk-…'))).toThrow(
      /OPENAI_API_KEY: still the example/u,
    );
  });

  test('may name no certificate for the database that is none', () => {
    const path = secretsFile('DATABASE_URL=postgres://x\n');
    expect(readSecretsFile(path)).toMatchObject({ databaseCa: null });
    const damaged = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n';
    for (const [text, said] of [
      ['MIIB', /no certificate/u],
      [damaged, /damaged/u],
    ] as const) {
      const file = secretsFile(text);
      expect(() => readSecretsFile(path, file)).toThrow(said);
      const inside = secretsFile(`DATABASE_URL=x\nROLLCALL_DATABASE_CA=${btoa(text)}\n`);
      expect(() => readSecretsFile(inside)).toThrow(said);
    }
    expect(() => readSecretsFile(path, 'not-there.crt')).toThrow(/not-there.crt: there is no such file/u);
  });

  test('is hidden in whatever is shown, the password in both its spellings', () => {
    const hide = hideSecrets(
      readSecretsFile(
        secretsFile(
          'DATABASE_URL=postgres://me:p%40ssword@host/db\nOPENAI_API_KEY=sk-hunter2\nOPENAI_BASE_URL=http://x/v1',
        ),
      ),
    );
    expect(hide('p@ssword, p%40ssword, sk-hunter2, postgres://me:p%40ssword@host/db, http://x/v1')).toBe(
      '•••, •••, •••, •••, http://x/v1',
    );
  });
});

describe('the command', () => {
  test('needs a project’s reference and understands nothing that it does not know', () => {
    expect(readOptions(['--project', project])).toMatchObject({
      project,
      url: `https://${project}.supabase.co`,
      envFile: 'supabase/functions/.env',
      yes: false,
      dryRun: false,
    });
    for (const args of [
      [],
      ['--project', 'My Project'],
      ['--project', project, '--url', 'x.com/y'],
      ['--force'],
    ])
      expect(() => readOptions(args)).toThrow(/--project|--url/u);
    expect(readOptions(['--help'])).toBe('help');
  });
});

test.for(['from-the-course.md', 'from-the-course.es.md'])(
  'docs/%s quotes the example that is tested',
  (name) => {
    const docs = join(import.meta.dirname, '../docs');
    const example = readFileSync(join(docs, 'examples/lovable-page.ts'), 'utf8');
    expect(readFileSync(join(docs, name), 'utf8')).toContain(`\`\`\`ts\n${example}\`\`\``);
  },
);

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ServerCertificate } from './pooler.ts';

export interface Authority {
  /** What vouches for its servers, as PEM. */
  readonly ca: string;
  issue(host: string): ServerCertificate;
}

const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout'];

/** An authority that nobody knows yet, as the one of a Supabase project's database is. */
export function createAuthority(): Authority {
  const files = inFolder((run, read) => {
    run('req', '-x509', '-days', '2', '-subj', '/CN=Test authority', ...newKey, 'ca.key', '-out', 'ca.crt');
    return { ca: read('ca.crt'), key: read('ca.key') };
  });
  return {
    ca: files.ca,
    issue: (host) =>
      inFolder((run, read, write) => {
        write('ca.crt', files.ca);
        write('ca.key', files.key);
        write('names', `subjectAltName=${/^[\d.]+$/u.test(host) ? 'IP' : 'DNS'}:${host}`);
        run('req', '-subj', `/CN=${host}`, ...newKey, 'server.key', '-out', 'server.csr');
        const by = [
          '-CA',
          'ca.crt',
          '-CAkey',
          'ca.key',
          '-CAcreateserial',
          '-days',
          '2',
          '-extfile',
          'names',
        ];
        run('x509', '-req', '-in', 'server.csr', ...by, '-out', 'server.crt');
        return { key: read('server.key'), cert: read('server.crt') };
      }),
  };
}

function inFolder<T>(
  use: (
    run: (...args: string[]) => void,
    read: (name: string) => string,
    write: (name: string, text: string) => void,
  ) => T,
): T {
  const folder = mkdtempSync(join(tmpdir(), 'rollcall-authority-'));
  try {
    return use(
      (...args) => void execFileSync('openssl', args, { cwd: folder, stdio: 'ignore' }),
      (name) => readFileSync(join(folder, name), 'utf8'),
      (name, text) => writeFileSync(join(folder, name), text),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

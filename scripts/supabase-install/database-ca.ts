import { X509Certificate } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { readAuthority } from '../../src/database/postgres-authority.ts';
import { Stop } from './stop.ts';

export const databaseCaName = 'ROLLCALL_DATABASE_CA';

/** Where the file may lie as the dashboard calls it; then nobody has to say so. */
const usualFile = 'supabase/functions/prod-ca-2021.crt';
const whereToFindIt = 'The dashboard has it: Database → Settings → SSL Configuration → Download certificate.';

/** The certificate of who vouches for the project's database, as PEM; null if none was given. */
export function readDatabaseCa(given: {
  readonly root: string;
  /** What `--database-ca` says. */
  readonly file: string | null;
  /** What the secrets' file says. */
  readonly secret: string | undefined;
}): string | null {
  const { root, file, secret } = given;
  const usual = resolve(root, usualFile);
  if (file !== null) return fromFile(resolve(root, file), `--database-ca ${file}`);
  if (secret !== undefined) return checked(secret, databaseCaName);
  return existsSync(usual) ? fromFile(usual, usualFile) : null;
}

function fromFile(path: string, said: string): string {
  if (!existsSync(path)) throw new Stop(`${said}: there is no such file. ${whereToFindIt}`);
  return checked(readFileSync(path, 'utf8'), said);
}

function checked(text: string, said: string): string {
  const pem = readAuthority(text);
  if (pem === null) throw new Stop(`${said} is no certificate in PEM. ${whereToFindIt}`);
  for (const [block] of pem.matchAll(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/gu)) {
    const certificate = parse(block, said);
    if (certificate.validToDate.getTime() < Date.now())
      throw new Stop(`${said} ran out on ${certificate.validTo}. ${whereToFindIt}`);
  }
  return pem;
}

function parse(block: string, said: string): X509Certificate {
  try {
    return new X509Certificate(block);
  } catch (error) {
    throw new Stop(`${said} is a damaged certificate. ${whereToFindIt}`, { cause: error });
  }
}

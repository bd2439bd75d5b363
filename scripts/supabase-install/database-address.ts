import { Stop } from './stop.ts';

export interface DatabaseAddresses {
  /** For migrations: one session, encrypted. */
  readonly installing: string;
  /** For the functions: the transaction pooler where there is one, since isolates come and go by the dozen. */
  readonly functions: string;
  readonly note: string | null;
}

const whereToFindIt =
  'Copy it in the dashboard: Connect → Transaction pooler, and put the database’s password in.';
const sharedPooler = /\.pooler\.supabase\.com$/u;
const direct = /^db\.([a-z]{20})\.supabase\.co$/u;

/** Makes both addresses of a database out of whichever of them somebody copied. Never repeats the address: it has a password. */
export function readDatabaseAddress(text: string, project: string): DatabaseAddresses {
  const blank = /\[YOUR-PASSWORD\]|<(?:reference|password|region)>/u.exec(text)?.[0];
  if (blank !== undefined)
    throw new Stop(`DATABASE_URL still says ${blank}: put the project’s own there. ${whereToFindIt}`);
  const address = parse(text);
  const owner = projectOf(address);
  if (owner !== null && owner !== project)
    throw new Stop(`DATABASE_URL belongs to another project, ${owner}. ${whereToFindIt}`);
  const isPooler = sharedPooler.test(address.hostname);
  const isDirect = direct.test(address.hostname);
  if (!isPooler && !isDirect) return { installing: address.href, functions: address.href, note: null };
  const installing = new URL(address);
  installing.port = '5432';
  // Both ends of Supabase's own certificate chain are its own: encrypted, but without its certificate nothing here could verify it.
  if (!installing.searchParams.has('sslmode')) installing.searchParams.set('sslmode', 'no-verify');
  const functions = new URL(address);
  if (isPooler) functions.port = '6543';
  const note =
    isDirect && functions.port !== '6543'
      ? 'DATABASE_URL is a direct connection, of which small projects have few. The transaction pooler would be better.'
      : null;
  return { installing: installing.href, functions: functions.href, note };
}

function parse(text: string): URL {
  const address = URL.parse(text);
  if (address === null || !/^postgres(?:ql)?:$/u.test(address.protocol) || address.hostname === '') {
    throw new Stop(
      `DATABASE_URL is no address that begins with postgres:// – in its password, letters such as # / ? @ are written %23 %2F %3F %40. ${whereToFindIt}`,
    );
  }
  return address;
}

function projectOf(address: URL): string | null {
  if (sharedPooler.test(address.hostname)) {
    const owner = /^[^.]+\.([a-z]{20})$/u.exec(decodeURIComponent(address.username))?.[1];
    if (owner === undefined)
      throw new Stop(
        `DATABASE_URL: behind the pooler the user is called postgres.<reference>. ${whereToFindIt}`,
      );
    return owner;
  }
  return direct.exec(address.hostname)?.[1] ?? null;
}

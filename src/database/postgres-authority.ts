import type { ClientConfig } from 'pg';

const begin = '-----BEGIN CERTIFICATE-----';

/** What an address may say of encryption, and would then be believed before anything else. */
const saidInTheAddress = ['ssl', 'sslmode', 'sslrootcert', 'sslcert', 'sslkey'];

/** Encrypted, and only to a server of that name for which these certificates vouch; as `sslmode=verify-full`. */
export function withAuthority(
  connectionString: string,
  ca: string,
): Pick<ClientConfig, 'connectionString' | 'ssl'> {
  const address = URL.parse(connectionString);
  if (address === null) return { connectionString, ssl: { ca } };
  for (const name of saidInTheAddress) address.searchParams.delete(name);
  return { connectionString: address.href, ssl: { ca } };
}

/** Reads a certificate in PEM, or the base64 of it where line breaks would be lost; null if it is neither. */
export function readAuthority(text: string): string | null {
  const pem = text.includes(begin) ? text : fromBase64(text);
  return pem?.includes(begin) === true && pem.includes('-----END CERTIFICATE-----')
    ? `${pem.trim()}\n`
    : null;
}

function fromBase64(text: string): string | null {
  try {
    return atob(text);
  } catch {
    return null;
  }
}

import { describe, expect, test } from 'vitest';
import { readAuthority, withAuthority } from './postgres-authority.ts';

const pem = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n';

describe('who vouches for the database', () => {
  test('is a certificate as a file has it, or its base64', () => {
    expect(readAuthority(`  ${pem}\n`)).toBe(pem);
    expect(readAuthority(btoa(pem))).toBe(pem);
    for (const text of ['', 'MIIB', '-----BEGIN CERTIFICATE-----\nMIIB', btoa('no certificate')])
      expect([text, readAuthority(text)]).toEqual([text, null]);
  });

  test('decides alone: what the address says of encryption is not heard', () => {
    const address = 'postgresql://a:p%40@db.test:6543/postgres';
    expect(withAuthority(`${address}?sslmode=no-verify&application_name=x&ssl=0`, pem)).toEqual({
      connectionString: `${address}?application_name=x`,
      ssl: { ca: pem },
    });
  });
});

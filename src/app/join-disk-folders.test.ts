import { delimiter, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { loadConfig } from '../config.ts';
import { offerFolders } from './join-disk-folders.ts';

const offered = (env: Record<string, string>) => offerFolders(loadConfig(env));

test('files may be renamed in all folders of this computer, unless it is said in which', () => {
  expect(offered({})).toEqual({ within: null });
  const two = `/photos${delimiter} ./cards ${delimiter}`;
  expect(offered({ ROLLCALL_FOLDERS: two })).toEqual({ within: [resolve('/photos'), resolve('./cards')] });
});

test.each([
  ['it is not wanted', { ROLLCALL_FOLDERS: 'none' }],
  ['people sign in', { AUTH_JWKS_URL: 'https://issuer.example/jwks' }],
  ['the library is on another server', { DATABASE_URL: 'postgres://elsewhere/rollcall' }],
  [
    'photos are kept in a bucket',
    {
      STORAGE: 's3',
      S3_ENDPOINT: 'https://s3.example',
      S3_REGION: 'r',
      S3_BUCKET: 'bucket',
      S3_ACCESS_KEY_ID: 'k',
      S3_SECRET_ACCESS_KEY: 's',
    },
  ],
])('it is not offered where %s', (_, env) => {
  expect(offered(env)).toBeNull();
});

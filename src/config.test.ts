import { expect, test } from 'vitest';
import { ConfigError, knownProviders, loadConfig } from './config.ts';
import { dialects } from './vision/dialects.ts';

const s3 = {
  STORAGE: 's3',
  S3_ENDPOINT: 'https://s3.example.org',
  S3_REGION: 'eu-central-1',
  S3_BUCKET: 'photos',
  S3_ACCESS_KEY_ID: 'key',
  S3_SECRET_ACCESS_KEY: 'hush-hush',
};

test('an empty environment is a server for one person, with files', () => {
  const config = loadConfig({});
  expect(config).toMatchObject({ port: 4321, host: '127.0.0.1', storage: null, auth: null });
});

test('a bucket needs all five settings, and every missing one is named', () => {
  expect(loadConfig(s3).storage).toMatchObject({
    bucket: 'photos',
    region: 'eu-central-1',
    prefix: undefined,
  });
  for (const name of Object.keys(s3).filter((key) => key !== 'STORAGE')) {
    expect(() => loadConfig({ ...s3, [name]: ' ' })).toThrow(`${name}: is needed`);
  }
  expect(() => loadConfig({ STORAGE: 's3' })).toThrow(/S3_ENDPOINT.*\n.*S3_REGION.*\n.*S3_BUCKET/u);
});

test('settings of a bucket are left alone where objects are files', () => {
  expect(loadConfig({ ...s3, STORAGE: 'files', S3_BUCKET: '' }).storage).toBeNull();
});

test.for([
  ['S3_ENDPOINT', 's3.example.org'],
  ['S3_BUCKET', 'photos/rollcall'],
  ['S3_PREFIX', '../other'],
  ['S3_PREFIX', 'Fotos'],
  ['STORAGE', 'tape'],
  ['ROLLCALL_PROVIDER', 'opnai'],
] as const)('%s=%s is refused by name', ([name, value]) => {
  expect(() => loadConfig({ ...s3, [name]: value })).toThrow(ConfigError);
  expect(() => loadConfig({ ...s3, [name]: value })).toThrow(name);
});

test('every provider there is can be named, in any case, and no word means auto', () => {
  expect(new Set(knownProviders)).toEqual(new Set(['auto', 'on-device', ...dialects.map(({ id }) => id)]));
  expect(loadConfig({ ROLLCALL_PROVIDER: ' ' }).provider.provider).toBe('auto');
  expect(loadConfig({ ROLLCALL_PROVIDER: 'Ollama' }).provider.provider).toBe('ollama');
});

test('slashes around a prefix do not matter', () => {
  expect(loadConfig({ ...s3, S3_PREFIX: '/photos/rollcall/' }).storage?.prefix).toBe('photos/rollcall');
});

test('the secret stands in no message', () => {
  // The whole message, from its first line to its last.
  const expected = /^The configuration has mistakes:\n {2}S3_BUCKET: [^\n]*$/u;
  expect(() => loadConfig({ ...s3, S3_BUCKET: 'a/b' })).toThrow(expected);
  expect(() => loadConfig({ ...s3, S3_BUCKET: 'a/b' })).not.toThrow('hush-hush');
});

test('others are let in only where they sign in', () => {
  expect(() => loadConfig({ HOST: '0.0.0.0' })).toThrow('AUTH_JWKS_URL');
  expect(loadConfig({ HOST: '0.0.0.0', AUTH_JWKS_URL: 'https://id.example.org/jwks' }).auth).not.toBeNull();
});

const signIn = { AUTH_JWKS_URL: 'https://id.example.org/jwks' };

test('who is let in is a list of addresses and domains, without a list whoever can sign in', () => {
  const list = (text: string) => loadConfig({ ...signIn, ROLLCALL_ALLOWED: text }).auth?.invited;
  expect(list('Anna@Example.com, @studio.example\n ben@example.org')).toEqual([
    'anna@example.com',
    '@studio.example',
    'ben@example.org',
  ]);
  expect(loadConfig(signIn).auth?.invited).toBeNull();
  expect(list(' ')).toBeNull();
});

test.for([
  'example.com',
  '@',
  '@com',
  'anna@',
  ',',
  'anna@example.com, Anna <a@b.c>',
  '@exämple.com',
  '@a.b@c.d',
])('ROLLCALL_ALLOWED=%s is refused by name', (text) => {
  expect(() => loadConfig({ ...signIn, ROLLCALL_ALLOWED: text })).toThrow('ROLLCALL_ALLOWED');
});

test('a list of people is refused where nobody signs in: it would keep nobody out', () => {
  expect(() => loadConfig({ ROLLCALL_ALLOWED: '@example.com' })).toThrow('AUTH_JWKS_URL');
});

test('a month has no limit of the operator unless one is set', () => {
  const cap = (text?: string) => loadConfig({ ROLLCALL_MONTHLY_LIMIT_USD: text }).monthlyCapUsd;
  expect([cap(), cap(''), cap('7.50'), cap('0')]).toEqual([null, null, 7.5, 0]);
  for (const wrong of ['-1', '$5', '5,00', 'none'])
    expect(() => cap(wrong)).toThrow('ROLLCALL_MONTHLY_LIMIT_USD');
});

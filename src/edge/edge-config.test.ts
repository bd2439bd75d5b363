import { expect, test } from 'vitest';
import { ConfigError } from '../config.ts';
import { loadEdgeConfig } from './edge-config.ts';

const least = {
  SUPABASE_URL: 'https://x.supabase.co/',
  SUPABASE_DB_URL: 'postgres://direct',
  SUPABASE_SERVICE_ROLE_KEY: 'older',
  ROLLCALL_WORKER_SECRET: 'a secret of at least 32 characters',
};

test('needs nothing but the worker secret beside what the platform gives', () => {
  expect(loadEdgeConfig(least)).toMatchObject({
    supabaseUrl: 'https://x.supabase.co',
    publicUrl: 'https://x.supabase.co',
    databaseUrl: 'postgres://direct',
    serviceKey: 'older',
    bucket: 'rollcall',
    wallClockMs: 150_000,
    auth: {
      jwksUrl: 'https://x.supabase.co/auth/v1/.well-known/jwks.json',
      issuer: 'https://x.supabase.co/auth/v1',
      audience: 'authenticated',
    },
  });
});

test('prefers the pooler it is told of and the newer kind of key', () => {
  const more = { DATABASE_URL: 'postgres://pooler', SUPABASE_SECRET_KEYS: '{"default":"sb_secret_1"}' };
  expect(loadEdgeConfig({ ...least, ...more })).toMatchObject({
    databaseUrl: 'postgres://pooler',
    serviceKey: 'sb_secret_1',
  });
  expect(loadEdgeConfig({ ...least, SUPABASE_SECRET_KEYS: 'no json' }).serviceKey).toBe('older');
});

test('links lead to where browsers find the project, if that is elsewhere', () => {
  const own = { SUPABASE_URL: 'http://kong:8000', ROLLCALL_PUBLIC_URL: 'https://photos.example/' };
  expect(loadEdgeConfig({ ...least, ...own })).toMatchObject({
    supabaseUrl: 'http://kong:8000',
    publicUrl: 'https://photos.example',
  });
  expect(() => loadEdgeConfig({ ...least, ROLLCALL_PUBLIC_URL: 'photos' })).toThrow('ROLLCALL_PUBLIC_URL');
});

test('the database’s certificate may be given as it is or as base64, and nothing else instead', () => {
  const pem = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n';
  expect(loadEdgeConfig(least).databaseCa).toBeUndefined();
  for (const text of [pem, btoa(pem)])
    expect(loadEdgeConfig({ ...least, ROLLCALL_DATABASE_CA: text }).databaseCa).toBe(pem);
  const load = () => loadEdgeConfig({ ...least, ROLLCALL_DATABASE_CA: 'hunter2' });
  expect(load).toThrow(/^(?!.*hunter2).*ROLLCALL_DATABASE_CA: must be a certificate/u);
});

test('a person may spend five dollars a month, unless the project says otherwise; whom it lets in is a list', () => {
  expect(loadEdgeConfig(least)).toMatchObject({ monthlyCapUsd: 5, auth: { invited: null } });
  const more = { ROLLCALL_MONTHLY_LIMIT_USD: '0.50', ROLLCALL_ALLOWED: '@studio.example' };
  expect(loadEdgeConfig({ ...least, ...more })).toMatchObject({
    monthlyCapUsd: 0.5,
    auth: { invited: ['@studio.example'] },
  });
  expect(() => loadEdgeConfig({ ...least, ROLLCALL_ALLOWED: 'studio.example' })).toThrow('ROLLCALL_ALLOWED');
});

test('names everything that is wrong at once, and no value', () => {
  const secret = 'too short';
  const load = () => loadEdgeConfig({ ROLLCALL_WORKER_SECRET: secret, ROLLCALL_WALL_CLOCK_SECONDS: 'long' });
  expect(load).toThrow(ConfigError);
  expect(load).toThrow(
    /(?=.*SUPABASE_URL)(?=.*ROLLCALL_WORKER_SECRET)(?=.*ROLLCALL_WALL_CLOCK_SECONDS)(?=.*DATABASE_URL)(?=.*SERVICE_ROLE)/u,
  );
  expect(load).not.toThrow(new RegExp(secret, 'u'));
});

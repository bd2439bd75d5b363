import { expect, test } from 'vitest';
import { contentSecurityPolicy, hostHeaders, readProject } from '../scripts/supabase-page.ts';

const env = {
  VITE_SUPABASE_URL: 'https://abcdefghijklmnopqrst.supabase.co/',
  VITE_SUPABASE_PUBLISHABLE_KEY: 'sb_publishable_1',
};

test('the page is built for a project by the names that Lovable uses', () => {
  expect(readProject(env)).toEqual({
    url: 'https://abcdefghijklmnopqrst.supabase.co',
    publishableKey: 'sb_publishable_1',
    startFunction: 'batch-ai-analysis',
  });
  expect(
    readProject({ ...env, VITE_ROLLCALL_START_FUNCTION: 'rollcall-api/api/v1/jobs' }).startFunction,
  ).toBe('rollcall-api/api/v1/jobs');
});

test('everything that is wrong is named at once', () => {
  expect(() => readProject({})).toThrow(/VITE_SUPABASE_URL.*VITE_SUPABASE_PUBLISHABLE_KEY/u);
  expect(() => readProject({ ...env, VITE_SUPABASE_URL: 'https://x.test/a;script-src *' })).toThrow(
    /VITE_SUPABASE_URL/u,
  );
});

test('a secret key never gets into a page', () => {
  const claims = btoa(JSON.stringify({ role: 'service_role' }));
  for (const key of ['sb_secret_1', `eyJhbGciOiJIUzI1NiJ9.${claims}.x`]) {
    const build = () => readProject({ ...env, VITE_SUPABASE_PUBLISHABLE_KEY: key });
    expect(build).toThrow(/secret key/u);
    expect(build).not.toThrow(key);
  }
  const anon = `eyJhbGciOiJIUzI1NiJ9.${btoa(JSON.stringify({ role: 'anon' }))}.x`;
  expect(readProject({ ...env, VITE_SUPABASE_PUBLISHABLE_KEY: anon }).publishableKey).toBe(anon);
});

test('the page may reach its project and nothing else', () => {
  const policy = contentSecurityPolicy(readProject(env), 'header');
  const origins = new Set(policy.match(/\w+:\/\/[^ ;]+/gu));
  expect(origins).toEqual(
    new Set(['https://abcdefghijklmnopqrst.supabase.co', 'wss://abcdefghijklmnopqrst.supabase.co']),
  );
  expect(policy).not.toMatch(/script-src[^;]*'unsafe-inline'/u);
  expect(hostHeaders(readProject(env))).toContain("frame-ancestors 'none'");
});

import { createServer } from 'node:http';
import { createLocalJWKSet, exportJWK, generateKeyPair, SignJWT, type JSONWebKeySet } from 'jose';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { createJwtAuthenticator } from '../../src/http/session.ts';
import { closeServer, listenOn } from '../simulator/server-sockets.ts';
import { createTestApi, expectCode, form, read, useApi, v1, type Api, type PhotoJson } from './build-api.ts';
import { useJobs, work } from './build-jobs.ts';
import { prepareAll } from './build-library.ts';

const jobs = useJobs();
const api = useApi(jobs);

test('settings are kept, one by one', async () => {
  expect((await api.call('GET', v1('/settings'))).status).toBe(200);
  expect((await api.call('PUT', v1('/settings'), { body: { theme: 'dark' } })).json).toMatchObject({
    theme: 'dark',
  });
  expect((await api.call('PUT', v1('/settings'), { body: { language: 'es' } })).json).toMatchObject({
    theme: 'dark',
    language: 'es',
  });
  const [stored] = await jobs.database.query<{ data: object }>('select data from rollcall.settings limit 1');
  await jobs.database.query(`update rollcall.settings set data = data || '{"namer": {"id": "ollama"}}'`);
  await api.call('PUT', v1('/settings'), { body: { theme: 'light' } });
  expect(await jobs.database.query('select data from rollcall.settings')).toEqual([
    { data: { ...stored?.data, theme: 'light', namer: { id: 'ollama' } } },
  ]);
  expectCode(await api.call('PUT', v1('/settings'), { body: { theme: 'pink' } }), 422, 'invalid_request');
});

test('providers are listed, and a test of one has to name it', async () => {
  expect((await api.call('GET', v1('/providers'))).status).toBe(200);
  expectCode(await api.call('POST', v1('/providers/test')), 422, 'invalid_request');
});

describe('the boundary', () => {
  test('lets no other name and no other site in', async () => {
    expectCode(await api.call('GET', v1('/jobs'), { headers: { host: 'evil.example' } }), 421, 'wrong_host');
    const origins: Record<string, string>[] = [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { origin: 'http://localhost:4322' },
    ];
    for (const headers of origins) {
      expectCode(await api.call('POST', v1('/jobs'), { body: {}, headers }), 403, 'forbidden_origin');
    }
    const own = { origin: 'http://localhost:4321', 'sec-fetch-site': 'same-origin' };
    expectCode(await api.call('POST', v1('/jobs'), { body: {}, headers: own }), 422, 'invalid_request');
  });

  test('answers an address that is none with a problem, and hides nothing in the page', async () => {
    expectCode(await api.call('GET', v1('/nothing')), 404, 'not_found');
    expectCode(await api.call('GET', '/nowhere'), 404, 'not_found');
    const answer = await api.call('GET', v1('/jobs'));
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'self'");
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });

  test('refuses a body that is too large', async () => {
    const raw = `{"photoIds":"all","x":"${'x'.repeat(8_000_001)}"}`;
    const headers = { 'content-type': 'application/json', 'content-length': String(raw.length) };
    expectCode(await api.call('POST', v1('/jobs'), { raw, headers }), 413, 'too_large');
  });

  test('is healthy and ready', async () => {
    expect((await api.call('GET', '/healthz')).json).toEqual({ status: 'ok' });
    expect((await api.call('GET', '/readyz')).json).toEqual({ status: 'ready' });
  });
});

describe('with people signing in', () => {
  const issuer = 'https://id.example';
  let signed: Api;
  let keySet: JSONWebKeySet;
  let token: (subject: string, more?: { expires?: string; issuer?: string }) => Promise<string>;

  beforeAll(async () => {
    const { publicKey, privateKey } = await generateKeyPair('ES256');
    keySet = { keys: [{ ...(await exportJWK(publicKey)), alg: 'ES256', kid: '1' }] };
    const keys = createLocalJWKSet(keySet);
    signed = await createTestApi(jobs, {
      authenticator: createJwtAuthenticator({ jwksUrl: `${issuer}/keys`, issuer, audience: undefined, keys }),
    });
    token = (subject, { expires = '1h', issuer: from = issuer } = {}) =>
      new SignJWT({})
        .setProtectedHeader({ alg: 'ES256', kid: '1' })
        .setSubject(subject)
        .setIssuer(from)
        .setExpirationTime(expires)
        .sign(privateKey);
  });

  const as = async (subject: string) => ({ authorization: `Bearer ${await token(subject)}` });

  test('nobody comes in without a token that is theirs and valid', async () => {
    const bad = [
      {},
      { authorization: 'Bearer nonsense' },
      { authorization: `Basic ${await token('eva')}` },
      { authorization: `Bearer ${await token('eva', { expires: '2 minutes ago' })}` },
      { authorization: `Bearer ${await token('eva', { issuer: 'https://other.example' })}` },
      { authorization: `Bearer ${await token('')}` },
    ];
    for (const headers of bad) {
      expectCode(await signed.call('GET', v1('/photos'), { headers }), 401, 'unauthenticated');
    }
    expect((await signed.call('GET', v1('/photos'), { headers: await as('eva') })).status).toBe(200);
  });

  test('while the keys cannot be read nobody is taken for a stranger, and afterwards all is well', async () => {
    let answers: [status: number, body: string] = [503, 'down'];
    const host = createServer((_request, response) => void response.writeHead(answers[0]).end(answers[1]));
    const jwksUrl = `http://127.0.0.1:${await listenOn(host, 0)}/keys`;
    onTestFinished(() => closeServer(host));
    const authenticator = createJwtAuthenticator({ jwksUrl, issuer, audience: undefined });
    const shaken = await createTestApi(jobs, { authenticator });
    const headers = await as('eva');
    for (const away of [answers, [200, 'no JSON'], [200, '{}']] satisfies (typeof answers)[]) {
      answers = away;
      const refused = await shaken.call('GET', v1('/photos'), { headers });
      expectCode(refused, 503, 'not_ready');
      expect(refused.headers.get('retry-after')).toBe('5');
    }
    expectCode(await shaken.call('GET', v1('/photos')), 401, 'unauthenticated');
    answers = [200, JSON.stringify(keySet)];
    expect((await shaken.call('GET', v1('/photos'), { headers })).status).toBe(200);
  });

  test('each sees only what is theirs', async () => {
    const eva = await as('eva');
    const lou = await as('7f8a1c1e-0000-4000-8000-00000000beef');
    const uploaded = await signed.call('POST', v1('/photos'), {
      raw: form([['eva#1', 'eva.jpg']]),
      headers: eva,
    });
    await prepareAll(jobs);
    const { id } = read<{ photos: PhotoJson[] }>(uploaded).photos[0] ?? { id: '' };
    const made = await signed.call('POST', v1('/jobs'), { body: { photoIds: [id] }, headers: eva });
    const { jobId } = read<{ jobId: string }>(made);
    await work(jobs);
    const theirs: [string, string, unknown, number][] = [
      ['GET', `/photos/${id}`, undefined, 404],
      ['GET', `/photos/${id}/file`, undefined, 404],
      ['GET', `/photos/${id}/thumbnail`, undefined, 404],
      ['PATCH', `/photos/${id}`, { name: 'x' }, 404],
      ['DELETE', `/photos/${id}`, undefined, 404],
      ['POST', `/photos/${id}/restore`, undefined, 404],
      ['GET', `/jobs/${jobId}`, undefined, 404],
      ['GET', `/jobs/${jobId}/items`, undefined, 404],
      ['POST', `/jobs/${jobId}/cancel`, undefined, 404],
      ['POST', `/jobs/${jobId}/retry`, undefined, 404],
      ['POST', `/jobs/${jobId}/review`, undefined, 404],
      ['POST', '/jobs', { photoIds: [id] }, 422],
      ['POST', '/renames', { entries: [{ photoId: id, name: 'x' }] }, 422],
      ['POST', '/renames/preview', { photoIds: [id], template: {} }, 422],
      ['POST', '/export', { photoIds: [id] }, 422],
    ];
    for (const [method, path, body, status] of theirs) {
      const answer = await signed.call(method, v1(path), {
        headers: lou,
        ...(body === undefined ? {} : { body }),
      });
      expect([path, answer.status]).toEqual([path, status]);
    }
    expect((await signed.call('GET', v1('/photos'), { headers: lou })).json).toMatchObject({
      total: 0,
      photos: [],
    });
    expect((await signed.call('GET', v1(`/jobs/${jobId}`), { headers: eva })).json).toMatchObject({
      status: 'completed',
    });
  });

  test('a bearer becomes a cookie that scripts and other sites cannot use', async () => {
    const answer = await signed.call('POST', v1('/session'), { headers: await as('eva') });
    expect(answer.status).toBe(204);
    const cookie = answer.headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(/HttpOnly/u);
    expect(cookie).toMatch(/SameSite=Strict/u);
    const headers = { cookie: cookie.split(';')[0] ?? '' };
    expect((await signed.call('GET', v1('/photos'), { headers })).status).toBe(200);
    expectCode(await signed.call('POST', v1('/session')), 401, 'unauthenticated');
  });
});

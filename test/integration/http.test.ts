import { createLocalJWKSet, exportJWK, generateKeyPair, SignJWT } from 'jose';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createJwtAuthenticator } from '../../src/http/session.ts';
import { createJobs, work, workToTheEnd, type Jobs } from './build-jobs.ts';
import { prepareAll, prepared } from './build-library.ts';
import { ok, titled } from './build-lanes.ts';
import { createTestApi, type Answer, type Api } from './build-api.ts';

let jobs: Jobs;
let api: Api;

beforeAll(async () => {
  jobs = await createJobs();
  api = await createTestApi(jobs);
});
afterEach(() => {
  // Nothing a request does, however odd, is a mistake of the server's.
  expect(api.errors).toEqual([]);
  jobs.lanes.script(titled);
});
afterAll(() => jobs.close());

const v1 = (path: string) => `/api/v1${path}`;

function form(files: readonly (readonly [text: string, filename: string, folder?: string])[]): FormData {
  const data = new FormData();
  for (const [text, filename, folder] of files) {
    if (folder !== undefined) data.append('path', folder);
    data.append('file', new Blob([text], { type: 'image/jpeg' }), filename);
  }
  return data;
}

const read = <T>(answer: Answer): T => answer.json as T;
interface PhotoJson {
  id: string;
  name: string;
  folder: string;
  state: string;
  nameRev: number;
  seq: number;
  urls: { thumbnail: string; preview: string; file: string };
}
interface JobJson {
  id: string;
  status: string;
  total: number;
  renameId: string | null;
}

async function upload(...texts: string[]): Promise<PhotoJson[]> {
  const folder = jobs.newId();
  const files = texts.map((text) => [text, `${text.replaceAll('#', '_')}.JPG`, folder] as const);
  const answer = await api.call('POST', v1('/photos'), { raw: form(files) });
  expect(answer.status).toBe(201);
  await prepareAll(jobs);
  return read<{ photos: PhotoJson[] }>(answer).photos;
}

const expectCode = (answer: Answer, status: number, code: string) => {
  expect([answer.status, read<{ code: string }>(answer)?.code]).toEqual([status, code]);
  expect(answer.headers.get('content-type')).toBe('application/problem+json');
};

describe('photos', () => {
  test('are taken in with their folders; known ones and refused ones are named', async () => {
    const folder = jobs.newId();
    const first = await api.call('POST', v1('/photos'), {
      raw: form([
        [`a${folder}`, 'a.jpg', `${folder}/deep`],
        [`b${folder}`, 'b.jpg', folder],
      ]),
    });
    expect(first.status).toBe(201);
    expect(read<{ photos: PhotoJson[] }>(first).photos.map((photo) => [photo.folder, photo.name])).toEqual([
      [`${folder}/deep`, 'a.jpg'],
      [folder, 'b.jpg'],
    ]);
    const again = await api.call('POST', v1('/photos'), { raw: form([[`b${folder}`, 'c.jpg', folder]]) });
    expect(again.status).toBe(200);
    expect(again.json).toMatchObject({ photos: [], duplicates: [{ filename: 'c.jpg' }] });
    const refused = await api.call('POST', v1('/photos'), { raw: form([['text', 'x.txt']]) });
    expect(refused.status).toBe(422);
    expect(refused.json).toMatchObject({ rejected: [{ code: 'not_a_photo' }] });
  });

  test.each([
    ['no body', {}, [400, 415]],
    ['JSON', { body: {} }, [415]],
    ['no boundary', { raw: 'x', headers: { 'content-type': 'multipart/form-data' } }, [400]],
    ['no file', { raw: new FormData() }, [400]],
    ['a broken body', { raw: '--x\r\nno', headers: { 'content-type': 'multipart/form-data; boundary=x' } }, [400]],
  ])('are not found in %s', async (_, asking, statuses) => {
    const answer = await api.call('POST', v1('/photos'), asking);
    expect(statuses).toContain(answer.status);
  });

  test('are listed, shown, renamed, deleted and brought back', async () => {
    const [photo] = await upload('one#1');
    if (photo === undefined) throw new Error('No photo');
    const at = v1(`/photos/${photo.id}`);
    const list = await api.call('GET', v1(`/photos?folder=${photo.folder}&limit=1&sort=name`));
    expect(list.json).toMatchObject({ total: 1, nextCursor: null, photos: [{ id: photo.id, state: 'ready' }] });
    expect((await api.call('GET', at)).json).toMatchObject({ name: 'one_1.JPG' });
    const renamed = await api.call('PATCH', at, { body: { name: 'Mine.jpg' }, headers: { 'if-match': '"0"' } });
    expect(renamed.json).toMatchObject({ name: 'Mine.jpg', nameRev: 1, nameSource: 'hand' });
    expectCode(await api.call('PATCH', at, { body: { name: 'x' }, headers: { 'if-match': '0' } }), 412, 'name_changed');
    expectCode(await api.call('PATCH', at, { body: { name: 'x' }, headers: { 'if-match': 'W/x' } }), 422, 'invalid_request');
    expectCode(await api.call('PATCH', at, { body: { name: '...' } }), 422, 'illegal_name');
    expectCode(await api.call('PATCH', at, { body: {} }), 422, 'invalid_request');
    expectCode(await api.call('PATCH', at), 422, 'invalid_request');
    expect((await api.call('DELETE', at)).status).toBe(204);
    expectCode(await api.call('DELETE', at), 404, 'photo_not_found');
    expectCode(await api.call('GET', at), 404, 'photo_not_found');
    expectCode(await api.call('PATCH', at, { body: { name: 'x' } }), 404, 'photo_not_found');
    expect((await api.call('POST', `${at}/restore`)).json).toMatchObject({ name: 'Mine.jpg' });
    expect((await api.call('POST', `${at}/restore`)).status).toBe(200);
  });

  test('whose name is taken are refused with one that is free', async () => {
    const [a, b] = await upload('tak#1', 'tak#2');
    const answer = await api.call('PATCH', v1(`/photos/${b?.id}`), { body: { name: a?.name } });
    expect(answer.status).toBe(200);
    await api.call('PATCH', v1(`/photos/${a?.id}`), { body: { name: 'same' } });
    const taken = await api.call('PATCH', v1(`/photos/${b?.id}`), { body: { name: 'SAME' } });
    expectCode(taken, 409, 'name_taken');
    expect(taken.json).toMatchObject({ suggestion: 'SAME-2.jpg' });
  });

  test.each([
    ['?limit=0', 422],
    ['?limit=501', 422],
    ['?limit=x', 422],
    ['?sort=size', 422],
    ['?state=lost', 422],
    ['?cursor=zzz', 400],
    ['?cursor=', 400],
    [`?cursor=${Buffer.from('["taken","2020-02-31","a","00000000-0000-7000-8000-000000000001"]').toString('base64url')}`, 400],
    ['?q=%00', 200],
    ['?q=%25_%5C', 200],
    [`?q=${'a%20'.repeat(60)}`, 422],
    ['?folder=%00', 422],
  ])('cannot be listed wrongly: %s', async (query, status) => {
    expect((await api.call('GET', v1(`/photos${query}`))).status).toBe(status);
  });

  test('have bytes under the addresses they give, and nowhere else', async () => {
    const [photo] = await upload('file#1');
    if (photo === undefined) throw new Error('No photo');
    await api.call('PATCH', v1(`/photos/${photo.id}`), { body: { name: 'Höhle "1"' } });
    const original = await api.call('GET', photo.urls.file);
    expect(original.text).toBe('file#1');
    expect(original.headers.get('content-disposition')).toContain("filename*=UTF-8''H%C3%B6hle%201.jpg");
    expect(original.headers.get('content-security-policy')).toContain('sandbox');
    expect((await api.call('GET', photo.urls.preview)).text).toBe('file#1');
    expect((await api.call('GET', photo.urls.thumbnail)).headers.get('content-type')).toBe('image/webp');
    expectCode(await api.call('GET', v1(`/photos/${jobs.newId()}/file`)), 404, 'photo_not_found');
    expectCode(await api.call('GET', v1('/photos/..%2f..%2fetc/file')), 404, 'photo_not_found');
  });
});

describe('a job', () => {
  test('is accepted, followed and listed, under both names of the route', async () => {
    const photos = await upload('job#1', 'job#2');
    const photoIds = photos.map((photo) => photo.id);
    const accepted = await api.call('POST', '/functions/v1/batch-ai-analysis', { body: { photoIds } });
    expect(accepted.status).toBe(202);
    const { jobId, job } = read<{ jobId: string; job: JobJson }>(accepted);
    expect(job).toMatchObject({ id: jobId, status: 'pending', total: 2 });
    expect(accepted.headers.get('location')).toBe(v1(`/jobs/${jobId}`));
    await work(jobs);
    expect((await api.call('GET', v1(`/jobs/${jobId}`))).json).toMatchObject({ status: 'completed', succeeded: 2 });
    const items = await api.call('GET', v1(`/jobs/${jobId}/items?limit=1`));
    const { nextCursor } = read<{ nextCursor: string }>(items);
    expect((await api.call('GET', v1(`/jobs/${jobId}/items?cursor=${nextCursor}`))).json).toMatchObject({
      items: [{ position: 1, status: 'completed' }],
      nextCursor: null,
    });
    expect((await api.call('GET', v1('/jobs?limit=1'))).json).toMatchObject({ jobs: [{ id: jobId }] });
    const undone = await api.call('POST', v1(`/renames/${(await jobJson(jobId)).renameId}/undo`));
    expect(undone.json).toMatchObject({ why: 'undo', count: 2, skipped: [] });
    expectCode(await api.call('POST', v1(`/jobs/${jobId}/pause`)), 409, 'not_now');
  });

  const jobJson = async (id: string) => read<JobJson>(await api.call('GET', v1(`/jobs/${id}`)));

  test('is made once for one idempotency key, also when asked twice at once; another body is refused', async () => {
    const [photo] = await upload('idem#1');
    const body = { photoIds: [photo?.id], options: {} };
    const headers = { 'idempotency-key': `k-${photo?.id}` };
    const both = await Promise.all([
      api.call('POST', v1('/jobs'), { body, headers }),
      api.call('POST', v1('/jobs'), { body: { photoIds: body.photoIds }, headers }),
    ]);
    expect(both.map((answer) => answer.status)).toEqual([202, 202]);
    const [first, second] = both.map((answer) => read<{ jobId: string }>(answer).jobId);
    expect(second).toBe(first);
    const other = await api.call('POST', v1('/jobs'), { body: { ...body, options: { language: 'es' } }, headers });
    expectCode(other, 422, 'idempotency_conflict');
    await workToTheEnd(jobs);
  });

  test.each([
    ['an empty body', {}, 422, 'invalid_request'],
    ['a body of nothing', { raw: '', headers: { 'content-type': 'text/plain' } }, 422, 'invalid_request'],
    ['half a body', { raw: '{"photoIds":', headers: { 'content-type': 'application/json' } }, 400, 'malformed_json'],
    ['a form', { raw: 'photoIds=all', headers: { 'content-type': 'application/x-www-form-urlencoded' } }, 415, 'unsupported_media_type'],
    ['plain text', { raw: '{"photoIds":"all"}', headers: { 'content-type': 'text/plain' } }, 415, 'unsupported_media_type'],
    ['a list', { body: [] }, 422, 'invalid_request'],
    ['null', { body: null }, 422, 'invalid_request'],
    ['no photos', { body: { photoIds: [] } }, 422, 'no_photos'],
    ['no ids', { body: { photoIds: ['x'] } }, 422, 'invalid_request'],
    ['unknown photos', { body: { photoIds: ['00000000-0000-7000-8000-000000000001'] } }, 422, 'unknown_photos'],
    ['another model', { body: { photoIds: 'all', options: { model: 'gpt-0' } } }, 422, 'unknown_model'],
    ['another provider', { body: { photoIds: 'all', options: { provider: 'x' } } }, 422, 'unknown_model'],
    ['a wrong pattern', { body: { photoIds: 'all', options: { template: { pattern: '{titel}' } } } }, 422, 'illegal_pattern'],
    ['a wrong option', { body: { photoIds: 'all', options: { apply: 'now' } } }, 422, 'invalid_request'],
    ['a wrong language', { body: { photoIds: 'all', options: { language: '../en' } } }, 422, 'invalid_request'],
    ['a negative budget', { body: { photoIds: 'all', options: { budgetUsd: -1 } } }, 422, 'invalid_request'],
    ['a key too long', { body: { photoIds: 'all' }, headers: { 'idempotency-key': 'k'.repeat(256) } }, 422, 'invalid_request'],
  ])('is refused for %s', async (_, asking, status, code) => {
    await upload(`filler${jobs.newId()}`);
    expectCode(await api.call('POST', v1('/jobs'), asking), status, code);
    if (!('headers' in asking)) expectCode(await api.call('POST', v1('/jobs/estimate'), asking), status, code);
  });

  test('with U+0000 in a text is refused or taken, never a mistake', async () => {
    const [photo] = await upload('nul#1');
    const body = { photoIds: [photo?.id], options: { context: 'a\u0000b', apply: 'nothing' } };
    const answer = await api.call('POST', v1('/jobs'), { body });
    expect(answer.status).toBeLessThan(500);
    expect((await api.call('PATCH', v1(`/photos/${photo?.id}`), { body: { name: 'a\u0000b' } })).json).toMatchObject({
      name: 'ab.jpg',
    });
  });

  test('is estimated, paused, resumed, canceled and retried', async () => {
    const photos = await upload('ctl#1', 'ctl#2');
    const photoIds = photos.map((photo) => photo.id);
    expect((await api.call('POST', v1('/jobs/estimate'), { body: { photoIds } })).json).toMatchObject({ total: 2 });
    const { jobId } = read<{ jobId: string }>(await api.call('POST', v1('/jobs'), { body: { photoIds } }));
    const act = (action: string, body?: unknown) =>
      api.call('POST', v1(`/jobs/${jobId}/${action}`), body === undefined ? {} : { body });
    expect((await act('pause')).json).toMatchObject({ status: 'paused', reason: 'user' });
    expect((await act('resume')).json).toMatchObject({ status: 'pending', reason: null });
    expect((await act('cancel')).json).toMatchObject({ status: 'canceled', canceled: 2 });
    expect((await act('retry')).json).toMatchObject({ status: 'canceled' });
    expect((await act('retry', { photoIds })).status).toBe(200);
    expectCode(await act('retry', { photoIds: ['x'] }), 422, 'invalid_request');
    expectCode(await act('resume'), 409, 'not_now');
  });

  test('that is not there is not found, whatever is asked of it', async () => {
    const at = v1(`/jobs/${jobs.newId()}`);
    expectCode(await api.call('GET', at), 404, 'job_not_found');
    expectCode(await api.call('GET', `${at}/items`), 404, 'job_not_found');
    for (const action of ['pause', 'resume', 'cancel', 'retry', 'review']) {
      expectCode(await api.call('POST', `${at}/${action}`), 404, 'job_not_found');
    }
    expectCode(await api.call('GET', v1('/jobs/x')), 422, 'invalid_request');
    expectCode(await api.call('GET', v1('/jobs?cursor=x')), 400, 'bad_cursor');
  });

  test('is reviewed', async () => {
    const photos = await upload('rev#1', 'rev#2');
    const [a = '', b = ''] = photos.map((photo) => photo.id);
    jobs.lanes.script(() => ok('a cat'));
    const body = { photoIds: [a, b], options: { apply: 'review' } };
    const { jobId } = read<{ jobId: string }>(await api.call('POST', v1('/jobs'), { body }));
    await work(jobs);
    const list = await api.call('GET', v1('/photos?state=suggested'));
    expect(list.json).toMatchObject({ total: 2, counts: { suggested: 2 } });
    const result = await api.call('POST', v1(`/jobs/${jobId}/review`), {
      body: { accept: [{ photoId: a }], skip: [b] },
    });
    expect(result.json).toMatchObject({ why: 'review', jobId, count: 1 });
    expect((await api.call('POST', v1(`/jobs/${jobId}/review`))).json).toBeNull();
    expectCode(await api.call('GET', v1(`/jobs/${jobId}/items?cursor=x`)), 400, 'bad_cursor');
  });
});

describe('a rename', () => {
  test('is previewed, applied as shown, listed and undone', async () => {
    const photoIds = (await upload('ren#1', 'ren#2')).map((photo) => photo.id);
    const template = { pattern: 'trip {n}' };
    const shown = await api.call('POST', v1('/renames/preview'), { body: { photoIds, template } });
    expect(shown.json).toMatchObject({ conflicts: 0, rows: [{ to: 'trip-1.jpg' }, { to: 'trip-2.jpg' }] });
    const { planHash } = read<{ planHash: string }>(shown);
    const stale = await api.call('POST', v1('/renames'), { body: { photoIds, template, planHash: 'x' } });
    expectCode(stale, 409, 'plan_changed');
    const applied = await api.call('POST', v1('/renames'), { body: { photoIds, template, planHash } });
    expect(applied.status).toBe(201);
    const { id } = read<{ id: string }>(applied);
    expect((await api.call('GET', v1('/renames?limit=1'))).json).toMatchObject({ renames: [{ id, count: 2 }] });
    expect((await api.call('GET', v1(`/renames/${id}`))).json).toMatchObject({ id, why: 'template', undoneBy: null });
    const page = await api.call('GET', v1(`/renames/${id}/entries?limit=1`));
    const { nextCursor } = read<{ nextCursor: string }>(page);
    expect((await api.call('GET', v1(`/renames/${id}/entries?cursor=${nextCursor}`))).json).toMatchObject({ nextCursor: null });
    const undone = await api.call('POST', v1(`/renames/${id}/undo`), { body: {} });
    expect(undone.json).toMatchObject({ undoes: id, count: 2, skipped: [] });
    expect((await api.call('GET', v1(`/renames/${id}`))).json).toMatchObject({
      undoneBy: read<{ id: string }>(undone).id,
    });
  });

  test('by names given one by one is applied together or not at all', async () => {
    const [a = '', b = ''] = (await upload('ent#1', 'ent#2')).map((photo) => photo.id);
    const entries = (first: string, second: string) => ({
      body: { entries: [{ photoId: a, name: first }, { photoId: b, name: second }] },
    });
    expectCode(await api.call('POST', v1('/renames'), entries('x', 'X')), 409, 'name_conflicts');
    expect((await api.call('POST', v1('/renames'), entries('x', 'y'))).json).toMatchObject({ why: 'hand', count: 2 });
    expectCode(await api.call('POST', v1('/renames'), entries('x', 'y')), 422, 'nothing_to_do');
    const unknown = { body: { entries: [{ photoId: jobs.newId(), name: 'x' }] } };
    expectCode(await api.call('POST', v1('/renames'), unknown), 422, 'unknown_photos');
  });

  test.each([
    ['POST', '/renames', {}, 422, 'invalid_request'],
    ['POST', '/renames', { body: { entries: [] } }, 422, 'invalid_request'],
    ['POST', '/renames', { body: { photoIds: 'all', template: { pattern: '{' } } }, 422, 'illegal_pattern'],
    ['POST', '/renames/preview', { body: { photoIds: 'all', template: { pattern: '' } } }, 422, 'invalid_request'],
    ['GET', '/renames?cursor=%00', {}, 400, 'bad_cursor'],
    ['GET', '/renames/00000000-0000-7000-8000-000000000001', {}, 404, 'rename_not_found'],
    ['GET', '/renames/00000000-0000-7000-8000-000000000001/entries', {}, 404, 'rename_not_found'],
    ['POST', '/renames/00000000-0000-7000-8000-000000000001/undo', {}, 404, 'rename_not_found'],
    ['POST', '/renames/x/undo', {}, 422, 'invalid_request'],
  ] as const)('that is wrong is refused: %s %s %j', async (method, path, asking, status, code) => {
    expectCode(await api.call(method, v1(path), asking), status, code);
  });
});

describe('an export', () => {
  test('is a ZIP of the photos under their names', async () => {
    const photoIds = (await upload('zip#1')).map((photo) => photo.id);
    for (const answer of [
      await api.call('GET', v1(`/export?photoIds=${photoIds.join(',')}`)),
      await api.call('POST', v1('/export'), { body: { photoIds } }),
    ]) {
      expect(answer.headers.get('content-type')).toBe('application/zip');
      expect(answer.text.startsWith('PK')).toBe(true);
      expect(answer.text).toContain('zip_1.JPG');
      expect(answer.text).toContain('rollcall.csv');
    }
  });

  test('of nothing is refused', async () => {
    expect((await api.call('GET', v1('/export?photoIds=x'))).status).toBe(422);
    const unknown = await api.call('POST', v1('/export'), { body: { photoIds: [jobs.newId()] } });
    expect(unknown.status).toBe(422);
  });
});

test('settings are kept, one by one', async () => {
  expect((await api.call('GET', v1('/settings'))).status).toBe(200);
  expect((await api.call('PUT', v1('/settings'), { body: { theme: 'dark' } })).json).toMatchObject({ theme: 'dark' });
  expect((await api.call('PUT', v1('/settings'), { body: { language: 'es' } })).json).toMatchObject({
    theme: 'dark',
    language: 'es',
  });
  expectCode(await api.call('PUT', v1('/settings'), { body: { theme: 'pink' } }), 422, 'invalid_request');
});

test('providers are listed and tested', async () => {
  expect((await api.call('GET', v1('/providers'))).status).toBe(200);
  expect((await api.call('POST', v1('/providers/test'), { body: { provider: 'openai' } })).json).toMatchObject({ ok: false });
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
  let token: (subject: string, more?: { expires?: string; issuer?: string }) => Promise<string>;

  beforeAll(async () => {
    const { publicKey, privateKey } = await generateKeyPair('ES256');
    const keys = createLocalJWKSet({ keys: [{ ...(await exportJWK(publicKey)), alg: 'ES256', kid: '1' }] });
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

  test('each sees only what is theirs', async () => {
    const eva = await as('eva');
    const lou = await as('7f8a1c1e-0000-4000-8000-00000000beef');
    const uploaded = await signed.call('POST', v1('/photos'), { raw: form([['eva#1', 'eva.jpg']]), headers: eva });
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
      const answer = await signed.call(method, v1(path), { headers: lou, ...(body === undefined ? {} : { body }) });
      expect([path, answer.status]).toEqual([path, status]);
    }
    expect((await signed.call('GET', v1('/photos'), { headers: lou })).json).toMatchObject({ total: 0, photos: [] });
    expect((await signed.call('GET', v1(`/jobs/${jobId}`), { headers: eva })).json).toMatchObject({ status: 'completed' });
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

test('a picture still being prepared has no preview yet, and says so', async () => {
  jobs.prepareAs((text) => prepared(text));
  const answer = await api.call('POST', v1('/photos'), { raw: form([[`raw${jobs.newId()}`, 'r.jpg']]) });
  const [photo] = read<{ photos: PhotoJson[] }>(answer).photos;
  expect(photo?.state).toBe('preparing');
  expectCode(await api.call('GET', photo?.urls.preview ?? ''), 404, 'not_found');
});

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  ana,
  ben,
  createProject,
  eventually,
  isOver,
  jobOf,
  nameLedger,
  type Project,
} from './build-project.ts';

let project: Project;

beforeAll(async () => {
  project = await createProject({ wallClockMs: 60_000, secrets: { OPENAI_API_KEY: 'sk-test' } });
});

afterAll(async () => {
  await project?.close();
});

describe('batch-ai-analysis', () => {
  test('answers 202 with the job’s id and names the photos in the background', async () => {
    const photoIds = await project.addPhotos(12);
    const { status, body } = await project.ask('batch-ai-analysis', '', {
      method: 'POST',
      json: { photoIds },
    });
    expect(status).toBe(202);
    expect(body).toMatchObject({ jobId: expect.any(String), job: { total: 12, status: 'pending' } });
    const job = await eventually(() => jobOf(project, body.jobId), isOver);
    expect(job).toMatchObject({ status: 'completed', succeeded: 12 });
    expect(await nameLedger(project)).toMatchObject({
      named: 12,
      names: 12,
      entries: 12,
      calls: 12,
      messages: 0,
    });
    expect(project.platform.told.log).toEqual([]);
  });

  test('answers the same job to the same key, and refuses what makes no job, each with its code', async () => {
    const photoIds = await project.addPhotos(1);
    const json = { photoIds };
    const ask = (more: object) => project.ask('batch-ai-analysis', '', { method: 'POST', json, ...more });
    const headers = { 'idempotency-key': 'once' };
    const first = await ask({ headers });
    expect((await ask({ headers })).body.jobId).toBe(first.body.jobId);
    expect(await ask({ headers, json: { photoIds: 'all' } })).toMatchObject({
      status: 422,
      body: { code: 'idempotency_conflict' },
    });
    expect(await ask({ json: { photoIds: [] } })).toMatchObject({ status: 422, body: { code: 'no_photos' } });
    expect(await ask({ as: ben })).toMatchObject({ status: 422, body: { code: 'unknown_photos' } });
    await eventually(() => jobOf(project, first.body.jobId), isOver);
  });

  test('lets a page of another origin in, as the browser asks before and after', async () => {
    const origin = 'https://somebodys-page.test';
    const before = await project.platform.call('batch-ai-analysis', '', {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-headers': 'authorization, apikey, x-client-info, content-type',
      },
    });
    expect(before.status).toBe(204);
    const allowed = (before.headers.get('access-control-allow-headers') ?? '').split(', ');
    expect(allowed).toEqual(
      expect.arrayContaining(['authorization', 'apikey', 'x-client-info', 'content-type']),
    );
    const after = await project.platform.call('batch-ai-analysis', '', {
      method: 'POST',
      headers: { origin, 'content-type': 'application/json' },
      body: '{}',
    });
    expect([after.status, after.headers.get('access-control-allow-origin')]).toEqual([401, '*']);
  });
});

describe('who may ask', () => {
  const ask = (token: string | null, more: Readonly<Record<string, string>> = {}) =>
    project.platform.call('rollcall-api', '/api/v1/jobs', {
      headers: { ...(token === null ? {} : { authorization: `Bearer ${token}` }), ...more },
    });

  test('somebody with a token of this project that still holds', async () => {
    const { platform } = project;
    const now = Math.floor(Date.now() / 1000);
    expect((await ask(await platform.token(ana))).status).toBe(200);
    // A clock that goes wrong by less than a minute is not a reason to sign in again.
    expect((await ask(await platform.token(ana, { expiresAt: now - 45 }))).status).toBe(200);
    expect((await ask(await platform.token(ana, { expiresAt: now - 61 }))).status).toBe(401);
    expect((await ask(await platform.token(ana, { issuer: 'https://other.test/auth/v1' }))).status).toBe(401);
    expect((await ask(await platform.token(ana, { audience: 'anon' }))).status).toBe(401);
    const [head, claims, signature = ''] = (await platform.token(ana)).split('.');
    expect((await ask(`${head}.${claims}.${signature.split('').toReversed().join('')}`)).status).toBe(401);
    expect((await ask(null)).status).toBe(401);
    expect((await ask(platform.workerSecret)).status).toBe(401);
  });

  test('not by a cookie, which another site could make a browser send', async () => {
    const cookie = `rollcall_session=${await project.platform.token(ana)}`;
    expect((await ask(null, { cookie })).status).toBe(401);
  });
});

describe('rollcall-api', () => {
  test('has the interface of a server of one’s own, and a stranger sees nothing of it', async () => {
    const photos = await project.ask('rollcall-api', '/api/v1/photos?limit=5&state=named');
    expect(photos).toMatchObject({ status: 200, body: { photos: expect.any(Array) } });
    expect(photos.body.photos).toHaveLength(5);
    const strangers = await project.ask('rollcall-api', '/api/v1/photos', { as: ben });
    expect(strangers.body).toMatchObject({ total: 0, photos: [] });
    const [photo] = await project.addPhotos(1);
    const named = await project.ask('rollcall-api', `/api/v1/photos/${photo}`, {
      method: 'PATCH',
      json: { name: 'Our garden' },
    });
    expect(named).toMatchObject({
      status: 200,
      body: { name: expect.stringMatching(/^Our garden\.jpe?g$/iu), nameSource: 'hand' },
    });
    const foreign = await project.ask('rollcall-api', `/api/v1/photos/${photo}`, { as: ben });
    expect(foreign).toMatchObject({ status: 404, body: { code: 'photo_not_found' } });
    const preview = await project.platform.call('rollcall-api', `/api/v1/photos/${photo}/preview`, {
      headers: { authorization: `Bearer ${await project.platform.token(ana)}` },
    });
    expect([preview.status, preview.headers.get('content-type')]).toEqual([200, 'image/jpeg']);
    expect((await preview.bytes()).length).toBeGreaterThan(100);
  });

  test('a job made or taken up through it is begun at once', async () => {
    const photoIds = await project.addPhotos(3);
    const { status, body } = await project.ask('rollcall-api', '/api/v1/jobs', {
      method: 'POST',
      json: { photoIds },
    });
    expect(status).toBe(202);
    const job = await eventually(() => jobOf(project, body.jobId), isOver);
    expect(job).toMatchObject({ status: 'completed', succeeded: 3 });
  });

  test('says whether it can serve, to anybody', async () => {
    expect(await project.ask('rollcall-api', '/readyz', { as: null })).toEqual({
      status: 200,
      body: { status: 'ready' },
    });
  });

  test('takes no uploads and shows nothing of the inside', async () => {
    const upload = await project.ask('rollcall-api', '/api/v1/photos', { method: 'POST', json: {} });
    expect(upload.status).toBe(404);
    for (const path of ['/metrics', '/', '/functions/v1/rollcall-worker']) {
      const answer = await project.ask('rollcall-api', path, { method: 'GET' });
      expect([path, answer.status]).toEqual([path, 404]);
    }
  });
});

describe('rollcall-worker', () => {
  const call = (headers: Record<string, string>, method = 'POST') =>
    project.platform.call('rollcall-worker', '', { method, headers });

  test('works for callers that know its secret only', async () => {
    const secret = project.platform.workerSecret;
    expect((await call({})).status).toBe(401);
    expect((await call({ 'x-rollcall-worker': `${secret}x` })).status).toBe(401);
    expect((await call({ authorization: `Bearer ${await project.platform.token(ana)}` })).status).toBe(401);
    expect((await call({ 'x-rollcall-worker': secret }, 'GET')).status).toBe(405);
    expect((await call({ 'x-rollcall-worker': secret })).status).toBe(202);
  });

  test.for(['rollcall-worker-2', 'rollcall-worker-3'] as const)('is also called %s', async (name) => {
    const secret = { 'x-rollcall-worker': project.platform.workerSecret };
    const answer = await project.platform.call(name, '', { method: 'POST', headers: secret });
    expect([answer.status, await answer.json()]).toEqual([
      202,
      { slice: expect.stringMatching(/^started|enough$/u) },
    ]);
    expect((await project.platform.call(name, '', { method: 'POST' })).status).toBe(401);
  });

  test('keeps house when it is told to', async () => {
    const { database } = project.db;
    const [photo] = await project.addPhotos(1);
    await database.query(
      `update rollcall.photos set deleted_at = now() - interval '31 days', name_key = null where id = $1`,
      [photo],
    );
    await database.query(
      `insert into rollcall.slices (id, beat_at) values (gen_random_uuid(), now() - interval '2 hours')`,
    );
    const housekeep = () =>
      project.platform.call('rollcall-worker', '', {
        method: 'POST',
        headers: { 'x-rollcall-worker': project.platform.workerSecret, 'content-type': 'application/json' },
        body: '{"housekeeping":true}',
      });
    // Asked again, as the schedule would, should the isolate end meanwhile.
    await eventually(
      async () => {
        await housekeep();
        return database.query(`select from rollcall.slices where beat_at < now() - interval '1 hour'`);
      },
      (rows) => rows.length === 0,
    );
    expect(project.platform.storage.objects.has(`previews/${ana}/${photo}.jpg`)).toBe(false);
  });
});

import { generateKeyPair, SignJWT } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { ana, ben, createProject, eventually, isOver, jobOf, type Project } from './build-project.ts';

let project: Project;
let routes: { method: string; path: string; body: string | null }[];

/** Routes whose answers are bytes or nothing, which the document of the interface leaves out. */
const undocumented = [
  'GET /photos/{id}/file',
  'GET /photos/{id}/thumbnail',
  'GET /photos/{id}/preview',
  'GET /events',
  'GET /export',
  'POST /export',
  'POST /session',
];
/** What these say is one's own, or the same for everybody; of others they know nothing. */
const forAnybody =
  /^\/(?:changes|events|photos|jobs|renames|renames\.csv|providers|settings|spending|space|export|session|photos\/empty-deleted)$/u;

const documentSchema = z.object({ paths: z.record(z.string(), z.record(z.string(), z.unknown())) });
const renamesSchema = z.object({ renames: z.array(z.object({ id: z.string() })).min(1) });

beforeAll(async () => {
  project = await createProject({ wallClockMs: 120_000, secrets: { OPENAI_API_KEY: 'sk-test' } });
  const photoIds = await project.addPhotos(2);
  const started = await project.ask('batch-ai-analysis', '', { method: 'POST', json: { photoIds } });
  await eventually(() => jobOf(project, started.body.jobId), isOver);
  const { renames } = renamesSchema.parse((await project.ask('rollcall-api', '/api/v1/renames')).body);
  const ids = { jobs: started.body.jobId ?? '', renames: renames[0]?.id ?? '', photos: photoIds[0] ?? '' };
  const answer = await project.platform.call('rollcall-api', '/api/v1/openapi.json');
  const { paths } = documentSchema.parse(await answer.json());
  const documented = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
  // Everything that any of them asks for, about photos and names of somebody else.
  const wish = {
    photoIds,
    name: 'stolen',
    template: { pattern: 'stolen {n}' },
    accept: photoIds.map((photoId) => ({ photoId, name: 'stolen' })),
    skip: [],
    budgetUsd: 100,
  };
  routes = [...new Set([...documented, ...undocumented])].map((route) => {
    const [method = '', path = ''] = route.split(' ');
    const id = path.startsWith('/jobs') ? ids.jobs : path.startsWith('/renames') ? ids.renames : ids.photos;
    const hasBody = method !== 'GET' && method !== 'DELETE';
    return { method, path: path.replace('{id}', id), body: hasBody ? JSON.stringify(wish) : null };
  });
});
afterAll(() => project?.close());

async function ask({ method, path, body }: (typeof routes)[number], token: string | null) {
  const headers = new Headers(body === null ? {} : { 'content-type': 'application/json' });
  if (token !== null) headers.set('authorization', `Bearer ${token}`);
  const answer = await project.platform.call('rollcall-api', `/api/v1${path}`, { method, headers, body });
  return { status: answer.status, text: await answer.text() };
}

/** Everything of a person that anything could change. */
async function everythingOf(ownerId: string): Promise<unknown[]> {
  const { database } = project.db;
  const tables = [
    'owners where id',
    ...['photos', 'jobs', 'job_items', 'renames', 'rename_entries', 'settings'].map(
      (name) => `${name} where owner_id`,
    ),
  ];
  return await Promise.all(
    tables.map((table) =>
      database.query(`select t::text from rollcall.${table.replace(' ', ' t ')} = $1 order by 1`, [ownerId]),
    ),
  );
}

test('no route answers anybody whose token is not one of this project that holds', async () => {
  const { platform } = project;
  const another = await generateKeyPair('ES256');
  const claims = () =>
    new SignJWT({ role: 'authenticated' })
      .setSubject(ana)
      .setIssuer(`${platform.url}/auth/v1`)
      .setAudience('authenticated')
      .setExpirationTime('1h');
  const otherProject = await claims()
    .setProtectedHeader({ alg: 'ES256', kid: 'test' })
    .sign(another.privateKey);
  const shared = new TextEncoder().encode('the older secret that a project once shared');
  const tokens = [
    null,
    'sb_publishable_of_the_test_project',
    otherProject,
    await claims().setProtectedHeader({ alg: 'HS256', kid: 'test' }).sign(shared),
    `${btoa('{"alg":"none"}').replaceAll('=', '')}.${otherProject.split('.')[1]}.`,
    await platform.token(ana, { expiresAt: Math.floor(Date.now() / 1000) - 120 }),
    await platform.token(ana, { issuer: 'https://other.test/auth/v1' }),
  ];
  expect(routes.length).toBeGreaterThan(35);
  for (const route of routes) {
    const answers = await Promise.all(tokens.map((token) => ask(route, token)));
    expect([route.method, route.path, ...answers.map(({ status }) => status)]).toEqual([
      route.method,
      route.path,
      ...tokens.map(() => 401),
    ]);
  }
});

test('no route shows a stranger anything of another, nor changes it', async () => {
  const before = await everythingOf(ana);
  const stems = await project.db.database.query<{ stem: string }>(
    'select stem from rollcall.photos where owner_id = $1',
    [ana],
  );
  const token = await project.platform.token(ben);
  for (const route of routes) {
    const { status, text } = await ask(route, token);
    const refusals = forAnybody.test(route.path) ? [status] : [403, 404, 422];
    expect([route, status]).toEqual([route, expect.toBeOneOf(refusals)]);
    for (const { stem } of stems) expect([route, text]).not.toEqual([route, expect.stringContaining(stem)]);
  }
  expect(await everythingOf(ana)).toEqual(before);
});

test('what would hold an isolate for everybody is not offered, and said to be so', async () => {
  for (const [method, path] of [
    ['GET', '/events'],
    ['GET', '/export?all=true'],
    ['POST', '/export'],
  ] as const) {
    const body = method === 'POST' ? JSON.stringify({ photoIds: 'all' }) : null;
    const answer = await ask({ method, path, body }, await project.platform.token(ana));
    expect([path, answer.status, JSON.parse(answer.text)]).toEqual([
      path,
      501,
      expect.objectContaining({ code: 'not_offered', detail: expect.stringMatching(/\/api\/v1\/|urls/u) }),
    ]);
  }
});

import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makePhotos } from '../e2e/photos.ts';
import { startServer, type RunningServer } from '../e2e/server.ts';
import { createS3StandIn } from '../s3-stand-in/create-s3-stand-in.ts';
import { createSimulator, type Simulator } from '../simulator/create-simulator.ts';
import { createTestDatabase, type TestDatabase } from './database.ts';

/*
 * Two servers and two workers, each with a data folder of its own, on one PostgreSQL, one bucket and one provider that
 * takes five calls a second. Only the database and the bucket know of all four.
 */

const photos = 60;
const audience = 'rollcall';

let folder: string;
let db: TestDatabase;
let bucket: Awaited<ReturnType<typeof createS3StandIn>>;
let provider: Simulator;
let identity: { server: Server; url: string; tokenOf(subject: string): Promise<string> };
const servers: RunningServer[] = [];
const workers: ChildProcess[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rollcall-many-'));
  db = await createTestDatabase({ empty: true });
  bucket = await createS3StandIn();
  provider = await createSimulator({ latencyMs: 300, limits: { requests: { perSecond: 5, burst: 5 } } });
  identity = await startIdentityProvider();
  const env = environment();
  for (const name of ['server-1', 'server-2']) {
    servers.push(await startServer({ dataFolder: await dataFolder(name), baseUrl: provider.baseUrl, env }));
  }
  for (const name of ['worker-1', 'worker-2']) workers.push(await startWorker(await dataFolder(name), env));
});

afterAll(async () => {
  for (const worker of workers) worker.kill('SIGKILL');
  for (const server of servers) await server.kill();
  await provider.close();
  await bucket.close();
  identity.server.close();
  await db.close();
  await rm(folder, { recursive: true });
});

test('two servers and two workers name a batch once, within one rate limit, live on both servers', async () => {
  const [first, second] = servers.map(({ url }) => url) as [string, string];
  const token = await identity.tokenOf('ana');
  const streams = await Promise.all([first, second].map((url) => follow(url, token)));
  const photoIds = await upload(first, token);
  expect(photoIds).toHaveLength(photos);
  await until(async () => (await counts(second, token)).ready === photos);

  const { jobId } = await call<{ jobId: string }>(second, token, 'functions/v1/batch-ai-analysis', {
    photoIds: 'all',
  });
  for (const stream of streams) await until(async () => stream.statusOf(jobId) === 'completed', 60_000);
  expect((await counts(first, token)).named).toBe(photos);

  const { calls, throttled, billed, imagesBilledTwice } = provider.stats();
  expect({ billed, imagesBilledTwice }).toEqual({ billed: photos, imagesBilledTwice: 0 });
  // At the opening each of the four has a few calls under way before it hears of the first refusal; then there are none.
  expect(throttled).toBeLessThanOrEqual(24);
  expect(calls).toBe(photos + throttled);
  const sharers = await db.database.query('select distinct process from rollcall.lane_processes');
  expect(sharers.length).toBe(4);

  for (const stream of streams) expect(stream.photosSeen()).toBe(photos);
  expect(bucket.objects.size).toBe(photos * 3);
  expect([...bucket.objects.keys()].every((key) => key.startsWith('library/'))).toBe(true);
  expect(bucket.uploads.size).toBe(0);
});

test('what one server took in the other one shows, to its owner alone', async () => {
  const [first = '', second = ''] = servers.map(({ url }) => url);
  const token = await identity.tokenOf('ana');
  const { photos: shown } = await list(second, token);
  const thumbnail = `${second}${shown[0]?.urls.thumbnail}`;
  expect(
    (await fetch(thumbnail, { headers: { authorization: `Bearer ${token}` } })).headers.get('content-type'),
  ).toBe('image/webp');
  const stranger = await identity.tokenOf('ben');
  expect((await fetch(thumbnail, { headers: { authorization: `Bearer ${stranger}` } })).status).toBe(404);
  expect((await list(first, stranger)).total).toBe(0);
  expect((await fetch(thumbnail)).status).toBe(401);
});

test('a page that lost its server goes on at the other one where it was, with nothing missing and nothing sent anew', async () => {
  const [first = '', second = ''] = servers.map(({ url }) => url);
  const token = await identity.tokenOf('ana');
  const before = await follow(first, token);
  await until(async () => before.lastId() !== null);
  before.end();
  const [one, two] = (await list(first, token)).photos;
  for (const photo of [one, two]) {
    const renamed = await fetch(`${first}/api/v1/photos/${photo?.id}`, {
      method: 'PATCH',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ name: `by hand ${photo?.id.slice(-4)}` }),
    });
    expect(renamed.status).toBe(200);
  }
  const after = await follow(second, token, before.lastId() ?? undefined);
  await until(async () => after.photosSeen() === 2);
  expect(after.types()).not.toContain('snapshot');
  expect(before.types()).toContain('snapshot');
  after.end();
});

test('all of them end in order when they are told to', async () => {
  const ends = workers.map(async (worker) => {
    worker.kill('SIGTERM');
    return (await once(worker, 'exit'))[0];
  });
  expect(await Promise.all(ends)).toEqual([0, 0]);
  await Promise.all(servers.map((server) => server.stop()));
  expect(await db.database.query('select from rollcall.lane_processes where here')).toEqual([]);
  expect(await db.database.query('select from rollcall.processes')).toEqual([]);
});

function environment(): Record<string, string> {
  return {
    DATABASE_URL: db.connectionString,
    STORAGE: 's3',
    S3_ENDPOINT: bucket.endpoint,
    S3_REGION: bucket.region,
    S3_BUCKET: bucket.bucket,
    S3_ACCESS_KEY_ID: bucket.accessKeyId,
    S3_SECRET_ACCESS_KEY: bucket.secretAccessKey,
    S3_PREFIX: 'library',
    AUTH_JWKS_URL: identity.url,
    AUTH_AUDIENCE: audience,
  };
}

async function dataFolder(name: string): Promise<string> {
  return await mkdtemp(join(folder, `${name}-`));
}

async function startIdentityProvider() {
  const { privateKey, publicKey } = await generateKeyPair('ES256');
  const keys = JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), kid: 'k1', alg: 'ES256' }] });
  const server = createServer((_, response) =>
    response.setHeader('content-type', 'application/json').end(keys),
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    server,
    url: `http://127.0.0.1:${port}/jwks`,
    tokenOf: async (subject: string) =>
      await new SignJWT()
        .setProtectedHeader({ alg: 'ES256', kid: 'k1' })
        .setSubject(subject)
        .setAudience(audience)
        .setExpirationTime('1h')
        .sign(privateKey),
  };
}

async function startWorker(data: string, env: Readonly<Record<string, string>>): Promise<ChildProcess> {
  const child = spawn(process.execPath, [join(import.meta.dirname, '../../src/worker.ts')], {
    cwd: data,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      PATH: process.env['PATH'],
      ROLLCALL_DATA: data,
      LOG_LEVEL: 'warn',
      OPENAI_BASE_URL: provider.baseUrl,
      OPENAI_API_KEY: 'test',
      ROLLCALL_MODEL: 'gpt-sim',
      ...env,
    },
  });
  for await (const said of child.stdout ?? []) if (String(said).includes('worker is ready')) break;
  return child;
}

async function call<T>(url: string, token: string, path: string, body?: object | FormData): Promise<T> {
  const isForm = body instanceof FormData;
  const response = await fetch(`${url}/${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { authorization: `Bearer ${token}`, ...(isForm ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: isForm ? body : JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
  return (await response.json()) as T;
}

interface Listed {
  readonly total: number;
  readonly photos: {
    readonly id: string;
    readonly state: string;
    readonly urls: { readonly thumbnail: string };
  }[];
}

const list = async (url: string, token: string) => await call<Listed>(url, token, 'api/v1/photos?limit=500');

async function counts(url: string, token: string): Promise<Record<string, number>> {
  const { photos: shown } = await list(url, token);
  return Object.fromEntries(
    [...Map.groupBy(shown, ({ state }) => state)].map(([state, all]) => [state, all.length]),
  );
}

async function upload(url: string, token: string): Promise<string[]> {
  const form = new FormData();
  for (const path of await makePhotos(join(folder, 'photos'), photos)) {
    form.append('file', new Blob([await readFile(path)]), path.split('/').at(-1));
  }
  const { photos: taken } = await call<{ photos: { id: string }[] }>(url, token, 'api/v1/photos', form);
  return taken.map(({ id }) => id);
}

/** Reads a server's events as a page does, until the server ends. */
async function follow(url: string, token: string, lastId?: string) {
  const over = new AbortController();
  const response = await fetch(`${url}/api/v1/events`, {
    headers: {
      authorization: `Bearer ${token}`,
      ...(lastId === undefined ? {} : { 'last-event-id': lastId }),
    },
    signal: over.signal,
  });
  let last: string | null = null;
  const types = new Set<string>();
  const statuses = new Map<string, string>();
  const seen = new Set<string>();
  const read = async () => {
    let text = '';
    for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      const events = (text + chunk).split('\n\n');
      text = events.pop() ?? '';
      for (const event of events) {
        last = /^id: (.*)$/mu.exec(event)?.[1] ?? last;
        const type = /^event: (.*)$/mu.exec(event)?.[1];
        if (type !== undefined) types.add(type);
        const data = /^data: (.*)$/mu.exec(event)?.[1];
        if (data === undefined) continue;
        const { jobs = [], photos: changed = [] } = JSON.parse(data);
        for (const job of jobs) statuses.set(job.id, job.status);
        for (const photo of changed) seen.add(photo.id);
      }
    }
  };
  read().catch(() => {});
  return {
    statusOf: (jobId: string) => statuses.get(jobId),
    photosSeen: () => seen.size,
    lastId: () => last,
    types: () => [...types],
    end: () => over.abort(),
  };
}

async function until(isTrue: () => Promise<boolean>, withinMs = 30_000): Promise<void> {
  await expect.poll(isTrue, { timeout: withinMs, interval: 100 }).toBe(true);
}

import { once } from 'node:events';
import { createServer, request as httpRequest, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { describe, expect, test, vi } from 'vitest';
import type { Authenticator } from '../../src/http/session.ts';
import { expireUploads } from '../../src/photos/upload-records.ts';
import { createTestApi, expectCode, read, v1, type Api, type PhotoJson } from './build-api.ts';
import { bodyType, byName, metadata, tus, useTus } from './build-tus.ts';

const { jobs, api, uploads } = useTus();

test('an upload left lying is gone after a day, and its bytes with it', async () => {
  const at = await uploads.create(10);
  await uploads.patch(at, 0, '0123');
  const age = (interval: string) =>
    jobs.database.query(`update rollcall.uploads set created_at = now() - $1::interval where id = $2`, [
      interval,
      at.split('/').at(-1),
    ]);
  await age('24 hours 1 minute');
  expect((await uploads.head(at)).status).toBe(410);
  expectCode(await uploads.patch(at, 4, 'x'), 410, 'upload_gone');
  await age('26 hours');
  await expireUploads(jobs.database);
  expect((await uploads.head(at)).status).toBe(404);
  // Each part was written down for deletion before it was stored.
  const due = await jobs.database.query<{ object_key: string }>(
    `select object_key from rollcall.storage_deletions where due_at < now() + interval '27 hours'`,
  );
  expect(due.map((row) => row.object_key)).toEqual(expect.arrayContaining(uploads.incoming(at)));
});

describe('another server', () => {
  test('goes on where the first one stopped', async () => {
    const other = await createTestApi(jobs, { authenticator: byName });
    const at = await uploads.create(10, { filename: 'two-servers.JPG' });
    await uploads.patch(at, 0, '01234');
    const last = await other.call('PATCH', at, {
      headers: { ...tus, ...bodyType, 'upload-offset': '5' },
      raw: 'fghij',
    });
    expect(last.headers.get('rollcall-photo-id')).toMatch(/^[0-9a-f-]{36}$/u);
  });

  test('that adds to an upload at the same time adds nothing twice', async () => {
    const other = await createTestApi(jobs, { authenticator: byName });
    const at = await uploads.create(6, { filename: 'race.JPG' });
    const send = (to: Api, text: string) =>
      to.call('PATCH', at, { headers: { ...tus, ...bodyType, 'upload-offset': '0' }, raw: text });
    const answers = await Promise.all([send(api, 'aaa'), send(other, 'bbb')]);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([204, 409]));
    expect((await uploads.head(at)).headers.get('upload-offset')).toBe('3');
  });

  test('finishes a whole upload whose server died before it was a photo', async () => {
    const at = await uploads.create(5, { filename: 'unsaid.JPG' });
    const broken = await createTestApi(jobs, {
      authenticator: byName,
      store: { ...jobs.store, read: async () => Promise.reject(new Error('died')) },
    });
    const died = await broken.call('PATCH', at, {
      headers: { ...tus, ...bodyType, 'upload-offset': '0' },
      raw: 'whole',
    });
    expect(died.status).toBe(500);
    const asked = await uploads.head(at);
    expect(asked.headers.get('upload-offset')).toBe('5');
    const id = asked.headers.get('rollcall-photo-id') ?? '';
    expect(read<PhotoJson>(await api.call('GET', v1(`/photos/${id}`))).name).toBe('unsaid.JPG');
    // Whoever asks once more hears the same.
    expect((await uploads.head(at)).headers.get('rollcall-photo-id')).toBe(id);
  });
});

describe('uploads that nobody finishes', () => {
  test('are a hundred at most; one that ends makes room, and others have their own', async () => {
    const cleo: Authenticator = { subjectOf: async () => 'cleo', required: true };
    const other = await createTestApi(jobs, { authenticator: cleo });
    const begin = () =>
      other.call('POST', v1('/uploads'), {
        headers: { ...tus, 'upload-length': '4', ...metadata({ filename: 'A.JPG' }) },
      });
    const begun: string[] = [];
    for (let n = 0; n < 100; n++) begun.push((await begin()).headers.get('location') ?? '');
    const refused = await begin();
    expectCode(refused, 429, 'too_many_uploads');
    expect(read<{ detail: string }>(refused).detail).toMatch(/^Finish or end some of the 100 uploads/u);
    await uploads.create(4);
    await other.call('DELETE', begun[0] ?? '', { headers: tus });
    expect((await begin()).status).toBe(201);
    const finished = await other.call('PATCH', begun[1] ?? '', {
      headers: { ...tus, ...bodyType, 'upload-offset': '0' },
      raw: 'full',
    });
    expect(finished.status).toBe(204);
    expect((await begin()).status).toBe(201);
    expect((await begin()).status).toBe(429);
  });
});

test('a line that breaks keeps what came over it', async () => {
  const listen = getRequestListener(api.app.fetch);
  let received: IncomingMessage | null = null;
  const server = createServer((incomingRequest, response) => {
    received = incomingRequest;
    void listen(incomingRequest, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const at = await uploads.create(10, { filename: 'line.JPG' });
  const sending = httpRequest({
    port,
    host: '127.0.0.1',
    path: at,
    method: 'PATCH',
    headers: { ...tus, ...bodyType, 'upload-offset': '0', 'content-length': '10', host: `localhost:${port}` },
  });
  const broken = once(sending, 'error').catch(() => {});
  sending.write('012345');
  await vi.waitFor(() => expect(received?.readableDidRead).toBe(true));
  sending.destroy(new Error('The line broke'));
  await broken;
  await vi.waitFor(async () => expect((await uploads.head(at)).headers.get('upload-offset')).toBe('6'));
  const last = await uploads.patch(at, 6, '6789');
  expect(last.headers.get('rollcall-photo-id')).toMatch(/^[0-9a-f-]{36}$/u);
  server.close();
});

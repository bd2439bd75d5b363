import { once } from 'node:events';
import { createServer, request as httpRequest, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Authenticator } from '../../src/http/session.ts';
import { expireUploads } from '../../src/photos/upload-records.ts';
import { createTestApi, expectCode, read, v1, type Api, type PhotoJson } from './build-api.ts';
import { createJobs, type Jobs } from './build-jobs.ts';
import { ana, ben } from './build-library.ts';

let jobs: Jobs;
let api: Api;
/** Whoever the header names. */
const byName: Authenticator = { subjectOf: async (token) => (token === 'ben' ? ben : ana), required: true };

beforeAll(async () => {
  jobs = await createJobs();
  api = await createTestApi(jobs, { authenticator: byName });
});
afterEach(() => {
  expect(api.errors.splice(0)).toEqual([]);
});
afterAll(() => jobs.close());

const tus = { 'tus-resumable': '1.0.0' };
const bodyType = { 'content-type': 'application/offset+octet-stream' };
const metadata = (values: Readonly<Record<string, string>>) => ({
  'upload-metadata': Object.entries(values)
    .map(([key, value]) => `${key} ${Buffer.from(value).toString('base64')}`)
    .join(','),
});

async function create(
  bytes: number,
  { headers = {}, ...values }: { filename?: string; folder?: string; headers?: Record<string, string> } = {},
): Promise<string> {
  const answer = await api.call('POST', v1('/uploads'), {
    headers: {
      ...tus,
      'upload-length': String(bytes),
      ...metadata({ filename: 'A.JPG', ...values }),
      ...headers,
    },
  });
  expect(answer.status).toBe(201);
  return answer.headers.get('location') ?? '';
}
const patch = (at: string, offset: number, text: string, headers: Record<string, string> = {}) =>
  api.call('PATCH', at, {
    headers: { ...tus, ...bodyType, 'upload-offset': String(offset), ...headers },
    raw: text,
  });
const head = (at: string, headers: Record<string, string> = {}) =>
  // Not checked against the document: an answer to HEAD has no body.
  api.app.request(`http://localhost:4321${at}`, {
    method: 'HEAD',
    headers: { host: 'localhost:4321', ...tus, ...headers },
  });
const remove = (at: string, headers: Record<string, string> = {}) =>
  api.call('DELETE', at, { headers: { ...tus, ...headers } });
const incoming = (at: string) =>
  jobs.store.keys().filter((key) => key.includes(`/${at.split('/').at(-1) ?? ''}/`));

describe('the protocol', () => {
  test('is told by OPTIONS', async () => {
    const answer = await api.call('OPTIONS', v1('/uploads'));
    expect(answer.status).toBe(204);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'tus-version': '1.0.0',
      'tus-extension': 'creation,creation-with-upload,termination,expiration',
      'tus-max-size': '1000000',
    });
    expect([...answer.headers.keys()].filter((name) => name.startsWith('access-control-'))).toEqual([]);
  });

  test('takes a photo in pieces and says which it became', async () => {
    const at = await create(10, { filename: 'Søndag ☀.JPG', folder: 'Trip/Día 1' });
    expect(at).toMatch(/^\/api\/v1\/uploads\/[0-9a-f-]{36}$/u);
    const first = await patch(at, 0, '01234');
    expect([first.status, first.headers.get('upload-offset')]).toEqual([204, '5']);
    expect(Date.parse(first.headers.get('upload-expires') ?? '') - Date.now()).toBeGreaterThan(
      23 * 3_600_000,
    );
    const asked = await head(at);
    expect([asked.status, asked.headers.get('upload-offset'), asked.headers.get('upload-length')]).toEqual([
      200,
      '5',
      '10',
    ]);
    expect(asked.headers.get('upload-metadata')).toBe(
      metadata({ filename: 'Søndag ☀.JPG', folder: 'Trip/Día 1' })['upload-metadata'],
    );
    expect([asked.headers.get('cache-control'), asked.headers.get('tus-resumable')]).toEqual([
      'no-store',
      '1.0.0',
    ]);
    const last = await patch(at, 5, '56789');
    const id = last.headers.get('rollcall-photo-id') ?? '';
    const photo = read<PhotoJson>(await api.call('GET', v1(`/photos/${id}`)));
    expect([photo.name, photo.folder]).toEqual(['Søndag ☀.JPG', 'Trip/Día 1']);
    const bytes = await api.app.request(`http://localhost:4321${photo.urls.file}`, {
      headers: { host: 'localhost:4321' },
    });
    expect(await bytes.text()).toBe('0123456789');
    expect(incoming(at)).toEqual([]);
  });

  test('takes a photo with its creation', async () => {
    const answer = await api.call('POST', v1('/uploads'), {
      headers: { ...tus, ...bodyType, 'upload-length': '8', ...metadata({ filename: 'whole.JPG' }) },
      raw: 'in whole',
    });
    expect([answer.status, answer.headers.get('upload-offset')]).toEqual([201, '8']);
    expect(answer.headers.get('rollcall-photo-id')).toMatch(/^[0-9a-f-]{36}$/u);
  });

  test('says so when the photo is here already', async () => {
    const ids: (string | null)[] = [];
    for (const expected of [null, 'true']) {
      const last = await patch(await create(4), 0, 'dupe');
      expect(last.headers.get('rollcall-duplicate')).toBe(expected);
      ids.push(last.headers.get('rollcall-photo-id'));
    }
    expect(ids[0]).toBe(ids[1]);
  });

  test('refuses what is no photo with its reason, and keeps nothing of it', async () => {
    const at = await create(9, { filename: 'letter.jpg' });
    const last = await patch(at, 0, 'text here');
    expectCode(last, 422, 'rejected');
    expect(read<{ reason: string; detail: string }>(last)).toMatchObject({
      reason: 'not_a_photo',
      detail: 'letter.jpg is not a photo.',
    });
    expect((await head(at)).status).toBe(404);
    expect(incoming(at)).toEqual([]);
  });

  test('refuses an empty file', async () => {
    const answer = await api.call('POST', v1('/uploads'), { headers: { ...tus, 'upload-length': '0' } });
    expectCode(answer, 422, 'rejected');
    expect(read<{ reason: string }>(answer).reason).toBe('empty_file');
  });

  test('keeps XMP files beside their photos', async () => {
    await patch(await create(5, { filename: 'side.JPG', folder: 'side' }), 0, 'photo');
    const xmp = '<x:xmpmeta xmlns:x="adobe:ns:meta/"></x:xmpmeta>';
    const last = await patch(await create(xmp.length, { filename: 'side.xmp', folder: 'side' }), 0, xmp);
    expect(last.headers.get('rollcall-companion')).toBe('true');
    expect(last.headers.get('rollcall-photo-id')).toMatch(/^[0-9a-f-]{36}$/u);
  });

  test('refuses a piece for another place without harm', async () => {
    const at = await create(10);
    await patch(at, 0, '0123');
    for (const offset of [0, 3, 5, 10]) expectCode(await patch(at, offset, 'x'), 409, 'upload_moved');
    expect((await head(at)).headers.get('upload-offset')).toBe('4');
  });

  test('refuses more bytes than were announced', async () => {
    const at = await create(4);
    expectCode(await patch(at, 0, 'far too long'), 413, 'too_large');
    expect((await head(at)).headers.get('upload-offset')).toBe('0');
  });

  test('refuses a file that is too large before any byte of it', async () => {
    const answer = await api.call('POST', v1('/uploads'), {
      headers: { ...tus, 'upload-length': '1000001' },
    });
    expectCode(answer, 413, 'too_large');
  });

  test('refuses what it does not understand', async () => {
    const at = await create(4);
    expectCode(await patch(at, 0, 'text', { 'content-type': 'image/jpeg' }), 415, 'unsupported_media_type');
    expectCode(await patch(at, -1, 'text'), 400, 'malformed_upload');
    expectCode(await api.call('PATCH', at, { headers: { ...tus, ...bodyType } }), 400, 'malformed_upload');
    const old = await patch(at, 0, 'text', { 'tus-resumable': '0.2.2' });
    expectCode(old, 412, 'tus_version');
    expect(old.headers.get('tus-version')).toBe('1.0.0');
    const post = (headers: Record<string, string>) =>
      api.call('POST', v1('/uploads'), { headers: { ...tus, ...headers } });
    expectCode(await post({}), 400, 'malformed_upload');
    expectCode(await post({ 'upload-length': 'ten' }), 400, 'malformed_upload');
    expectCode(
      await post({ 'upload-length': '4', 'upload-metadata': 'no base64!' }),
      400,
      'malformed_upload',
    );
    expectCode(await post({ 'upload-defer-length': '1' }), 501, 'not_offered');
    expectCode(await post({ 'upload-length': '4', 'upload-concat': 'partial' }), 501, 'not_offered');
    expectCode(await api.call('GET', at), 405, 'method_not_allowed');
    expect((await head(v1('/uploads/nobody'))).status).toBe(404);
    expect((await head(v1(`/uploads/${jobs.newId()}`))).status).toBe(404);
  });

  test('ends an upload on request, with what has come of it', async () => {
    const at = await create(10);
    await patch(at, 0, '0123');
    expect(incoming(at)).toHaveLength(1);
    expect((await remove(at)).status).toBe(204);
    expect(incoming(at)).toEqual([]);
    expect((await head(at)).status).toBe(404);
    expectCode(await patch(at, 4, 'x'), 404, 'upload_not_found');
    expectCode(await remove(at), 404, 'upload_not_found');
  });
});

test("another person's upload does not exist", async () => {
  const at = await create(10);
  await patch(at, 0, '0123');
  const asBen = { authorization: 'Bearer ben' };
  expect((await head(at, asBen)).status).toBe(404);
  expectCode(await patch(at, 4, '456789', asBen), 404, 'upload_not_found');
  expectCode(await remove(at, asBen), 404, 'upload_not_found');
  expect((await head(at)).headers.get('upload-offset')).toBe('4');
});

test('a page elsewhere cannot upload', async () => {
  const answer = await api.call('POST', v1('/uploads'), {
    headers: { ...tus, 'upload-length': '4', origin: 'https://elsewhere.example' },
  });
  expectCode(answer, 403, 'forbidden_origin');
});

test('an upload left lying is gone after a day, and its bytes with it', async () => {
  const at = await create(10);
  await patch(at, 0, '0123');
  const age = (interval: string) =>
    jobs.database.query(`update rollcall.uploads set created_at = now() - $1::interval where id = $2`, [
      interval,
      at.split('/').at(-1),
    ]);
  await age('24 hours 1 minute');
  expect((await head(at)).status).toBe(410);
  expectCode(await patch(at, 4, 'x'), 410, 'upload_gone');
  await age('26 hours');
  await expireUploads(jobs.database);
  expect((await head(at)).status).toBe(404);
  // Each part was written down for deletion before it was stored.
  const due = await jobs.database.query<{ object_key: string }>(
    `select object_key from rollcall.storage_deletions where due_at < now() + interval '27 hours'`,
  );
  expect(due.map((row) => row.object_key)).toEqual(expect.arrayContaining(incoming(at)));
});

describe('another server', () => {
  test('goes on where the first one stopped', async () => {
    const other = await createTestApi(jobs, { authenticator: byName });
    const at = await create(10, { filename: 'two-servers.JPG' });
    await patch(at, 0, '01234');
    const last = await other.call('PATCH', at, {
      headers: { ...tus, ...bodyType, 'upload-offset': '5' },
      raw: 'fghij',
    });
    expect(last.headers.get('rollcall-photo-id')).toMatch(/^[0-9a-f-]{36}$/u);
  });

  test('that adds to an upload at the same time adds nothing twice', async () => {
    const other = await createTestApi(jobs, { authenticator: byName });
    const at = await create(6, { filename: 'race.JPG' });
    const send = (to: Api, text: string) =>
      to.call('PATCH', at, { headers: { ...tus, ...bodyType, 'upload-offset': '0' }, raw: text });
    const answers = await Promise.all([send(api, 'aaa'), send(other, 'bbb')]);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([204, 409]));
    expect((await head(at)).headers.get('upload-offset')).toBe('3');
  });

  test('finishes a whole upload whose server died before it was a photo', async () => {
    const at = await create(5, { filename: 'unsaid.JPG' });
    const broken = await createTestApi(jobs, {
      authenticator: byName,
      store: { ...jobs.store, read: async () => Promise.reject(new Error('died')) },
    });
    const died = await broken.call('PATCH', at, {
      headers: { ...tus, ...bodyType, 'upload-offset': '0' },
      raw: 'whole',
    });
    expect(died.status).toBe(500);
    const asked = await head(at);
    expect(asked.headers.get('upload-offset')).toBe('5');
    const id = asked.headers.get('rollcall-photo-id') ?? '';
    expect(read<PhotoJson>(await api.call('GET', v1(`/photos/${id}`))).name).toBe('unsaid.JPG');
    // Whoever asks once more hears the same.
    expect((await head(at)).headers.get('rollcall-photo-id')).toBe(id);
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
    await create(4);
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

test('the interface’s document tells of resumable uploads', async () => {
  const { paths } = read<{ paths: Record<string, Record<string, { parameters?: { name: string }[] }>> }>(
    await api.call('GET', v1('/openapi.json')),
  );
  expect(Object.keys(paths['/uploads'] ?? {}).toSorted()).toEqual(['options', 'post']);
  expect(Object.keys(paths['/uploads/{id}'] ?? {}).toSorted()).toEqual(['delete', 'head', 'patch']);
  const said = paths['/uploads/{id}']?.['patch']?.parameters?.map(({ name }) => name);
  expect(said).toEqual(['id', 'Tus-Resumable', 'Upload-Offset']);
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
  const at = await create(10, { filename: 'line.JPG' });
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
  await vi.waitFor(async () => expect((await head(at)).headers.get('upload-offset')).toBe('6'));
  const last = await patch(at, 6, '6789');
  expect(last.headers.get('rollcall-photo-id')).toMatch(/^[0-9a-f-]{36}$/u);
  server.close();
});

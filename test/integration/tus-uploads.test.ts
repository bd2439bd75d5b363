import { describe, expect, test } from 'vitest';
import { expectCode, read, v1, type PhotoJson } from './build-api.ts';
import { bodyType, metadata, tus, useTus } from './build-tus.ts';

const { jobs, api, uploads } = useTus();

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
    const at = await uploads.create(10, { filename: 'Søndag ☀.JPG', folder: 'Trip/Día 1' });
    expect(at).toMatch(/^\/api\/v1\/uploads\/[0-9a-f-]{36}$/u);
    const first = await uploads.patch(at, 0, '01234');
    expect([first.status, first.headers.get('upload-offset')]).toEqual([204, '5']);
    expect(Date.parse(first.headers.get('upload-expires') ?? '') - Date.now()).toBeGreaterThan(
      23 * 3_600_000,
    );
    const asked = await uploads.head(at);
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
    const last = await uploads.patch(at, 5, '56789');
    const id = last.headers.get('rollcall-photo-id') ?? '';
    const photo = read<PhotoJson>(await api.call('GET', v1(`/photos/${id}`)));
    expect([photo.name, photo.folder]).toEqual(['Søndag ☀.JPG', 'Trip/Día 1']);
    const bytes = await api.app.request(`http://localhost:4321${photo.urls.file}`, {
      headers: { host: 'localhost:4321' },
    });
    expect(await bytes.text()).toBe('0123456789');
    expect(uploads.incoming(at)).toEqual([]);
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
      const last = await uploads.patch(await uploads.create(4), 0, 'dupe');
      expect(last.headers.get('rollcall-duplicate')).toBe(expected);
      ids.push(last.headers.get('rollcall-photo-id'));
    }
    expect(ids[0]).toBe(ids[1]);
  });

  test('refuses what is no photo with its reason, and keeps nothing of it', async () => {
    const at = await uploads.create(9, { filename: 'letter.jpg' });
    const last = await uploads.patch(at, 0, 'text here');
    expectCode(last, 422, 'rejected');
    expect(read<{ reason: string; detail: string }>(last)).toMatchObject({
      reason: 'not_a_photo',
      detail: 'letter.jpg is not a photo.',
    });
    expect((await uploads.head(at)).status).toBe(404);
    expect(uploads.incoming(at)).toEqual([]);
  });

  test('refuses an empty file', async () => {
    const answer = await api.call('POST', v1('/uploads'), { headers: { ...tus, 'upload-length': '0' } });
    expectCode(answer, 422, 'rejected');
    expect(read<{ reason: string }>(answer).reason).toBe('empty_file');
  });

  test('keeps XMP files beside their photos', async () => {
    await uploads.patch(await uploads.create(5, { filename: 'side.JPG', folder: 'side' }), 0, 'photo');
    const xmp = '<x:xmpmeta xmlns:x="adobe:ns:meta/"></x:xmpmeta>';
    const last = await uploads.patch(
      await uploads.create(xmp.length, { filename: 'side.xmp', folder: 'side' }),
      0,
      xmp,
    );
    expect(last.headers.get('rollcall-companion')).toBe('true');
    expect(last.headers.get('rollcall-photo-id')).toMatch(/^[0-9a-f-]{36}$/u);
  });

  test('refuses a piece for another place without harm', async () => {
    const at = await uploads.create(10);
    await uploads.patch(at, 0, '0123');
    for (const offset of [0, 3, 5, 10]) expectCode(await uploads.patch(at, offset, 'x'), 409, 'upload_moved');
    expect((await uploads.head(at)).headers.get('upload-offset')).toBe('4');
  });

  test('refuses more bytes than were announced', async () => {
    const at = await uploads.create(4);
    expectCode(await uploads.patch(at, 0, 'far too long'), 413, 'too_large');
    expect((await uploads.head(at)).headers.get('upload-offset')).toBe('0');
  });

  test('refuses a file that is too large before any byte of it', async () => {
    const answer = await api.call('POST', v1('/uploads'), {
      headers: { ...tus, 'upload-length': '1000001' },
    });
    expectCode(answer, 413, 'too_large');
  });

  test('refuses what it does not understand', async () => {
    const at = await uploads.create(4);
    expectCode(
      await uploads.patch(at, 0, 'text', { 'content-type': 'image/jpeg' }),
      415,
      'unsupported_media_type',
    );
    expectCode(await uploads.patch(at, -1, 'text'), 400, 'malformed_upload');
    expectCode(await api.call('PATCH', at, { headers: { ...tus, ...bodyType } }), 400, 'malformed_upload');
    const old = await uploads.patch(at, 0, 'text', { 'tus-resumable': '0.2.2' });
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
    expect((await uploads.head(v1('/uploads/nobody'))).status).toBe(404);
    expect((await uploads.head(v1(`/uploads/${jobs.newId()}`))).status).toBe(404);
  });

  test('ends an upload on request, with what has come of it', async () => {
    const at = await uploads.create(10);
    await uploads.patch(at, 0, '0123');
    expect(uploads.incoming(at)).toHaveLength(1);
    expect((await uploads.remove(at)).status).toBe(204);
    expect(uploads.incoming(at)).toEqual([]);
    expect((await uploads.head(at)).status).toBe(404);
    expectCode(await uploads.patch(at, 4, 'x'), 404, 'upload_not_found');
    expectCode(await uploads.remove(at), 404, 'upload_not_found');
  });
});

test("another person's upload does not exist", async () => {
  const at = await uploads.create(10);
  await uploads.patch(at, 0, '0123');
  const asBen = { authorization: 'Bearer ben' };
  expect((await uploads.head(at, asBen)).status).toBe(404);
  expectCode(await uploads.patch(at, 4, '456789', asBen), 404, 'upload_not_found');
  expectCode(await uploads.remove(at, asBen), 404, 'upload_not_found');
  expect((await uploads.head(at)).headers.get('upload-offset')).toBe('4');
});

test('a page elsewhere cannot upload', async () => {
  const answer = await api.call('POST', v1('/uploads'), {
    headers: { ...tus, 'upload-length': '4', origin: 'https://elsewhere.example' },
  });
  expectCode(answer, 403, 'forbidden_origin');
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

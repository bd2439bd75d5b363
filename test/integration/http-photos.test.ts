import { describe, expect, test } from 'vitest';
import { expectCode, form, read, uploadPhotos, useApi, v1, type PhotoJson } from './build-api.ts';
import { useJobs } from './build-jobs.ts';
import { prepared } from './build-library.ts';

const jobs = useJobs();
const api = useApi(jobs);

const upload = (...texts: string[]) => uploadPhotos(jobs, api, texts);

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
    [
      'a broken body',
      { raw: '--x\r\nno', headers: { 'content-type': 'multipart/form-data; boundary=x' } },
      [400],
    ],
  ])('are not found in %s', async (_, asking, statuses) => {
    const answer = await api.call('POST', v1('/photos'), asking);
    expect(statuses).toContain(answer.status);
  });

  test('are listed, shown, renamed, deleted and brought back', async () => {
    const [photo] = await upload('one#1');
    if (photo === undefined) throw new Error('No photo');
    const at = v1(`/photos/${photo.id}`);
    const list = await api.call('GET', v1(`/photos?folder=${photo.folder}&limit=1&sort=name`));
    expect(list.json).toMatchObject({
      total: 1,
      nextCursor: null,
      photos: [{ id: photo.id, state: 'ready' }],
    });
    expect((await api.call('GET', at)).json).toMatchObject({ name: 'one_1.JPG' });
    const renamed = await api.call('PATCH', at, {
      body: { name: 'Mine.jpg' },
      headers: { 'if-match': '"0"' },
    });
    expect(renamed.json).toMatchObject({ name: 'Mine.jpg', nameRev: 1, nameSource: 'hand' });
    expectCode(
      await api.call('PATCH', at, { body: { name: 'x' }, headers: { 'if-match': '0' } }),
      412,
      'name_changed',
    );
    expectCode(
      await api.call('PATCH', at, { body: { name: 'x' }, headers: { 'if-match': 'W/x' } }),
      422,
      'invalid_request',
    );
    expectCode(await api.call('PATCH', at, { body: { name: '...' } }), 422, 'illegal_name');
    expectCode(await api.call('PATCH', at, { body: {} }), 422, 'invalid_request');
    expectCode(await api.call('PATCH', at), 422, 'invalid_request');
    expect((await api.call('DELETE', at)).status).toBe(204);
    expectCode(await api.call('DELETE', at), 404, 'photo_not_found');
    const deleted = await api.call('GET', v1('/photos?state=deleted&sort=name'));
    expect(deleted.json).toMatchObject({ total: 1, photos: [{ name: 'Mine.jpg' }] });
    expectCode(await api.call('GET', `${at}/file`), 404, 'photo_not_found');
    expectCode(await api.call('GET', at), 404, 'photo_not_found');
    expectCode(await api.call('PATCH', at, { body: { name: 'x' } }), 404, 'photo_not_found');
    expect((await api.call('POST', `${at}/restore`)).json).toMatchObject({ name: 'Mine.jpg' });
    expect((await api.call('POST', `${at}/restore`)).status).toBe(200);
  });

  test('tell every name they had, how they came by it, and what was taken back', async () => {
    const [photo] = await upload('history#1');
    const at = v1(`/photos/${photo?.id}`);
    await api.call('PATCH', at, { body: { name: 'first' } });
    await api.call('PATCH', at, { body: { name: 'second' } });
    const ledger = await api.call('GET', v1('/renames?limit=1'));
    const [last] = read<{ renames: { id: string }[] }>(ledger).renames;
    await api.call('POST', v1(`/renames/${last?.id}/undo`), { body: {} });
    expect((await api.call('GET', `${at}/names`)).json).toMatchObject({
      names: [
        { name: 'first.jpg', why: 'undo', undone: false },
        { name: 'second.jpg', why: 'hand', undone: true },
        { name: 'first.jpg', why: 'hand', undone: false },
        { name: 'history_1.JPG', why: 'upload', undone: false },
      ],
    });
    expectCode(await api.call('GET', v1(`/photos/${jobs.newId()}/names`)), 404, 'photo_not_found');
  });

  test('whose name is taken are refused with one that is free', async () => {
    const [a, b] = await upload('tak#1', 'tak#2');
    await api.call('PATCH', v1(`/photos/${a?.id}`), { body: { name: 'same' } });
    const taken = await api.call('PATCH', v1(`/photos/${b?.id}`), { body: { name: 'SAME' } });
    expectCode(taken, 409, 'name_taken');
    expect(taken.json).toMatchObject({ suggestion: 'SAME-2.jpg' });
  });

  test('are not given a name too long for a file: what would be left of it is offered', async () => {
    const [photo] = await upload('lng#1');
    const at = v1(`/photos/${photo?.id}`);
    const refused = await api.call('PATCH', at, { body: { name: `${'é'.repeat(5000)}.jpg` } });
    expectCode(refused, 422, 'name_too_long');
    expect(refused.json).toMatchObject({ suggestion: `${'é'.repeat(100)}.jpg` });
    expect((await api.call('GET', at)).json).toMatchObject({ name: 'lng_1.JPG' });
    expect((await api.call('PATCH', at, { body: { name: 'é'.repeat(100) } })).status).toBe(200);
  });

  test.each([
    ['?limit=0', 422],
    ['?limit=501', 422],
    ['?limit=x', 422],
    ['?sort=size', 422],
    ['?state=lost', 422],
    ['?cursor=zzz', 400],
    ['?cursor=', 400],
    [
      `?cursor=${Buffer.from('["taken","2020-02-31","a","00000000-0000-7000-8000-000000000001"]').toString('base64url')}`,
      400,
    ],
    ['?q=%00', 200],
    ['?q=%25_%5C', 200],
    [`?q=${'a%20'.repeat(120)}`, 422],
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

test('a picture still being prepared has no preview yet, and says so', async () => {
  jobs.prepareAs((text) => prepared(text));
  const answer = await api.call('POST', v1('/photos'), { raw: form([[`raw${jobs.newId()}`, 'r.jpg']]) });
  const [photo] = read<{ photos: PhotoJson[] }>(answer).photos;
  expect(photo?.state).toBe('preparing');
  expectCode(await api.call('GET', photo?.urls.preview ?? ''), 404, 'not_found');
});

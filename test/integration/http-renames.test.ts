import { describe, expect, test } from 'vitest';
import { expectCode, read, uploadPhotos, useApi, v1 } from './build-api.ts';
import { useJobs } from './build-jobs.ts';

const jobs = useJobs();
const api = useApi(jobs);

const upload = (...texts: string[]) => uploadPhotos(jobs, api, texts);

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
    expect((await api.call('GET', v1('/renames?limit=1'))).json).toMatchObject({
      renames: [{ id, count: 2 }],
    });
    expect((await api.call('GET', v1(`/renames/${id}`))).json).toMatchObject({
      id,
      why: 'template',
      undoneBy: null,
    });
    const page = await api.call('GET', v1(`/renames/${id}/entries?limit=1`));
    const { nextCursor } = read<{ nextCursor: string }>(page);
    expect((await api.call('GET', v1(`/renames/${id}/entries?cursor=${nextCursor}`))).json).toMatchObject({
      nextCursor: null,
    });
    const undone = await api.call('POST', v1(`/renames/${id}/undo`), { body: {} });
    expect(undone.json).toMatchObject({ undoes: id, count: 2, skipped: [] });
    expect((await api.call('GET', v1(`/renames/${id}`))).json).toMatchObject({
      undoneBy: read<{ id: string }>(undone).id,
    });
  });

  test('by names given one by one is applied together or not at all', async () => {
    const [a = '', b = ''] = (await upload('ent#1', 'ent#2')).map((photo) => photo.id);
    const entries = (first: string, second: string) => ({
      body: {
        entries: [
          { photoId: a, name: first },
          { photoId: b, name: second },
        ],
      },
    });
    expectCode(await api.call('POST', v1('/renames'), entries('x', 'X')), 409, 'name_conflicts');
    expect((await api.call('POST', v1('/renames'), entries('x', 'y'))).json).toMatchObject({
      why: 'hand',
      count: 2,
    });
    expectCode(await api.call('POST', v1('/renames'), entries('x', 'y')), 422, 'nothing_to_do');
    const long = await api.call('POST', v1('/renames'), entries('z', 'w'.repeat(10_000)));
    expectCode(long, 409, 'name_conflicts');
    expect(long.json).toMatchObject({ rows: [{ photoId: b, status: 'too_long' }] });
    const unknown = { body: { entries: [{ photoId: jobs.newId(), name: 'x' }] } };
    expectCode(await api.call('POST', v1('/renames'), unknown), 422, 'unknown_photos');
  });

  test.each([
    ['POST', '/renames', {}, 422, 'invalid_request'],
    ['POST', '/renames', { body: { entries: [] } }, 422, 'invalid_request'],
    ['POST', '/renames', { body: { photoIds: 'all', template: { pattern: '{' } } }, 422, 'illegal_pattern'],
    [
      'POST',
      '/renames/preview',
      { body: { photoIds: 'all', template: { pattern: '' } } },
      422,
      'invalid_request',
    ],
    ['GET', '/renames?cursor=%00', {}, 400, 'bad_cursor'],
    ['GET', '/renames/00000000-0000-7000-8000-000000000001', {}, 404, 'rename_not_found'],
    ['GET', '/renames/00000000-0000-7000-8000-000000000001/entries', {}, 404, 'rename_not_found'],
    ['POST', '/renames/00000000-0000-7000-8000-000000000001/undo', {}, 404, 'rename_not_found'],
    ['POST', '/renames/x/undo', {}, 422, 'invalid_request'],
  ] as const)('that is wrong is refused: %s %s %j', async (method, path, asking, status, code) => {
    expectCode(await api.call(method, v1(path), asking), status, code);
  });
});

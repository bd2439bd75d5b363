import { describe, expect, test } from 'vitest';
import { expectCode, read, uploadPhotos, useApi, v1, type JobJson } from './build-api.ts';
import { useJobs, work, workToTheEnd } from './build-jobs.ts';
import { ok } from './build-lanes.ts';

const jobs = useJobs();
const api = useApi(jobs);

const upload = (...texts: string[]) => uploadPhotos(jobs, api, texts);

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
    expect((await api.call('GET', v1(`/jobs/${jobId}`))).json).toMatchObject({
      status: 'completed',
      succeeded: 2,
    });
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
    const other = await api.call('POST', v1('/jobs'), {
      body: { ...body, options: { language: 'es' } },
      headers,
    });
    expectCode(other, 422, 'idempotency_conflict');
    await workToTheEnd(jobs);
  });

  test.each([
    ['an empty body', {}, 422, 'invalid_request'],
    ['a body of nothing', { raw: '', headers: { 'content-type': 'text/plain' } }, 422, 'invalid_request'],
    [
      'half a body',
      { raw: '{"photoIds":', headers: { 'content-type': 'application/json' } },
      400,
      'malformed_json',
    ],
    [
      'a form',
      { raw: 'photoIds=all', headers: { 'content-type': 'application/x-www-form-urlencoded' } },
      415,
      'unsupported_media_type',
    ],
    [
      'plain text',
      { raw: '{"photoIds":"all"}', headers: { 'content-type': 'text/plain' } },
      415,
      'unsupported_media_type',
    ],
    ['a list', { body: [] }, 422, 'invalid_request'],
    ['null', { body: null }, 422, 'invalid_request'],
    ['no photos', { body: { photoIds: [] } }, 422, 'no_photos'],
    ['no ids', { body: { photoIds: ['x'] } }, 422, 'invalid_request'],
    [
      'unknown photos',
      { body: { photoIds: ['00000000-0000-7000-8000-000000000001'] } },
      422,
      'unknown_photos',
    ],
    ['another model', { body: { photoIds: 'all', options: { model: 'gpt-0' } } }, 422, 'unknown_model'],
    ['another provider', { body: { photoIds: 'all', options: { provider: 'x' } } }, 422, 'unknown_model'],
    [
      'a wrong pattern',
      { body: { photoIds: 'all', options: { template: { pattern: '{titel}' } } } },
      422,
      'illegal_pattern',
    ],
    ['a wrong option', { body: { photoIds: 'all', options: { apply: 'now' } } }, 422, 'invalid_request'],
    [
      'a wrong language',
      { body: { photoIds: 'all', options: { language: '../en' } } },
      422,
      'invalid_request',
    ],
    ['a negative budget', { body: { photoIds: 'all', options: { budgetUsd: -1 } } }, 422, 'invalid_request'],
    [
      'a key too long',
      { body: { photoIds: 'all' }, headers: { 'idempotency-key': 'k'.repeat(256) } },
      422,
      'invalid_request',
    ],
  ])('is refused for %s', async (_, asking, status, code) => {
    await upload(`filler${jobs.newId()}`);
    expectCode(await api.call('POST', v1('/jobs'), asking), status, code);
    if (!('headers' in asking))
      expectCode(await api.call('POST', v1('/jobs/estimate'), asking), status, code);
  });

  test('with U+0000 in a text is refused or taken, never a mistake', async () => {
    const [photo] = await upload('nul#1');
    const body = { photoIds: [photo?.id], options: { context: 'a\u0000b', apply: 'nothing' } };
    const answer = await api.call('POST', v1('/jobs'), { body });
    expect(answer.status).toBeLessThan(500);
    expect(
      (await api.call('PATCH', v1(`/photos/${photo?.id}`), { body: { name: 'a\u0000b' } })).json,
    ).toMatchObject({
      name: 'ab.jpg',
    });
  });

  test('is estimated, paused, resumed, canceled and retried', async () => {
    const photos = await upload('ctl#1', 'ctl#2');
    const photoIds = photos.map((photo) => photo.id);
    expect((await api.call('POST', v1('/jobs/estimate'), { body: { photoIds } })).json).toMatchObject({
      total: 2,
    });
    const { jobId } = read<{ jobId: string }>(await api.call('POST', v1('/jobs'), { body: { photoIds } }));
    const act = (action: string, body?: unknown) =>
      api.call('POST', v1(`/jobs/${jobId}/${action}`), body === undefined ? {} : { body });
    expect((await act('pause')).json).toMatchObject({ status: 'paused', reason: 'user' });
    expect((await act('resume')).json).toMatchObject({ status: 'pending', reason: null });
    expect((await act('cancel')).json).toMatchObject({ status: 'canceled', canceled: 2 });
    expect((await act('retry')).json).toMatchObject({ status: 'canceled' });
    expect((await act('retry', { photoIds })).status).toBe(200);
    expectCode(await act('retry', { photoIds: ['x'] }), 422, 'invalid_request');
    const refused = await act('resume');
    expectCode(refused, 409, 'not_now');
    expect(refused.json).toMatchObject({ status: 409, jobStatus: 'canceled' });
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

import { describe, expect, test } from 'vitest';
import { expectCode, read, uploadPhotos, useApi, v1 } from './build-api.ts';
import { useJobs, work } from './build-jobs.ts';
import { titled } from './build-lanes.ts';

const jobs = useJobs();
const api = useApi(jobs);

const idsOf = async (...texts: string[]) => (await uploadPhotos(jobs, api, texts)).map((photo) => photo.id);
const jobOf = async (id: string) => read<{ undone: boolean }>(await api.call('GET', v1(`/jobs/${id}`)));
const undo = async (id: string) =>
  read<{ id: string }>(await api.call('POST', v1(`/renames/${id}/undo`), { body: {} })).id;

async function rename(entries: { photoId: string; name: string }[]): Promise<string> {
  return read<{ id: string }>(await api.call('POST', v1('/renames'), { body: { entries } })).id;
}

async function newestRename(): Promise<string> {
  const answer = await api.call('GET', v1('/renames?limit=1'));
  return read<{ renames: { id: string }[] }>(answer).renames[0]?.id ?? '';
}

describe('the ledger', () => {
  test('is searched by a part of an old or a new name, wildcards being letters', async () => {
    const [a = '', b = ''] = await idsOf('find#1', 'find#2');
    const first = await rename([
      { photoId: a, name: 'Lighthouse at dawn' },
      { photoId: b, name: '100_percent' },
    ]);
    await rename([{ photoId: a, name: 'other' }]);
    const found = async (q: string) => {
      const answer = await api.call('GET', v1(`/renames?q=${encodeURIComponent(q)}`));
      return read<{ renames: { id: string }[] }>(answer).renames.map(({ id }) => id);
    };
    expect(await found('LIGHTHOUSE')).toHaveLength(2);
    expect(await found('find_2')).toEqual([first]);
    expect(await found('100_p')).toEqual([first]);
    expect(await found('100%p')).toEqual([]);
    const entries = await api.call('GET', v1(`/renames/${first}/entries?q=dawn`));
    expect(entries.json).toMatchObject({ entries: [{ photoId: a }], nextCursor: null });
  });

  test('is a table for spreadsheets, of one rename or of all, and none of it is a formula', async () => {
    const [a = ''] = await idsOf('csv#1');
    const id = await rename([{ photoId: a, name: '=1+2, a "b"' }]);
    await rename([{ photoId: a, name: 'later' }]);
    const one = await api.call('GET', v1(`/renames.csv?renameId=${id}`));
    expect(one.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(one.headers.get('content-disposition')).toContain('rollcall-names.csv');
    const lines = one.text.trim().split('\r\n');
    expect(lines).toHaveLength(2);
    expect(lines[0]?.replace('\uFEFF', '')).toBe('time,why,folder,old,new');
    expect(lines[1]).toContain(',hand,');
    expect(lines[1]).not.toMatch(/,=|,"=/u);
    const all = (await api.call('GET', v1('/renames.csv'))).text.split('\r\n');
    expect(all[1]).toContain('later.jpg');
    expect(all.length).toBeGreaterThan(3);
    expectCode(await api.call('GET', v1(`/renames.csv?renameId=${jobs.newId()}`)), 404, 'rename_not_found');
  });

  test('of more lines than are read at once has each once', async () => {
    const [a = ''] = await idsOf('many#1');
    const id = await rename([{ photoId: a, name: 'first' }]);
    await jobs.database.query(
      `insert into rollcall.rename_entries (owner_id, rename_id, photo_id, name_rev, old, new, old_source)
       select owner_id, rename_id, photo_id, n, 'o' || n, 'n' || n, 'hand'
       from rollcall.rename_entries, generate_series(2, 2500) n where rename_id = $1`,
      [id],
    );
    const lines = (await api.call('GET', v1(`/renames.csv?renameId=${id}`))).text.trim().split('\r\n');
    expect(lines).toHaveLength(2501);
    expect(new Set(lines).size).toBe(2501);
  });
});

describe('a rename that was undone and redone', () => {
  const undoneBy = async (id: string) =>
    read<{ undoneBy: string | null }>(await api.call('GET', v1(`/renames/${id}`))).undoneBy;
  const nameOf = async (id: string) =>
    read<{ name: string }>(await api.call('GET', v1(`/photos/${id}`))).name;

  test('is not undone any more, and can be undone again, as often as one likes', async () => {
    const [a = ''] = await idsOf('redo#1');
    const before = await nameOf(a);
    const id = await rename([{ photoId: a, name: 'Anna' }]);
    const first = await undo(id);
    expect(await undoneBy(id)).toBe(first);
    const redo = await undo(first);
    expect([await undoneBy(id), await undoneBy(first)]).toEqual([null, redo]);
    expect(await undo(first)).toBe(redo);
    expect(await nameOf(a)).toBe('Anna.jpg');
    const second = await undo(id);
    expect(await undoneBy(id)).toBe(second);
    expect(await undo(id)).toBe(second);
    expect(await nameOf(a)).toBe(before);
    await undo(second);
    expect(await nameOf(a)).toBe('Anna.jpg');
    const listed = await api.call('GET', v1('/renames?limit=5'));
    const all = read<{ renames: { id: string; undoneBy: string | null }[] }>(listed).renames;
    expect(all.find((each) => each.id === id)?.undoneBy).toBeNull();
  });

  test('goes back with the photo that had stayed behind, deleted, when it was redone', async () => {
    const [a = '', b = ''] = await idsOf('stay#1', 'stay#2');
    const before = [await nameOf(a), await nameOf(b)];
    const id = await rename([
      { photoId: a, name: 'Here' },
      { photoId: b, name: 'Gone' },
    ]);
    await api.call('DELETE', v1(`/photos/${b}`));
    await undo(await undo(id));
    await api.call('POST', v1(`/photos/${b}/restore`));
    await undo(id);
    expect([await nameOf(a), await nameOf(b)]).toEqual(before);
  });
});

describe('a job', () => {
  test('is undone once its names went back, and no longer when they come again', async () => {
    const started = await api.call('POST', v1('/jobs'), { body: { photoIds: await idsOf('back#1') } });
    const job = read<{ jobId: string }>(started).jobId;
    await work(jobs);
    expect((await jobOf(job)).undone).toBe(false);
    const undoId = await undo(await newestRename());
    expect((await jobOf(job)).undone).toBe(true);
    await undo(undoId);
    expect((await jobOf(job)).undone).toBe(false);
    const listed = await api.call('GET', v1('/jobs?limit=1'));
    expect(listed.json).toMatchObject({ jobs: [{ id: job, undone: false }] });
  });

  test('asks with its new note what was not asked yet', async () => {
    const ids = await idsOf('note#1', 'note#2');
    const answer = await api.call('POST', v1('/jobs'), { body: { photoIds: ids } });
    const { jobId } = read<{ jobId: string }>(answer);
    const asked: string[] = [];
    jobs.lanes.script((call) => {
      asked.push(call.request.question.context);
      return titled(call);
    });
    await work(jobs, { maxItems: 1 });
    const changed = await api.call('PATCH', v1(`/jobs/${jobId}`), {
      body: { context: 'The bride is Anna.' },
    });
    expect(changed.json).toMatchObject({ options: { context: 'The bride is Anna.' } });
    await work(jobs);
    expect(asked).toEqual(['', 'The bride is Anna.']);
    const late = await api.call('PATCH', v1(`/jobs/${jobId}`), { body: { context: 'x' } });
    expectCode(late, 409, 'not_now');
    // The answer is stored under the question it answers: asked again with that note, it is already there.
    const again = { photoIds: ids, options: { context: 'The bride is Anna.', alreadyNamed: 'again' } };
    expect((await api.call('POST', v1('/jobs/estimate'), { body: again })).json).toMatchObject({ reused: 1 });
  });

  test('of somebody else, or with too long a note, keeps its own', async () => {
    const path = v1('/jobs/00000000-0000-7000-8000-000000000001');
    expectCode(await api.call('PATCH', path, { body: { context: 'x' } }), 404, 'job_not_found');
    const long = { body: { context: 'x'.repeat(501) } };
    expectCode(await api.call('PATCH', path, long), 422, 'invalid_request');
  });
});

test('deleted photos are listed by when they were deleted, page by page', async () => {
  const [a = '', b = '', c = ''] = await idsOf('gone#1', 'gone#2', 'gone#3');
  for (const id of [b, c, a]) await api.call('DELETE', v1(`/photos/${id}`));
  type Page = { photos: { id: string; deletedAt: string | null }[]; nextCursor: string };
  const first = read<Page>(await api.call('GET', v1('/photos?state=deleted&limit=2')));
  expect(first.photos.map(({ id }) => id)).toEqual([a, c]);
  expect(first.photos[0]?.deletedAt).toMatch(/^20\d\d-/u);
  const next = await api.call('GET', v1(`/photos?state=deleted&limit=2&cursor=${first.nextCursor}`));
  expect(read<Page>(next).photos[0]?.id).toBe(b);
});

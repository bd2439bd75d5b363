import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { endLiveItem } from '../../src/jobs/end-live-item.ts';
import { deletePhoto } from '../../src/photos/delete-photos.ts';
import { renameByHand } from '../../src/photos/rename-by-hand.ts';
import { createTestApi, type Api } from './build-api.ts';
import { createJobs, makeDue, startJob, work, type Jobs } from './build-jobs.ts';
import { addPhotos, seedPhotos } from './build-library.ts';
import { ownerIdFor } from '../../src/database/ids.ts';

let jobs: Jobs;
let api: Api;
let ownerId: string;

beforeAll(async () => {
  jobs = await createJobs();
  api = await createTestApi(jobs);
  ownerId = await ownerIdFor('local');
  await api.call('GET', '/api/v1/jobs');
});
afterAll(async () => {
  expect(api.errors).toEqual([]);
  await jobs.close();
});

interface Event {
  readonly name: string;
  readonly id: number;
  readonly data: {
    readonly seq: number;
    readonly jobs?: { id: string; status: string; succeeded: number }[];
    readonly photos?: { id: string; name: string; state: string }[];
    readonly removed?: string[];
    readonly counts?: { all: number };
  };
}

/** Opens the stream, reads events until one is enough, and leaves. */
async function listen(lastEventId: number | null, isEnough: (events: Event[]) => boolean): Promise<Event[]> {
  const over = new AbortController();
  const headers: Record<string, string> = { host: 'localhost:4321' };
  if (lastEventId !== null) headers['last-event-id'] = String(lastEventId);
  const response = await api.app.request('http://localhost:4321/api/v1/events', {
    headers,
    signal: over.signal,
  });
  expect(response.headers.get('content-type')).toContain('text/event-stream');
  const events: Event[] = [];
  let rest = '';
  const decoder = new TextDecoder();
  for await (const chunk of response.body ?? []) {
    rest += decoder.decode(chunk, { stream: true });
    const blocks = rest.split('\n\n');
    rest = blocks.pop() ?? '';
    events.push(...blocks.filter((block) => block.startsWith('event:')).map(parse));
    if (isEnough(events)) break;
  }
  over.abort(new Error('Enough'));
  return events;
}

function parse(block: string): Event {
  const field = (name: string) =>
    block
      .split('\n')
      .find((line) => line.startsWith(`${name}: `))
      ?.slice(name.length + 2) ?? '';
  return { name: field('event'), id: Number(field('id')), data: JSON.parse(field('data')) as Event['data'] };
}

const some = (events: Event[]) => events.length > 0;

async function head(): Promise<number> {
  const [row] = await jobs.database.query<{ seq: number }>('select seq from rollcall.owners where id = $1', [
    ownerId,
  ]);
  return row?.seq ?? 0;
}

const add = (...texts: string[]) => addPhotos(jobs, texts, { ownerId, folder: jobs.newId() });

describe('the stream', () => {
  test('begins with a snapshot: what runs, and how many photos there are', async () => {
    const ids = await add('s#1');
    const id = await startJob(jobs, ids, { ownerId });
    const [first] = await listen(null, some);
    expect(first).toMatchObject({ name: 'snapshot', id: await head() });
    expect(first?.data.jobs?.map((job) => job.id)).toContain(id);
    expect(first?.data.counts?.all).toBe(1);
    await work(jobs);
  });

  test('tells from where it was left what has changed, and nothing else', async () => {
    const [a = '', b = ''] = await add('t#1', 't#2');
    const last = await head();
    await jobs.database.asUser(ownerId, (tx) =>
      renameByHand(tx, { ownerId, photoId: a, name: 'told', newId: jobs.newId }),
    );
    const events = await listen(last, some);
    expect(events).toMatchObject([
      { name: 'photos', data: { removed: [], photos: [{ id: a, name: 'told.jpg' }] } },
    ]);
    expect(events[0]?.data.photos?.map((photo) => photo.id)).not.toContain(b);
    expect(events[0]?.id).toBe(await head());
  });

  test('names what was deleted', async () => {
    const [a = ''] = await add('d#1');
    const last = await head();
    await jobs.database.asUser(ownerId, (tx) => deletePhoto(tx, { ownerId, photoId: a, endLiveItem }));
    expect(await listen(last, some)).toMatchObject([{ name: 'photos', data: { removed: [a], photos: [] } }]);
  });

  test('shows a photo waiting and being looked at, though only its item has changed', async () => {
    const ids = await add('w#1');
    const last = await head();
    const id = await startJob(jobs, ids, { ownerId });
    const events = await listen(last, (seen) => seen.some((event) => event.name === 'photos'));
    expect(events.find((event) => event.name === 'jobs')?.data.jobs?.map((job) => job.id)).toEqual([id]);
    expect(events.find((event) => event.name === 'photos')?.data.photos).toMatchObject([
      { state: 'waiting' },
    ]);
    await work(jobs);
  });

  test('put together from any point gives what the tables say', async () => {
    const ids = await add(...Array.from({ length: 12 }, (_, i) => `all#${i}`));
    const from = await head();
    const names = new Map<string, string>();
    let done: string | undefined;
    const reading = listen(from, (events) => {
      for (const { data } of events) for (const photo of data.photos ?? []) names.set(photo.id, photo.name);
      done = events.flatMap(({ data }) => data.jobs ?? []).findLast((job) => job.status === 'completed')?.id;
      return (
        done !== undefined &&
        ids.every((id) => names.get(id)?.startsWith('all') && names.get(id)?.endsWith('.jpg'))
      );
    });
    const id = await startJob(jobs, ids, { ownerId });
    await makeDue(jobs);
    await work(jobs);
    api.changes.announce(ownerId);
    await reading;
    expect(done).toBe(id);
    const rows = await jobs.database.query<{ id: string; name: string }>(
      `select id, stem || '.' || extension as name from rollcall.photos where id = any($1::uuid[])`,
      [ids],
    );
    for (const row of rows) expect(names.get(row.id)).toBe(row.name);
  });

  test('starts anew after more than 500 changes, after more jobs than it tells, and from a point that never was', async () => {
    const last = await head();
    await seedPhotos(jobs, { n: 501, title: 'flood', ownerId, folder: 'flood' });
    await jobs.database.query(
      `with o as (update rollcall.owners set seq = seq + 1 where id = $1 returning seq)
       update rollcall.photos set seq = o.seq from o where owner_id = $1 and folder = 'flood'`,
      [ownerId],
    );
    expect((await listen(last, some))[0]?.name).toBe('snapshot');
    expect((await listen((await head()) + 1000, some))[0]?.name).toBe('snapshot');
    const beforeJobs = await head();
    const ids = await add('old#1');
    for (let i = 0; i < 101; i++) await startJob(jobs, ids, { ownerId });
    expect((await listen(beforeJobs, some))[0]?.name).toBe('snapshot');
    await work(jobs);
  });
});

describe('asked instead of listened to', () => {
  const ask = async (since: number | null) => {
    const query = since === null ? '' : `?since=${since}`;
    const { status, json } = await api.call('GET', `/api/v1/changes${query}`);
    expect(status).toBe(200);
    const { seq, events } = json as { seq: number; events: { type: string; data: Event['data'] }[] };
    return { seq, events: events.map(({ type, data }) => ({ name: type, id: seq, data })) };
  };

  test('it tells what the stream would: a snapshot first, then what changed, then nothing', async () => {
    const first = await ask(null);
    expect(first.events).toEqual(await listen(null, some));
    const [a = ''] = await add('asked#1');
    await jobs.database.asUser(ownerId, (tx) =>
      renameByHand(tx, { ownerId, photoId: a, name: 'asked', newId: jobs.newId }),
    );
    const next = await ask(first.seq);
    expect(next.events).toMatchObject([{ name: 'photos', data: { photos: [{ id: a, name: 'asked.jpg' }] } }]);
    expect(next.events).toEqual(await listen(first.seq, some));
    expect(await ask(next.seq)).toEqual({ seq: next.seq, events: [] });
    expect((await ask(next.seq + 1000)).events[0]?.name).toBe('snapshot');
  });

  test('a point that is none is refused', async () => {
    expect((await api.call('GET', '/api/v1/changes?since=yesterday')).status).toBe(422);
  });
});

import { describe, expect, test } from 'vitest';
import { ownerIdFor } from '../../src/database/ids.ts';
import { zipEntries } from '../e2e/zip-entries.ts';
import { createTestApi, form, read, uploadPhotos, useApi, v1, type PhotoJson } from './build-api.ts';
import { startJob, useJobs, work } from './build-jobs.ts';
import { prepareAll, prepared } from './build-library.ts';
import type { MemoryStore } from './build-store.ts';

const jobs = useJobs();
const api = useApi(jobs);

const at = 'http://localhost:4321/api/v1/export';
const host = { host: 'localhost:4321' };
const formType = { 'content-type': 'application/x-www-form-urlencoded' };
/** As the browser sends a form of the page itself. */
const ownForm = { ...formType, origin: 'http://localhost:4321', 'sec-fetch-site': 'same-origin' };

const byQuery = (photoIds?: string) =>
  api.app.request(photoIds === undefined ? at : `${at}?photoIds=${photoIds}`, { headers: host });
const byJson = (photoIds: unknown) =>
  api.app.request(at, {
    method: 'POST',
    headers: { ...host, 'content-type': 'application/json' },
    body: JSON.stringify({ photoIds }),
  });
const byForm = (photoIds: string, headers: Record<string, string> = ownForm) =>
  api.app.request(at, {
    method: 'POST',
    headers: { ...host, ...headers },
    body: new URLSearchParams({ photoIds }).toString(),
  });
const bytesOf = async (response: Response) => Buffer.from(await response.arrayBuffer());
const entriesOf = async (response: Response) => zipEntries(await bytesOf(response));
/** The list of a ZIP, which is its last entry and stored as it is. */
const listOf = (zip: Buffer) => zip.toString('utf8', zip.lastIndexOf('\uFEFFfolder,old,new'));

async function upload(...files: (readonly [text: string, filename: string, folder?: string])[]) {
  const answer = await api.call('POST', v1('/photos'), { raw: form(files) });
  await prepareAll(jobs);
  return read<{ photos: PhotoJson[] }>(answer).photos;
}

describe('the same ZIP', () => {
  test('comes by query, by JSON and by a form', async () => {
    const ids = (await uploadPhotos(jobs, api, ['same#1', 'same#2'])).map((photo) => photo.id);
    const answers = [await byQuery(ids.join(',')), await byJson(ids), await byForm(ids.join(','))];
    const charset = { ...ownForm, 'content-type': `${formType['content-type']}; charset=UTF-8` };
    answers.push(await byForm(ids.join(','), charset));
    for (const answer of answers) {
      expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/zip']);
      expect(answer.headers.get('content-disposition')).toBe('attachment; filename="rollcall-2-photos.zip"');
    }
    const [first, ...others] = await Promise.all(answers.map(bytesOf));
    expect(first?.toString('latin1')).toContain('same#2');
    for (const other of others) expect(other).toEqual(first);
  });

  test('of all photos comes by each of them', async () => {
    const { total } = read<{ total: number }>(await api.call('GET', v1('/photos?limit=1')));
    for (const answer of [await byQuery(), await byQuery('all'), await byJson('all'), await byForm('all')]) {
      expect(await entriesOf(answer)).toHaveLength(total + 1);
    }
  });

  test('has a photo once that is asked for twice', async () => {
    const [photo] = await uploadPhotos(jobs, api, ['twice#1']);
    const id = photo?.id ?? '';
    expect(await entriesOf(await byJson([id, id]))).toHaveLength(2);
    expect(await entriesOf(await byForm(`${id},${id}`))).toHaveLength(2);
  });
});

describe('another site', () => {
  test.each([
    ['its form', { ...formType, origin: 'https://elsewhere.example' }],
    ['a form of a sandboxed frame', { ...formType, origin: 'null' }],
    ['a form without an origin', { ...formType, 'sec-fetch-site': 'cross-site' }],
    ['another port', { ...formType, origin: 'http://localhost:9999', 'sec-fetch-site': 'same-site' }],
  ])('cannot have it: %s', async (_, headers) => {
    const answer = await byForm('all', headers);
    expect([answer.status, await answer.json()]).toMatchObject([403, { code: 'forbidden_origin' }]);
  });

  test('cannot send a form anywhere else either, nor can the page', async () => {
    for (const path of ['/jobs', '/renames', '/jobs/export', '/photos/export']) {
      const asking = { raw: 'photoIds=all', headers: ownForm };
      expect([404, 415]).toContain((await api.call('POST', v1(path), asking)).status);
    }
    expect((await api.call('GET', v1('/jobs'))).json).toMatchObject({ jobs: [] });
  });

  test('is told nothing of where a person comes from, yet forms of the page say it to us', async () => {
    // With `no-referrer` browsers send `Origin: null` along with a form, which is refused above.
    const { headers } = await api.call('GET', v1('/photos'));
    expect(headers.get('referrer-policy')).toBe('same-origin');
  });
});

test.each(['', ',', 'x', `${'0'.repeat(8)}-0000-7000-8000-${'0'.repeat(12)}`])(
  'of no photo (%j) there is none',
  async (photoIds) => {
    for (const answer of [
      await byForm(photoIds),
      await byQuery(photoIds),
      await byJson(photoIds.split(',')),
    ]) {
      expect(answer.status).toBe(422);
      expect(await answer.json()).toMatchObject({ status: 422 });
    }
  },
);

test('names in it are the current ones, in their folders, and its list tells old, new and what was seen', async () => {
  const photos = await upload(
    ['=beach#1', '=cmd.JPG', 'Trip/Day 1'],
    ['city#1', 'IMG_1.JPG', 'Trip'],
    ['gone#1', 'IMG_2.JPG', 'Trip'],
    ['plain#1', 'Höhle, neu.JPG'],
  );
  const [beach = '', city = '', gone = '', plain = ''] = photos.map((photo) => photo.id);
  await startJob(jobs, [beach], { ownerId: await ownerIdFor('local') });
  await work(jobs);
  await api.call('PATCH', v1(`/photos/${city}`), { body: { name: 'Città' } });
  await api.call('DELETE', v1(`/photos/${gone}`));
  const zip = await bytesOf(await byJson([beach, city, gone, plain]));
  const current = await Promise.all(
    [beach, city, plain].map(async (id) => read<PhotoJson>(await api.call('GET', v1(`/photos/${id}`)))),
  );
  expect(zipEntries(zip).map((entry) => entry.name)).toEqual([
    ...current.map(({ folder, name }) => (folder === '' ? name : `${folder}/${name}`)),
    'rollcall.csv',
  ]);
  expect(current.map((photo) => photo.name)).toEqual(['beach.jpg', 'Città.jpg', 'Höhle, neu.JPG']);
  const list = listOf(zip).split('\r\n');
  expect(list[0]).toBe('\uFEFFfolder,old,new,alt text,keywords');
  expect(list[1]).toBe(`Trip/Day 1,'=cmd.JPG,beach.jpg,A picture of =beach.,'=beach`);
  expect(list[2]).toBe('Trip,IMG_1.JPG,Città.jpg,,');
  expect(list[3]).toBe(',"Höhle, neu.JPG","Höhle, neu.JPG",,');
});

test('its list gives way to what is called like it, and no two entries are one file anywhere', async () => {
  const photos = await upload(
    ['csv#1', 'rollcall.csv'],
    ['csv#2', 'a.jpg', 'Rollcall.csv'],
    ['csv#3', 'a.jpg', 'Summer'],
    ['csv#4', 'A.JPG', 'SUMMER'],
  );
  const names = (await entriesOf(await byJson(photos.map((photo) => photo.id)))).map((entry) => entry.name);
  expect(names).toEqual([
    'rollcall csv.jpg',
    'Rollcall.csv/a.jpg',
    'Summer/a.jpg',
    'SUMMER-2/A.JPG',
    'rollcall-2.csv',
  ]);
});

test('a download broken off reads no further, lets go of what it had open, and harms no other', async () => {
  const photos = await uploadPhotos(jobs, api, ['off#1', 'off#2', 'off#3']);
  const ids = photos.map((photo) => photo.id);
  const opened: { key: string; released: boolean }[] = [];
  const store: MemoryStore = {
    ...jobs.store,
    async get(key) {
      const one = { key, released: false };
      opened.push(one);
      let left = 3;
      const body = new ReadableStream<Uint8Array>(
        {
          pull(controller) {
            controller.enqueue(new Uint8Array(2));
            left -= 1;
            if (left === 0) {
              controller.close();
              one.released = true;
            }
          },
          cancel: () => void (one.released = true),
        },
        { highWaterMark: 0 },
      );
      return { body, bytes: 6 };
    },
  };
  const slow = await createTestApi({ ...jobs, store });
  const ask = () => slow.app.request(`${at}?photoIds=${ids.join(',')}`, { headers: host });
  const reader = (await ask()).body?.getReader();
  await reader?.read();
  await reader?.read();
  await reader?.cancel();
  expect(opened.length).toBeLessThan(3);
  expect(opened.filter((one) => !one.released)).toEqual([]);
  expect(await entriesOf(await ask())).toHaveLength(4);
  expect(slow.errors).toEqual([]);
  const list = await api.call('GET', v1(`/photos?folder=${photos[0]?.folder}`));
  expect(read<{ photos: PhotoJson[] }>(list).photos.map((photo) => photo.id)).toEqual(ids);
  expect(await entriesOf(await byJson(ids))).toHaveLength(4);
});

describe('without naming photos', () => {
  test('that of a job has all its photos in its order, those that kept their names too', async () => {
    const ids = (await uploadPhotos(jobs, api, ['job#1', 'job#2', 'job#3'])).map((photo) => photo.id);
    const order = [ids[2] ?? '', ids[0] ?? ''];
    const jobId = await startJob(jobs, order, { ownerId: await ownerIdFor('local') });
    await work(jobs);
    const ask = (query: string) => api.app.request(`${at}?${query}`, { headers: host });
    expect(await entriesOf(await ask(`jobId=${jobId}`))).toEqual(await entriesOf(await byJson(order)));
    expect((await ask(`jobId=${jobs.newId()}`)).status).toBe(404);
    expect((await ask(`jobId=${jobId}&all=true`)).status).toBe(422);
  });

  test('that of everything is asked for by name', async () => {
    const answer = await api.app.request(`${at}?all=true`, { headers: host });
    expect(await entriesOf(answer)).toEqual(await entriesOf(await byQuery('all')));
  });
});

test('entries have the time on the clock of the camera, wherever the server stands', async () => {
  jobs.prepareAs((text) => prepared(text, { takenLocal: text === 'time#1' ? '2023-12-24 18:30:44' : null }));
  const [taken, undated] = await uploadPhotos(jobs, api, ['time#1', 'time#2']);
  jobs.prepareAs((text) => prepared(text));
  const zip = await bytesOf(await byJson([taken?.id, undated?.id]));
  const times = dosTimes(zip);
  expect(times[0]).toBe('2023-12-24 18:30:44');
  const [year = '', month = '', day = ''] = (times[1] ?? '').split(/[- ]/u);
  const today = new Date();
  expect([Number(year), Number(month), Number(day)]).toEqual([
    today.getFullYear(),
    today.getMonth() + 1,
    today.getDate(),
  ]);
});

/** Times of a ZIP's entries as whoever unpacks it sees them: they have no zone. */
function dosTimes(zip: Buffer): string[] {
  const end = zip.lastIndexOf(Buffer.from('PK\u0005\u0006'));
  let place = zip.readUInt32LE(end + 16);
  const two = (n: number) => String(n).padStart(2, '0');
  return Array.from({ length: zip.readUInt16LE(end + 10) }, () => {
    const time = zip.readUInt16LE(place + 12);
    const date = zip.readUInt16LE(place + 14);
    place += 46 + zip.readUInt16LE(place + 28) + zip.readUInt16LE(place + 30) + zip.readUInt16LE(place + 32);
    const day = `${(date >> 9) + 1980}-${two((date >> 5) & 15)}-${two(date & 31)}`;
    return `${day} ${two(time >> 11)}:${two((time >> 5) & 63)}:${two((time & 31) * 2)}`;
  });
}

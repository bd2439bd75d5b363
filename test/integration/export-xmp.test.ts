import { expect, test } from 'vitest';
import { ownerIdFor } from '../../src/database/ids.ts';
import type { Photo } from '../../src/http/schemas/photo.ts';
import { photoZip } from '../../web/export/photo-zip.ts';
import { zipEntries } from '../e2e/zip-entries.ts';
import { form, read, useApi, v1, type PhotoJson } from './build-api.ts';
import { startJob, useJobs, work } from './build-jobs.ts';
import { prepareAll, prepared } from './build-library.ts';

const jobs = useJobs();
const api = useApi(jobs);

const at = 'http://localhost:4321/api/v1/export';
const host = { host: 'localhost:4321' };
/** As the browser sends a form of the page itself. */
const ownForm = {
  ...host,
  'content-type': 'application/x-www-form-urlencoded',
  origin: 'http://localhost:4321',
  'sec-fetch-site': 'same-origin',
};

const post = (headers: Record<string, string>, text: string) =>
  api.app.request(at, { method: 'POST', headers, body: text });
const bytesOf = async (response: Response) => Buffer.from(await response.arrayBuffer());

const bySwitch = (ids: readonly string[]) =>
  api.app.request(`${at}?photoIds=${ids.join(',')}&xmp=true`, { headers: host });
const textOf = async (response: Response) => (await bytesOf(response)).toString('utf8');

let round = 0;
/** New ones each time, in a folder of their own. */
async function uploadSeen() {
  round += 1;
  const folder = `Xmp ${round}`;
  jobs.prepareAs((text) => prepared(text, { place: { city: 'A Coruña', countryCode: 'ES' } }));
  const own = `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF>own ${round}</rdf:RDF></x:xmpmeta>`;
  const answer = await api.call('POST', v1('/photos'), {
    raw: form([
      [`bee </rdf:li> & sea#${round}`, 'IMG_1.JPG', folder],
      [`seen sea#${round}`, 'IMG_2.JPG', folder],
      [own, 'IMG_2.xmp', folder],
      [`seen plain#${round}`, 'a<b>&\u202e.JPG', folder],
    ]),
  });
  await prepareAll(jobs);
  jobs.prepareAs((text) => prepared(text));
  const ids = read<{ photos: PhotoJson[] }>(answer).photos.map((photo) => photo.id);
  await startJob(jobs, ids.slice(0, 1), { ownerId: await ownerIdFor('local') });
  await work(jobs);
  await api.call('PATCH', v1(`/photos/${ids[0]}`), { body: { name: 'Bee' } });
  return ids;
}

test('what was seen stands beside each photo, and one that came with its own keeps it untouched', async () => {
  const ids = await uploadSeen();
  const names = zipEntries(await bytesOf(await bySwitch(ids))).map((entry) => entry.name);
  expect(names).toEqual([
    'Xmp 1/Bee.jpg',
    'Xmp 1/Bee.xmp',
    'Xmp 1/IMG_2.JPG',
    'Xmp 1/IMG_2.xmp',
    'Xmp 1/a b &.JPG',
    'Xmp 1/a b &.xmp',
    'rollcall.csv',
  ]);
  const text = await textOf(await bySwitch(ids));
  expect(text).toContain('<xmpMM:PreservedFileName>IMG_1.JPG<');
  expect(text).toContain('<xmpMM:PreservedFileName>a&lt;b&gt;&amp;.JPG<');
  expect(text).toContain('<photoshop:City>A Coruña</photoshop:City>');
  expect(text).toContain('<photoshop:Country>Spain</photoshop:Country>');
  expect(text).toContain('<dc:subject><rdf:Bag><rdf:li>bee &lt;/rdf:li&gt; &amp; sea</rdf:li>');
  expect(text.match(/<rdf:RDF>own/gu)).toHaveLength(1);
  expect(text.match(/W5M0MpCehiHzreSzNTczkc9d/gu)).toHaveLength(2);
});

test('it is the same ZIP by query, by JSON and by a form, and there are none unless they are asked for', async () => {
  const ids = await uploadSeen();
  const json = { ...host, 'content-type': 'application/json' };
  const fields = { photoIds: ids.join(','), xmp: 'true' };
  const wished = await bytesOf(await bySwitch(ids));
  expect(wished.toString('utf8')).toContain('W5M0MpCehiHzreSzNTczkc9d');
  expect(await bytesOf(await post(json, JSON.stringify({ photoIds: ids, xmp: true })))).toEqual(wished);
  expect(await bytesOf(await post(ownForm, new URLSearchParams(fields).toString()))).toEqual(wished);
  expect(await textOf(await post(json, JSON.stringify({ photoIds: ids })))).not.toContain(
    'W5M0MpCehiHzreSzNTczkc9d',
  );
  expect((await api.app.request(`${at}?xmp=perhaps`, { headers: host })).status).toBe(422);
});

test('the one that a browser makes has the same bytes', async () => {
  const ids = (await uploadSeen()).filter((_, index) => index !== 1);
  const photos = await Promise.all(
    ids.map(async (id) => read<Photo>(await api.call('GET', v1(`/photos/${id}`)))),
  );
  const open = async (photo: Photo) => {
    const file = await api.app.request(`http://localhost:4321${photo.urls.file}`, { headers: host });
    return file.body ?? new ReadableStream();
  };
  const made = photoZip(photos, { open, signal: new AbortController().signal, xmp: true });
  const bytes = Buffer.from(await new Response(made).arrayBuffer());
  expect(bytes.toString('utf8')).toContain('<dc:title>');
  expect(bytes).toEqual(await bytesOf(await bySwitch(ids)));
});

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { IncomingFile } from '../../src/photos/intake.ts';
import { emptyDeleted } from '../../src/photos/purge-deleted.ts';
import { zipEntries } from '../e2e/zip-entries.ts';
import { createTestApi, form, read, v1, type Api } from './build-api.ts';
import { createJobs, type Jobs } from './build-jobs.ts';
import { ana, file, filesOf, prepareAll } from './build-library.ts';

let jobs: Jobs;

beforeAll(async () => {
  jobs = await createJobs();
});
afterAll(() => jobs.close());

const xmp = (word: string) => `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF>${word}</rdf:RDF></x:xmpmeta>`;

const takeIn = (...files: IncomingFile[]) => jobs.intake.takeIn(ana, filesOf(files));

/** Paths in the ZIP of everything. */
async function exported(ids: readonly string[]): Promise<string[]> {
  const api = await createTestApi(jobs, { authenticator: asAna });
  const answer = await api.app.request('http://localhost:4321/api/v1/export', {
    method: 'POST',
    headers: { host: 'localhost:4321', 'content-type': 'application/json' },
    body: JSON.stringify({ photoIds: ids }),
  });
  return zipEntries(Buffer.from(await answer.arrayBuffer())).map((entry) => entry.name);
}

const asAna = { subjectOf: async () => ana, required: true };

const renameByHand = (api: Api, id: string, name: string) =>
  api.call('PATCH', v1(`/photos/${id}`), { body: { name } });

describe('an XMP file', () => {
  test('stands beside its photo, whichever of them comes first', async () => {
    const before = await takeIn(file(xmp('one'), 'IMG_1.xmp', 'either'));
    expect(before.companions).toEqual([{ filename: 'IMG_1.xmp', photoId: null, index: 0 }]);
    const { photoIds } = await takeIn(
      file('either 1', 'IMG_1.JPG', 'either'),
      file('either 2', 'IMG_2.JPG', 'either'),
    );
    const after = await takeIn(file(xmp('two'), 'IMG_2.JPG.xmp', 'either'));
    expect(after.companions).toEqual([{ filename: 'IMG_2.JPG.xmp', photoId: photoIds[1], index: 0 }]);
    expect(await exported(photoIds)).toEqual([
      'either/IMG_1.JPG',
      'either/IMG_1.xmp',
      'either/IMG_2.JPG',
      'either/IMG_2.JPG.xmp',
      'rollcall.csv',
    ]);
  });

  test('finds its photo when both are sent at the same time', async () => {
    const pairs = Array.from({ length: 12 }, (_, n) => `P${n}`);
    const all = await Promise.all(
      pairs.flatMap((name) => [
        takeIn(file(`same time ${name}`, `${name}.JPG`, 'time')),
        takeIn(file(xmp(name), `${name}.xmp`, 'time')),
      ]),
    );
    const names = await exported(all.flatMap(({ photoIds }) => photoIds));
    expect(names.filter((name) => name.endsWith('.xmp'))).toHaveLength(pairs.length);
  });

  test('is that of the raw picture where a JPEG has the same stem, whichever comes last', async () => {
    const [jpeg = ''] = (await takeIn(file('jpeg of a pair', 'R.JPG', 'raw'))).photoIds;
    expect((await takeIn(file(xmp('pair'), 'R.xmp', 'raw'))).companions[0]?.photoId).toBe(jpeg);
    const [raw = ''] = (await takeIn(file('dng of a pair', 'R.DNG', 'raw'))).photoIds;
    const ofRaw = await jobs.database.query<{ photo_id: string }>(
      `select photo_id from rollcall.companions where folder = 'raw'`,
    );
    expect(ofRaw).toEqual([{ photo_id: raw }]);
    expect((await takeIn(file(xmp('pair, changed'), 'R.xmp', 'raw'))).companions[0]?.photoId).toBe(raw);
  });

  test('is found in its own folder only, and by the whole of its name', async () => {
    await takeIn(file('own', 'DSC_7.JPG', 'own'));
    const { companions } = await takeIn(
      file(xmp('a'), 'DSC_7.xmp', 'elsewhere'),
      file(xmp('b'), 'DSC.xmp', 'own'),
      file(xmp('c'), 'DSC_70.xmp', 'own'),
      file(xmp('d'), 'DSC_7.CR2.xmp', 'own'),
    );
    expect(companions.map(({ photoId }) => photoId)).toEqual([null, null, null, null]);
  });

  test('follows its photo to a new name, in the style it came', async () => {
    const { photoIds } = await takeIn(
      file('follow 1', 'IMG_1.JPG', 'follow'),
      file(xmp('1'), 'IMG_1.XMP', 'follow'),
      file('follow 2', 'IMG_2.JPG', 'follow'),
      file(xmp('2'), 'IMG_2.JPG.xmp', 'follow'),
    );
    await prepareAll(jobs);
    const api = await createTestApi(jobs, { authenticator: asAna });
    await renameByHand(api, photoIds[0] ?? '', 'beach');
    await renameByHand(api, photoIds[1] ?? '', 'harbour');
    expect(await exported(photoIds)).toEqual([
      'follow/beach.jpg',
      'follow/beach.XMP',
      'follow/harbour.jpg',
      'follow/harbour.jpg.xmp',
      'rollcall.csv',
    ]);
  });

  test('of two photos that share a stem now is called by the whole name the second time', async () => {
    const { photoIds } = await takeIn(
      file('share 1', 'A.JPG', 'share'),
      file(xmp('share 1'), 'A.xmp', 'share'),
      file('share 2', 'B.jpeg', 'share'),
      file(xmp('share 2'), 'B.xmp', 'share'),
    );
    const api = await createTestApi(jobs, { authenticator: asAna });
    await renameByHand(api, photoIds[1] ?? '', 'A');
    expect(await exported(photoIds)).toEqual([
      'share/A.JPG',
      'share/A.xmp',
      'share/A.jpeg',
      'share/A.jpeg.xmp',
      'rollcall.csv',
    ]);
  });

  test('sent again changed takes the place of the one before; sent again unchanged changes nothing', async () => {
    const { photoIds } = await takeIn(file('again', 'N.JPG', 'again'), file(xmp('old'), 'N.xmp', 'again'));
    const objects = () => [...jobs.store.keys()].filter((key) => key.startsWith('companions/')).length;
    const count = objects();
    const same = await takeIn(file(xmp('old'), 'N.xmp', 'again'));
    expect([same.companions[0]?.photoId, objects()]).toEqual([photoIds[0], count]);
    await takeIn(file(xmp('new'), 'N.xmp', 'again'));
    expect(objects()).toBe(count);
    expect(await exported(photoIds)).toEqual(['again/N.JPG', 'again/N.xmp', 'rollcall.csv']);
  });

  test('goes with its photo for good, object and all', async () => {
    const { photoIds } = await takeIn(file('gone', 'G.JPG', 'gone'), file(xmp('gone'), 'G.xmp', 'gone'));
    const [key] = (
      await jobs.database.query<{ object_key: string }>(
        `select object_key from rollcall.companions where owner_id = $1 and folder = 'gone'`,
        [ana],
      )
    ).map((row) => row.object_key);
    const api = await createTestApi(jobs, { authenticator: asAna });
    await api.call('DELETE', v1(`/photos/${photoIds[0]}`));
    expect(jobs.store.keys()).toContain(key);
    await emptyDeleted({ database: jobs.database, store: jobs.store, onError: () => {} }, ana);
    expect([...jobs.store.keys()]).not.toContain(key);
    expect(await jobs.database.query(`select 1 from rollcall.companions where folder = 'gone'`)).toEqual([]);
  });
});

test('the answer says of companions that they are kept, and of what is none why', async () => {
  const api = await createTestApi(jobs, { authenticator: asAna });
  const answer = await api.call('POST', v1('/photos'), {
    raw: form([
      [xmp('answer'), 'Q.xmp', 'answer'],
      [`<?xml version="1.0"?><!DOCTYPE x><x:xmpmeta></x:xmpmeta>`, 'doctype.xmp'],
      ['text of a letter', 'letter.xmp'],
      [xmp('x'.repeat(1_000_000)), 'long.xmp'],
    ]),
  });
  expect(answer.status).toBe(201);
  const { companions, rejected } = read<{
    companions: object[];
    rejected: { filename: string; code: string }[];
  }>(answer);
  expect(companions).toEqual([{ filename: 'Q.xmp', photoId: null, index: 0 }]);
  expect(rejected.map(({ filename, code }) => [filename, code])).toEqual([
    ['doctype.xmp', 'not_xmp'],
    ['letter.xmp', 'not_xmp'],
    ['long.xmp', 'file_too_large'],
  ]);
});

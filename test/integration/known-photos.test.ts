import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApi, expectCode, form, read, v1, type Api, type PhotoJson } from './build-api.ts';
import { createJobs, type Jobs } from './build-jobs.ts';
import { ana, ben } from './build-library.ts';

let jobs: Jobs;
let api: Api;
let caller = ana;

beforeAll(async () => {
  jobs = await createJobs();
  api = await createTestApi(jobs, { authenticator: { subjectOf: async () => caller, required: true } });
});
afterAll(() => jobs.close());

const ask = async (...files: (readonly [folder: string, filename: string, bytes: number])[]) => {
  const body = { files: files.map(([folder, filename, bytes]) => ({ folder, filename, bytes })) };
  return read<{ photoIds: (string | null)[] }>(await api.call('POST', v1('/photos/known'), { body }))
    .photoIds;
};

test('files are known by folder, name and size, of their owner alone, until they are deleted', async () => {
  const long = `${'x'.repeat(200)}.JPG`;
  const answer = await api.call('POST', v1('/photos'), {
    raw: form([
      ['12345', 'IMG_1.JPG', 'Trip'],
      ['1234567', long, 'Trip'],
    ]),
  });
  const [one, two] = read<{ photos: PhotoJson[] }>(answer).photos.map((photo) => photo.id);
  // A renamed photo is still the file that was sent.
  await api.call('PATCH', v1(`/photos/${one}`), { body: { name: 'beach' } });
  expect(
    await ask(
      ['Trip', 'IMG_1.JPG', 5],
      ['/Trip/', long, 7],
      ['Trip', 'IMG_1.JPG', 6],
      ['', 'IMG_1.JPG', 5],
      ['Trip', 'img_1.jpg', 5],
      ['Trip', `${long}\u0000`, 7],
    ),
  ).toEqual([one, two, null, null, null, two]);
  caller = ben;
  expect(await ask(['Trip', 'IMG_1.JPG', 5])).toEqual([null]);
  caller = ana;
  await api.call('DELETE', v1(`/photos/${one}`));
  expect(await ask(['Trip', 'IMG_1.JPG', 5])).toEqual([null]);
  const many = { files: Array.from({ length: 501 }, () => ({ folder: '', filename: 'a', bytes: 1 })) };
  expectCode(await api.call('POST', v1('/photos/known'), { body: many }), 422, 'invalid_request');
});

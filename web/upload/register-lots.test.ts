import { expect, test } from 'vitest';
import type { IntakeResult } from '../../src/http/schemas/photo.ts';
import type { UploadedPhoto } from '../../src/http/schemas/uploaded-photo.ts';
import { makePhoto } from '../make-photo.test-data.ts';
import { ApiProblem } from '../problem.ts';
import { createRegistrar } from './register-lots.ts';
import { makeUploaded } from './uploaded-photo.test-data.ts';

const turn = () => new Promise((resolve) => setImmediate(resolve));

function setUp(answer?: (photos: readonly UploadedPhoto[], call: number) => Partial<IntakeResult>) {
  const lots: (readonly UploadedPhoto[])[] = [];
  const sleeps: { ms: number; pass: () => void }[] = [];
  const registrar = createRegistrar({
    post: async (photos) => {
      lots.push(photos);
      return {
        photos: photos.map((photo) => makePhoto({ id: photo.filename })),
        indexes: photos.map((_, index) => index),
        duplicates: [],
        rejected: [],
        ...answer?.(photos, lots.length),
      };
    },
    clock: {
      sleep: (ms, signal) =>
        new Promise((resolve, reject) => {
          sleeps.push({ ms, pass: resolve });
          signal?.addEventListener('abort', () => reject(new Error('aborted')));
        }),
    },
  });
  return { registrar, lots, sleeps };
}

test('photos wait for each other at most two seconds', async () => {
  const { registrar, lots, sleeps } = setUp();
  const added = ['a', 'b'].map((name) => registrar.add(makeUploaded(name)));
  await turn();
  expect(lots).toEqual([]);
  expect(sleeps.map(({ ms }) => ms)).toEqual([2000]);
  sleeps[0]?.pass();
  expect(await Promise.all(added)).toMatchObject([
    { kind: 'photo', photo: { id: 'a' } },
    { kind: 'photo', photo: { id: 'b' } },
  ]);
  expect(lots).toHaveLength(1);
});

test('fifty go at once, and what is over begins the next lot', async () => {
  const { registrar, lots } = setUp();
  const added = Array.from({ length: 51 }, (_, n) => registrar.add(makeUploaded(String(n))));
  await turn();
  expect(lots.map((lot) => lot.length)).toEqual([50]);
  registrar.flush();
  await Promise.all(added);
  expect(lots.map((lot) => lot.length)).toEqual([50, 1]);
});

test('each photo gets its own outcome, by its place in the lot', async () => {
  const { registrar } = setUp(() => ({
    photos: [makePhoto({ id: 'c' })],
    indexes: [2],
    duplicates: [{ filename: 'a', photoId: 'old', index: 0 }],
    rejected: [{ filename: 'b', code: 'unsupported', detail: 'No picture.', index: 1 }],
  }));
  const added = ['a', 'b', 'c'].map((name) => registrar.add(makeUploaded(name)));
  registrar.flush();
  expect(await Promise.all(added)).toMatchObject([
    { kind: 'duplicate', photoId: 'old' },
    { kind: 'rejected', code: 'unsupported' },
    { kind: 'photo', photo: { id: 'c' } },
  ]);
});

test('objects that got lost are a failure to be tried again, not a refusal', async () => {
  const { registrar } = setUp(() => ({
    photos: [],
    indexes: [],
    rejected: [{ filename: 'a', code: 'upload_missing', detail: '', index: 0 }],
  }));
  const added = registrar.add(makeUploaded('a'));
  registrar.flush();
  await expect(added).rejects.toMatchObject({ code: 'upload_missing' });
});

test('a server in trouble is asked again, longer apart each time', async () => {
  const { registrar, lots, sleeps } = setUp((_, call) => {
    if (call <= 2) throw new ApiProblem({ status: 503, code: 'store_unavailable', detail: '' });
    return {};
  });
  const added = registrar.add(makeUploaded('a'));
  registrar.flush();
  await turn();
  sleeps.at(-1)?.pass();
  await turn();
  sleeps.at(-1)?.pass();
  expect(await added).toMatchObject({ kind: 'photo' });
  expect(sleeps.map(({ ms }) => ms)).toEqual([2000, 1000, 3000]);
  expect(lots).toHaveLength(3);
});

test('one photo that is not understood does not cost the others of its lot', async () => {
  const { registrar } = setUp((photos) => {
    if (photos.some((photo) => photo.filename === 'bad'))
      throw new ApiProblem({ status: 400, code: 'invalid', detail: '' });
    return {};
  });
  const added = ['a', 'bad', 'b'].map((name) => registrar.add(makeUploaded(name)));
  registrar.flush();
  const outcomes = await Promise.allSettled(added);
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
});

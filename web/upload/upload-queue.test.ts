import { expect, test } from 'vitest';
import type { IntakeResult } from '../../src/http/schemas/photo.ts';
import { makePhoto } from '../make-photo.test-data.ts';
import { createUploadQueue, type PickedFile, type SendFiles } from './upload-queue.ts';

const file = (name: string, bytes = 100, folder = ''): PickedFile => ({
  file: new File([new Uint8Array(bytes)], name),
  folder,
});
const turn = () => new Promise((resolve) => setImmediate(resolve));

function setUp(answer?: (files: readonly PickedFile[]) => Partial<IntakeResult>) {
  const requests: {
    files: readonly PickedFile[];
    finish: () => void;
    fail: () => void;
    sent: (bytes: number) => void;
    signal: AbortSignal;
  }[] = [];
  const done: (readonly string[])[] = [];
  const send: SendFiles = (files, sent, signal) =>
    new Promise((resolve, reject) => {
      requests.push({
        files,
        sent,
        signal,
        finish: () =>
          resolve({
            photos: files.map((each) => makePhoto({ id: `id-${each.file.name}` })),
            indexes: files.map((_, index) => index),
            duplicates: [],
            rejected: [],
            ...answer?.(files),
          }),
        fail: () => reject(new Error('offline')),
      });
    });
  const queue = createUploadQueue({
    send,
    now: () => 0,
    onPhotos: () => undefined,
    onDone: (ids) => done.push(ids),
  });
  return { queue, requests, done };
}

test('requests are small, and three are on their way at a time', async () => {
  const { queue, requests } = setUp();
  queue.add(Array.from({ length: 40 }, (_, n) => file(`${n}.jpg`)));
  expect(requests.map((request) => request.files.length)).toEqual([8, 8, 8]);
  requests[0]?.finish();
  await turn();
  expect(requests).toHaveLength(4);
});

test('two files of one name in one request each get their own outcome', async () => {
  const { queue, requests } = setUp(() => ({
    photos: [makePhoto({ id: 'b' }), makePhoto({ id: 'a' })],
    indexes: [2, 0],
    rejected: [{ filename: 'a.jpg', code: 'file_damaged', detail: '', index: 1 }],
  }));
  queue.add([file('a.jpg', 1, 'one'), file('a.jpg', 1, 'two'), file('b.jpg')]);
  expect(requests).toHaveLength(1);
  requests[0]?.finish();
  await turn();
  expect(queue.state().uploads.map((upload) => [upload.folder, upload.status, upload.photoId])).toEqual([
    ['one', 'uploaded', 'a'],
    ['two', 'rejected', null],
    ['', 'uploaded', 'b'],
  ]);
});

test('bytes on their way fill the files in order', () => {
  const { queue, requests } = setUp();
  queue.add([file('a.jpg', 100), file('b.jpg', 100)]);
  requests[0]?.sent(150);
  expect(queue.state().uploads.map((upload) => upload.sent)).toEqual([1, 0.5]);
  expect(queue.state().sentBytes).toBe(150);
});

test('each file gets its own outcome', async () => {
  const { queue, requests, done } = setUp(() => ({
    photos: [makePhoto({ id: 'new' })],
    indexes: [2],
    duplicates: [{ filename: 'here.jpg', photoId: 'old', index: 0 }],
    rejected: [{ filename: 'notes.pdf', code: 'not_an_image', detail: 'notes.pdf is not a photo', index: 1 }],
  }));
  queue.add([file('here.jpg'), file('notes.pdf'), file('new.jpg')]);
  requests[0]?.finish();
  await turn();
  expect(queue.state().uploads.map((upload) => [upload.status, upload.photoId])).toEqual([
    ['duplicate', 'old'],
    ['rejected', null],
    ['uploaded', 'new'],
  ]);
  expect(done).toEqual([['new']]);
});

test('a lost connection fails its files alone, and they can be sent again', async () => {
  const { queue, requests, done } = setUp();
  queue.add([file('a.jpg')]);
  requests[0]?.fail();
  await turn();
  expect(queue.state().uploads[0]?.status).toBe('failed');
  queue.retryFailed();
  requests[1]?.finish();
  await turn();
  expect(queue.state().uploads[0]?.status).toBe('uploaded');
  expect(done.at(-1)).toEqual(['id-a.jpg']);
});

test('a pause starts nothing new and goes on where it was', async () => {
  const { queue, requests } = setUp();
  queue.add(Array.from({ length: 30 }, (_, n) => file(`${n}.jpg`)));
  queue.pause();
  requests[0]?.finish();
  await turn();
  expect(requests).toHaveLength(3);
  queue.resume();
  expect(requests).toHaveLength(4);
});

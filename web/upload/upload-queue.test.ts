import { expect, test } from 'vitest';
import type { IntakeResult } from '../../src/http/schemas/photo.ts';
import { makePhoto } from '../make-photo.test-data.ts';
import {
  createUploadQueue,
  type FoundFile,
  type PickedFile,
  type SendFiles,
  type SentBefore,
} from './upload-queue.ts';

const file = (name: string, bytes = 100, folder = ''): FoundFile => ({
  name,
  folder,
  bytes,
  open: async () => new File([new Uint8Array(bytes)], name),
});
const many = (count: number, prefix = '') =>
  Array.from({ length: count }, (_, n) => file(`${prefix}${n}.jpg`, 1));
/** Long enough for whatever waits for nothing but promises. */
const turn = () => new Promise((resolve) => setImmediate(resolve));

function setUp({
  answer,
  sentBefore,
  schedule = (run) => run(),
  alone,
}: {
  answer?: (files: readonly PickedFile[]) => Partial<IntakeResult>;
  sentBefore?: SentBefore;
  schedule?: (run: () => void) => void;
  alone?: number;
} = {}) {
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
    sentBefore,
    schedule,
    ...(alone === undefined ? {} : { requests: { files: 8, bytes: 1000, inFlight: 3, alone } }),
    now: () => 0,
    onPhotos: () => undefined,
    onDone: (ids) => done.push([...ids]),
  });
  /** Lets every request succeed until nothing is left to send. */
  const finishAll = async () => {
    for (let at = 0; at < requests.length; at++) {
      requests[at]?.finish();
      await turn();
    }
  };
  return { queue, requests, done, finishAll };
}

test('requests are small, and three are on their way at a time', async () => {
  const { queue, requests } = setUp();
  queue.add(many(40));
  await turn();
  expect(requests.map((request) => request.files.length)).toEqual([8, 8, 8]);
  requests[0]?.finish();
  await turn();
  expect(requests).toHaveLength(4);
});

test('a large file goes by itself', async () => {
  const { queue, requests } = setUp({ alone: 500 });
  queue.add([file('a.jpg', 10), file('b.raw', 501), file('c.jpg', 10), file('d.jpg', 10)]);
  await turn();
  expect(requests.map(({ files }) => files.map((each) => each.file.name))).toEqual([
    ['a.jpg'],
    ['b.raw'],
    ['c.jpg', 'd.jpg'],
  ]);
});

test('two files of one name in one request each get their own outcome', async () => {
  const { queue, requests } = setUp({
    answer: () => ({
      photos: [makePhoto({ id: 'b' }), makePhoto({ id: 'a' })],
      indexes: [2, 0],
      rejected: [{ filename: 'a.jpg', code: 'file_damaged', detail: '', index: 1 }],
    }),
  });
  queue.add([file('a.jpg', 1, 'one'), file('a.jpg', 1, 'two'), file('b.jpg')]);
  await turn();
  expect(requests).toHaveLength(1);
  requests[0]?.finish();
  await turn();
  expect(queue.list().map((upload) => [upload.folder, upload.status, upload.photoId])).toEqual([
    ['one', 'uploaded', 'a'],
    ['two', 'rejected', null],
    ['', 'uploaded', 'b'],
  ]);
});

test('bytes on their way fill the files in order', async () => {
  const { queue, requests } = setUp();
  queue.add([file('a.jpg', 100), file('b.jpg', 100)]);
  await turn();
  requests[0]?.sent(150);
  expect(queue.list().map((upload) => upload.sent)).toEqual([1, 0.5]);
  expect(queue.state().sentBytes).toBe(150);
});

test('each file gets its own outcome', async () => {
  const { queue, requests, done } = setUp({
    answer: () => ({
      photos: [makePhoto({ id: 'new' })],
      indexes: [2],
      duplicates: [{ filename: 'here.jpg', photoId: 'old', index: 0 }],
      rejected: [
        { filename: 'notes.pdf', code: 'not_an_image', detail: 'notes.pdf is not a photo', index: 1 },
      ],
      companions: [{ filename: 'new.xmp', photoId: 'new', index: 3 }],
    }),
  });
  queue.add([file('here.jpg'), file('notes.pdf'), file('new.jpg'), file('new.xmp')]);
  await turn();
  requests[0]?.finish();
  await turn();
  expect(queue.list().map((upload) => [upload.status, upload.photoId])).toEqual([
    ['duplicate', 'old'],
    ['rejected', null],
    ['uploaded', 'new'],
    ['companion', 'new'],
  ]);
  expect(queue.state().counts).toMatchObject({ duplicate: 1, rejected: 1, uploaded: 1, companion: 1 });
  expect(done).toEqual([['new']]);
});

test('a lost connection fails its files alone, and they can be sent again', async () => {
  const { queue, requests, done } = setUp();
  queue.add([file('a.jpg')]);
  await turn();
  requests[0]?.fail();
  await turn();
  expect(queue.state().troubles).toMatchObject([{ status: 'failed', code: 'not_sent', count: 1 }]);
  queue.retryFailed();
  await turn();
  requests[1]?.finish();
  await turn();
  expect(queue.list()[0]?.status).toBe('uploaded');
  expect(queue.state().troubles).toEqual([]);
  expect(done.at(-1)).toEqual(['id-a.jpg']);
});

test('a file that is gone when its turn comes fails alone', async () => {
  const { queue, requests } = setUp();
  const gone = { ...file('gone.jpg'), open: () => Promise.reject(new Error('NotFoundError')) };
  queue.add([gone, file('there.jpg')]);
  await turn();
  expect(requests[0]?.files.map((each) => each.file.name)).toEqual(['there.jpg']);
  expect(queue.state().troubles).toMatchObject([{ status: 'failed', code: 'not_read', count: 1 }]);
});

test('a pause starts nothing new and goes on where it was', async () => {
  const { queue, requests } = setUp();
  queue.add(many(30));
  await turn();
  queue.pause();
  requests[0]?.finish();
  await turn();
  expect(requests).toHaveLength(3);
  queue.resume();
  expect(requests).toHaveLength(4);
});

test('what is stopped is left out, whatever still comes of it; what arrived stays', async () => {
  const { queue, requests } = setUp();
  queue.add(many(30));
  await turn();
  requests[0]?.finish();
  await turn();
  queue.stop();
  expect(requests[1]?.signal.aborted).toBe(true);
  for (const request of requests) request.finish();
  await turn();
  expect(queue.state()).toMatchObject({ total: 8, settled: 8, active: false, counts: { uploaded: 8 } });
  queue.add([file('next.jpg')]);
  await turn();
  expect(requests.at(-1)?.files[0]?.file.name).toBe('next.jpg');
  expect(queue.state().total).toBe(1);
});

test('many files of one reason are one trouble, with a few of them named', async () => {
  const { queue, finishAll } = setUp({
    answer: (files) => ({
      photos: [],
      indexes: [],
      rejected: files.map(({ file: { name } }, index) => ({
        filename: name,
        code: 'not_a_photo',
        detail: '',
        index,
      })),
    }),
  });
  queue.add(many(20));
  await turn();
  await finishAll();
  const [trouble, ...others] = queue.state().troubles;
  expect(others).toEqual([]);
  expect([trouble?.count, trouble?.some.map(({ name }) => name)]).toEqual([20, ['0.jpg', '1.jpg', '2.jpg']]);
});

test('files that this browser has sent and the server still has are not sent again', async () => {
  const noted: string[] = [];
  const sentBefore: SentBefore = {
    find: async (files) => files.map(({ file: { name } }) => (name === '1.jpg' ? 'there' : null)),
    note: (picked, photoId) => noted.push(`${picked.file.name} ${photoId}`),
  };
  const { queue, requests, done, finishAll } = setUp({ sentBefore });
  queue.add(many(3));
  await turn();
  await finishAll();
  expect(requests.flatMap(({ files }) => files.map((each) => each.file.name))).toEqual(['0.jpg', '2.jpg']);
  expect(queue.list().map(({ status, photoId }) => [status, photoId])).toEqual([
    ['uploaded', 'id-0.jpg'],
    ['duplicate', 'there'],
    ['uploaded', 'id-2.jpg'],
  ]);
  expect(noted).toEqual(['0.jpg id-0.jpg', '2.jpg id-2.jpg']);
  expect(done).toHaveLength(1);
});

test('an upload is not over while files are still being found', async () => {
  const { queue, done, finishAll } = setUp();
  const { promise: rest, resolve: findRest } = Promise.withResolvers<void>();
  const lots = async function* () {
    yield many(2, 'first-');
    await rest;
    yield many(2, 'second-');
  };
  const found = queue.addFrom(lots());
  await turn();
  await finishAll();
  expect([queue.state().settled, queue.state().active, done]).toEqual([2, true, []]);
  findRest();
  await found;
  await turn();
  await finishAll();
  expect(queue.state()).toMatchObject({ total: 4, settled: 4, active: false });
  expect(done).toHaveLength(1);
  expect(done[0]).toHaveLength(4);
});

test('ten thousand files are opened a few hundred at a time and told of now and then', async () => {
  let open = 0;
  let mostOpen = 0;
  let told = 0;
  let later: (() => void)[] = [];
  const { queue, requests } = setUp({ schedule: (run) => void later.push(run) });
  queue.subscribe(() => void told++);
  const found = Array.from({ length: 10_000 }, (_, n) => {
    const { name, folder, open: read } = file(`${n}.jpg`, 1);
    const opened = async () => {
      open += 1;
      mostOpen = Math.max(mostOpen, open);
      return await read();
    };
    return { name, folder, bytes: null, open: opened };
  });
  const began = performance.now();
  queue.add(found);
  for (let at = 0; at < 1250; at++) {
    while (requests[at] === undefined) await turn();
    requests[at]?.sent(4);
    open -= requests[at]?.files.length ?? 0;
    requests[at]?.finish();
    await turn();
    if (at % 100 === 0) for (const run of later.splice(0)) run();
  }
  for (const run of later) run();
  later = [];
  expect(queue.state()).toMatchObject({ total: 10_000, settled: 10_000, counts: { uploaded: 10_000 } });
  expect(mostOpen).toBeLessThanOrEqual(400);
  expect(told).toBeLessThan(40);
  // Quadratic work took a minute here; the bound is generous to busy machines.
  expect(performance.now() - began).toBeLessThan(20_000);
});

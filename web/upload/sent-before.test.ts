import { expect, test } from 'vitest';
import { createSentBefore, type NamedFile, type SentRecord } from './sent-before.ts';
import type { PickedFile } from './upload-queue.ts';

const picked = (name: string, { folder = 'Trip', bytes = 10, lastModified = 1 } = {}): PickedFile => ({
  file: new File([new Uint8Array(bytes)], name, { lastModified }),
  folder,
});

function setUp(there: (file: NamedFile) => string | null = () => 'photo', previewsOnly = () => false) {
  const kept = new Map<string, string>();
  const record: SentRecord = {
    get: async (keys) => keys.map((key) => kept.get(key)),
    put: async (entries) => entries.forEach((value, key) => kept.set(key, value)),
  };
  const asked: NamedFile[][] = [];
  const sentBefore = createSentBefore({
    record,
    askServer: async (files) => {
      asked.push([...files]);
      return files.map((file) => there(file));
    },
    schedule: (run) => run(),
    previewsOnly,
  });
  return { sentBefore, asked };
}

test('a file sent before is known while the server has its photo', async () => {
  const { sentBefore, asked } = setUp(({ filename }) => (filename === 'gone.jpg' ? null : 'photo'));
  sentBefore.note(picked('a.jpg'), 'photo');
  sentBefore.note(picked('gone.jpg'), 'deleted');
  expect(await sentBefore.find([picked('new.jpg'), picked('a.jpg'), picked('gone.jpg')])).toEqual([
    null,
    'photo',
    null,
  ]);
  // The server is not troubled with files that this browser never sent.
  expect(asked).toEqual([
    [
      { folder: 'Trip', filename: 'a.jpg', bytes: 10 },
      { folder: 'Trip', filename: 'gone.jpg', bytes: 10 },
    ],
  ]);
});

test('a file changed since, or of another folder, is not known', async () => {
  const { sentBefore, asked } = setUp();
  sentBefore.note(picked('a.jpg'), 'photo');
  const others = [
    picked('a.jpg', { lastModified: 2 }),
    picked('a.jpg', { bytes: 11 }),
    picked('a.jpg', { folder: 'Trip/Day 2' }),
    picked('b.jpg'),
  ];
  expect(await sentBefore.find(others)).toEqual([]);
  expect(asked).toEqual([]);
});

test('a file of which only the preview was sent is sent again with its original', async () => {
  let previewsOnly = true;
  const { sentBefore } = setUp(
    () => 'photo',
    () => previewsOnly,
  );
  sentBefore.note(picked('a.jpg'), 'photo');
  expect(await sentBefore.find([picked('a.jpg')])).toEqual(['photo']);
  previewsOnly = false;
  expect(await sentBefore.find([picked('a.jpg')])).toEqual([]);
});

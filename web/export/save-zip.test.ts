import { expect, test } from 'vitest';
import type { Photo } from '../../src/http/schemas/photo.ts';
import { makePhoto } from '../make-photo.test-data.ts';
import { ApiProblem } from '../problem.ts';
import { createSaveZip, mostInMemory, type SaveTarget } from './save-zip.ts';

function setUp(photos: Photo[], options: { picker?: 'file' | 'canceled' | 'none'; failures?: number } = {}) {
  const { picker = 'none' } = options;
  const byId = new Map(photos.map((photo) => [photo.id, photo]));
  const asked: string[] = [];
  const saved: { bytes: Uint8Array; name: string }[] = [];
  let written: Uint8Array[] = [];
  let isAborted = false;
  let failures = options.failures ?? 0;
  const chooseFile: SaveTarget['chooseFile'] = () => {
    if (picker === 'canceled') return Promise.reject(new DOMException('The user aborted', 'AbortError'));
    written = [];
    return Promise.resolve(
      new WritableStream<Uint8Array>({
        write: (chunk) => void written.push(chunk),
        abort: () => {
          isAborted = true;
        },
      }),
    );
  };
  const blobs: Promise<void>[] = [];
  const save = createSaveZip({
    client: {
      getPhoto: (id) => {
        const photo = byId.get(id);
        return photo
          ? Promise.resolve(photo)
          : Promise.reject(new ApiProblem({ status: 404, code: 'photo_not_found', detail: '' }));
      },
      listPhotos: () => Promise.reject(new Error('Not for a few')),
    },
    fetch: (input) => {
      asked.push(String(input));
      if (failures > 0) {
        failures -= 1;
        return Promise.reject(new TypeError('Failed to fetch'));
      }
      return Promise.resolve(new Response('pixels!'));
    },
    target: {
      chooseFile: picker === 'none' ? null : chooseFile,
      saveBlob: (blob, name) => blobs.push(blob.bytes().then((bytes) => void saved.push({ bytes, name }))),
    },
    wait: () => Promise.resolve(),
  });
  return {
    save: async (ids: string[], xmp = false) => {
      const outcome = await save(ids, { xmp });
      await Promise.all(blobs);
      return outcome;
    },
    asked,
    saved,
    isAborted: () => isAborted,
    written: () => new Blob(written.map((chunk) => new Uint8Array(chunk))).text(),
  };
}

const photo = (id: string, change: Partial<Photo> = {}) =>
  makePhoto({
    id,
    name: `${id}.jpg`,
    bytes: 7,
    urls: { thumbnail: '', preview: '', file: `https://s.test/${id}` },
    ...change,
  });

const textOf = (bytes: Uint8Array | undefined) => new TextDecoder().decode(bytes);

test('photos are packed under their names, in their folders, with the list', async () => {
  const { save, saved } = setUp([photo('bee', { folder: 'Trip', originalName: 'IMG_1.JPG' }), photo('sea')]);
  expect(await save(['bee', 'sea'])).toBe('saved');
  expect(saved[0]?.name).toBe('rollcall-2-photos.zip');
  const text = textOf(saved[0]?.bytes);
  expect(text).toContain('Trip/bee.jpg');
  expect(text.match(/pixels!/gu)).toHaveLength(2);
  expect(text).toContain('Trip,IMG_1.JPG,bee.jpg');
});

test('where it is wished, what was seen stands beside each photo, and not beside one that is only listed', async () => {
  const seen = {
    subject: 'bee',
    title: 'Bee & clover',
    short: 'bee',
    alt: 'A bee on clover.',
    keywords: ['bee'],
    text: '',
    confidence: 'high' as const,
    problem: '',
    language: 'en',
    provider: 'openai',
    model: 'some',
  };
  const { save, saved } = setUp([
    photo('bee', { folder: 'Trip', originalName: 'IMG_1.JPG', analysis: seen }),
    photo('sea', { originalKept: false }),
  ]);
  await save(['bee', 'sea'], true);
  const text = textOf(saved[0]?.bytes);
  expect(text).toContain('Trip/bee.xmp');
  expect(text).toContain('>Bee &amp; clover<');
  expect(text).toContain('<xmpMM:PreservedFileName>IMG_1.JPG<');
  expect(text).not.toContain('sea.xmp');
});

test('an original that was not kept is listed and not fetched', async () => {
  const { save, saved, asked } = setUp([photo('bee', { originalKept: false }), photo('sea')]);
  await save(['bee', 'sea']);
  expect(asked).toEqual(['https://s.test/sea']);
  expect(textOf(saved[0]?.bytes)).toContain(',bee.jpg,');
});

test('where the browser can, the ZIP is written as it comes', async () => {
  const { save, written, saved } = setUp([photo('bee')], { picker: 'file' });
  expect(await save(['bee'])).toBe('saved');
  expect(await written()).toContain('pixels!');
  expect(saved).toEqual([]);
});

test('whoever thinks better of it gets nothing, and nothing is fetched', async () => {
  const { save, asked } = setUp([photo('bee')], { picker: 'canceled' });
  expect(await save(['bee'])).toBe('not_saved');
  expect(asked).toEqual([]);
});

test('what does not fit into memory is refused before it is fetched', async () => {
  const { save, asked } = setUp([photo('bee', { bytes: mostInMemory }), photo('sea')]);
  expect(await save(['bee', 'sea'])).toBe('too_large');
  expect(asked).toEqual([]);
});

test('a fetch that fails is tried again; when it fails for good there is no half a ZIP', async () => {
  const twice = setUp([photo('bee')], { picker: 'file', failures: 2 });
  expect(await twice.save(['bee'])).toBe('saved');
  const always = setUp([photo('bee')], { picker: 'file', failures: 3 });
  await expect(always.save(['bee'])).rejects.toMatchObject({ code: 'unreachable' });
  expect(always.isAborted()).toBe(true);
});

test('photos deleted meanwhile are left out', async () => {
  const { save, saved } = setUp([photo('sea')]);
  expect(await save(['bee', 'sea'])).toBe('saved');
  expect(textOf(saved[0]?.bytes)).not.toContain('bee.jpg');
});

import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { IntakeResult } from '../../src/http/schemas/photo.ts';
import { uploadedPhotosSchema, type UploadedPhoto } from '../../src/http/schemas/uploaded-photo.ts';
import { makePhoto } from '../../web/make-photo.test-data.ts';
import { scene } from '../contracts/pictures.ts';
import { createStorageStandIn } from '../edge/storage-stand-in.ts';
import { readBody } from '../simulator/server-sockets.ts';
import { openPicturePage, type PicturePage } from './picture-page.ts';

const owner = '11111111-1111-4111-8111-111111111111';
const tokens: string[] = [];
const may = async (token: string, name: string) => {
  tokens.push(token);
  return name.startsWith(`incoming/${owner}/`) ? 'done' : 'refused';
};
const storage = createStorageStandIn({
  bucket: 'rollcall',
  key: 'service',
  people: {
    insert: may,
    mayInsert: may,
    sees: async () => true,
    remove: async () => 0,
    forget: async () => {},
  },
});

let browser: PicturePage;
let registered: UploadedPhoto[] = [];
let parts = 0;
/** Which part of a large file meets a service in trouble. */
let brokenPart = 0;
beforeAll(async () => {
  browser = await openPicturePage((path, request, response) => {
    if (request.method === 'PATCH') parts += 1;
    if (request.method === 'PATCH' && parts === brokenPart) storage.fail(503, 1);
    if (path.startsWith('/storage/')) void storage.handle(request, response);
    else if (path === '/api/v1/photos/register') void register(request, response);
    else return false;
    return true;
  });
});
afterAll(async () => {
  await browser.close();
});
beforeEach(() => {
  registered = [];
  parts = 0;
  brokenPart = 0;
  tokens.length = 0;
  storage.objects.clear();
});

async function register(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { photos } = uploadedPhotosSchema.parse(JSON.parse((await readBody(request)).toString()));
  registered.push(...photos);
  const result: IntakeResult = {
    photos: photos.map((photo) => makePhoto({ id: photo.uploadId, name: photo.filename })),
    indexes: photos.map((_, index) => index),
    duplicates: [],
    rejected: [],
  };
  response.writeHead(201, { 'content-type': 'application/json' }).end(JSON.stringify(result));
}

async function send(files: Readonly<Record<string, Buffer>>, previewsOnly = false) {
  const wired = Object.entries(files).map(([name, bytes]) => ({ name, base64: bytes.toString('base64') }));
  return await browser.page.evaluate<{ result: IntakeResult; sent: number[] }>(
    `sendPhotos(${JSON.stringify(wired)}, ${previewsOnly})`,
  );
}

const stored = (uploadId: string, name: string) =>
  storage.objects.get(`incoming/${owner}/${uploadId}/${name}`);

test('photos arrive whole, with their small pictures; what is no photo is left out', async () => {
  const jpeg = await scene(600, 400).jpeg().toBuffer();
  const png = await scene(300, 200).png().toBuffer();
  const { result } = await send({ 'a.jpg': jpeg, 'notes.txt': Buffer.from('hello'), 'b.png': png });
  expect(new Map(result.photos.map(({ name }, at) => [name, result.indexes[at]]))).toEqual(
    new Map([
      ['a.jpg', 0],
      ['b.png', 2],
    ]),
  );
  expect(result.rejected).toMatchObject([{ filename: 'notes.txt', code: 'format_not_read', index: 1 }]);
  expect(storage.objects.size).toBe(6);
  for (const photo of registered) {
    const original = stored(photo.uploadId, 'original');
    expect(
      createHash('sha256')
        .update(original ?? '')
        .digest('hex'),
    ).toBe(photo.original.sha256);
    expect(stored(photo.uploadId, 'thumbnail.webp')?.subarray(8, 12).toString()).toBe('WEBP');
    expect(stored(photo.uploadId, 'preview.jpg')?.subarray(0, 2).toString('hex')).toBe('ffd8');
  }
  expect(browser.troubles).toEqual([]);
});

test('a large original goes in parts, over a line that breaks, with a token of the moment for each', async () => {
  const padding = Buffer.alloc(14_000_000, 7);
  const large = Buffer.concat([await scene(600, 400).jpeg().toBuffer(), padding]);
  brokenPart = 2;
  const { result, sent } = await send({ 'large.jpg': large });
  expect(result.photos).toHaveLength(1);
  expect(stored(registered[0]?.uploadId ?? '', 'original')?.equals(large)).toBe(true);
  expect(parts).toBe(4);
  expect(sent.length).toBeGreaterThan(3);
  expect(sent.at(-1)).toBe(large.length);
  // Two small pictures, the beginning of the large one and its three parts.
  expect(new Set(tokens).size).toBeGreaterThanOrEqual(6);
});

test('previews only: nothing of the original leaves the browser', async () => {
  const { result } = await send({ 'a.jpg': await scene(600, 400).jpeg().toBuffer() }, true);
  expect(result.photos).toHaveLength(1);
  expect(registered).toMatchObject([{ originalKept: false, original: { mediaType: 'image/jpeg' } }]);
  const names = [...storage.objects.keys()].map((key) => key.split('/').at(-1));
  expect(new Set(names)).toEqual(new Set(['preview.jpg', 'thumbnail.webp']));
  expect(names).toHaveLength(2);
});

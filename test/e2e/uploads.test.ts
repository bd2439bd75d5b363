import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page, Request } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { makePhotos } from './photos.ts';
import { createStage, type Stage } from './stage.ts';

let stage: Stage;
let large: string;

beforeAll(async () => {
  stage = await createStage({ onDevice: true });
  large = await makeLargePhoto(join(stage.folder, 'large.png'));
});
afterAll(() => stage.close());
afterEach(() => void stage.troubles.splice(0));

/** About 20 MB, since noise cannot be compressed. */
async function makeLargePhoto(path: string): Promise<string> {
  const noise = { type: 'gaussian', mean: 128, sigma: 60 } as const;
  await sharp({ create: { width: 2700, height: 2500, channels: 3, background: '#888', noise } })
    .png({ compressionLevel: 0 })
    .toFile(path);
  return path;
}

const uploads = (page: Page) => page.getByRole('complementary', { name: 'Uploads' });

async function choose(page: Page, picker: 'photos' | 'folder', path: string): Promise<void> {
  await page.locator(`input[data-picker="${picker}"]`).setInputFiles(path);
}

async function slowLine(page: Page, bytesPerSecond: number): Promise<void> {
  const line = await page.context().newCDPSession(page);
  await line.send('Network.enable');
  await line.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 0,
    downloadThroughput: -1,
    uploadThroughput: bytesPerSecond,
  });
}

/** Where each piece of an upload began. */
function watchPieces(page: Page): number[] {
  const offsets: number[] = [];
  page.on('request', (request: Request) => {
    if (request.method() === 'PATCH') offsets.push(Number(request.headers()['upload-offset'] ?? '-1'));
  });
  return offsets;
}

/** How much of the only upload under way has left, in percent. */
async function sentShare(page: Page): Promise<number> {
  const shown = await uploads(page).getByRole('progressbar').getAttribute('aria-valuenow');
  return Number(shown ?? '0');
}

async function library(query = ''): Promise<{ total: number; names: string[] }> {
  const answer = await fetch(`${stage.server().url}/api/v1/photos?limit=500${query}`);
  const { total, photos }: { total: number; photos: { name: string }[] } = await answer.json();
  return { total, names: photos.map((photo) => photo.name) };
}

test('a large photo goes on where it stopped when the server is killed half-way', async () => {
  const page = await stage.open();
  const offsets = watchPieces(page);
  await slowLine(page, 6_000_000);
  await choose(page, 'photos', large);
  await expect.poll(() => sentShare(page)).toBeGreaterThan(45);
  await stage.killAndStart();
  await expect.poll(async () => (await library()).names, { timeout: 60_000 }).toEqual(['large.png']);
  expect(offsets[0]).toBe(0);
  // Four of twenty megabytes or more were not sent again.
  expect(offsets.at(-1)).toBeGreaterThanOrEqual(4 * 1024 * 1024);
  await page.context().close();
});

test('after a reload the same photo, chosen again, goes on too', async () => {
  const path = join(stage.folder, 'second.png');
  await makeLargePhoto(path);
  const page = await stage.open();
  const offsets = watchPieces(page);
  await slowLine(page, 6_000_000);
  await choose(page, 'photos', path);
  await expect.poll(() => sentShare(page)).toBeGreaterThan(45);
  await page.reload();
  await page.getByRole('button', { name: 'Upload' }).waitFor();
  await choose(page, 'photos', path);
  await expect
    .poll(async () => (await library()).names.toSorted(), { timeout: 60_000 })
    .toEqual(['large.png', 'second.png']);
  expect(offsets.at(-1)).toBeGreaterThanOrEqual(4 * 1024 * 1024);
  await page.context().close();
});

test('a large photo is sent too when Rollcall was updated under the open page', async () => {
  const path = join(stage.folder, 'third.png');
  await makeLargePhoto(path);
  const page = await stage.open();
  // What the old page would load then is not there any more.
  await page.route('**/assets/send-large-file-*.js', (route) => route.abort());
  await choose(page, 'photos', path);
  await expect.poll(async () => (await library()).names, { timeout: 60_000 }).toContain('third.png');
  await page.context().close();
});

test('a folder goes on after a reload without sending what is there, and says what was left out', async () => {
  const folder = join(stage.folder, 'Trip');
  await mkdir(folder);
  const photos = await makePhotos(join(stage.folder, 'small'), 300);
  await Promise.all(photos.map((path, n) => rename(path, join(folder, `IMG_${n + 1}.jpg`))));
  const xmp = '<x:xmpmeta xmlns:x="adobe:ns:meta/"></x:xmpmeta>';
  await writeFile(join(folder, 'IMG_7.xmp'), xmp);
  await Promise.all(
    Array.from({ length: 5 }, (_, n) => writeFile(join(folder, `notes-${n}.txt`), `Dear diary ${n}`)),
  );

  const page = await stage.open();
  await slowLine(page, 200_000);
  await choose(page, 'folder', folder);
  const inTrip = async () => (await library('&folder=Trip')).total;
  await expect.poll(inTrip).toBeGreaterThan(40);
  await page.reload();
  await page.getByRole('button', { name: 'Upload' }).waitFor();
  await slowLine(page, -1);
  const there = await inTrip();
  await choose(page, 'folder', folder);
  await expect.poll(inTrip, { timeout: 60_000 }).toBe(300);
  const panel = uploads(page);
  await panel.getByText(/^Uploaded \d+ photos/u).waitFor();
  const title = await panel.getByRole('status').innerText();
  const [, arrived, leftOut, known] =
    /Uploaded (\d+) photos.*?, (\d+) left out, (\d+) already here/u.exec(title) ?? [];
  expect(Number(leftOut)).toBe(5);
  expect(Number(arrived) + Number(known)).toBe(300);
  expect(Number(known)).toBeGreaterThanOrEqual(there - 24);
  await panel.getByText(/^notes-\d\.txt and 4 more$/u).waitFor();

  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Upload' }).click();
  await page.getByRole('menuitem', { name: 'Download everything' }).click();
  const { total } = await library();
  expect((await download).suggestedFilename()).toBe(`rollcall-${total}-photos.zip`);
  await page.context().close();
});

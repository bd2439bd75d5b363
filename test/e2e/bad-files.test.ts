import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cards, jobDone, jobPanel, nameAll, names, tall, upload } from './library.ts';
import { makePhotos } from './photos.ts';
import { createStage, type Stage } from './stage.ts';

let stage: Stage;
let page: Page;

beforeAll(async () => {
  stage = await createStage({ simulator: { latencyMs: 50 } });
  page = await stage.open(tall);
});
afterAll(() => stage.close());

test('what is no photo is left out with its reason, and the good ones go on', async () => {
  const good = await makePhotos(join(stage.folder, 'camera'), 4);
  const bad = await badFiles(stage.folder, await readFile(good[0] ?? ''));
  await page.locator('input[data-picker="photos"]').setInputFiles([...good, ...bad]);
  await expect.poll(() => cards(page, 'ready').count()).toBe(4);
  const uploads = page.getByRole('complementary', { name: 'Uploads' });
  const unfold = uploads.getByRole('button', { name: 'Unfold' });
  if (await unfold.isVisible()) await unfold.click();
  for (const reason of ['Not a photo', 'Empty file']) await uploads.getByText(reason).first().waitFor();
  await expect.poll(() => cards(page, 'failed').count()).toBe(1);

  // What is damaged inside fails alone.
  await nameAll(page);
  await jobPanel(page).getByText('4 named', { exact: true }).waitFor({ timeout: 60_000 });
  await expect.poll(() => cards(page, 'named').count()).toBe(4);
});

test('photos that are here already are not stored again', async () => {
  const total = (await names(page)).length;
  await page
    .locator('input[data-picker="photos"]')
    .setInputFiles(await makePhotos(join(stage.folder, 'camera'), 2));
  await page.getByText('No new photos').waitFor();
  expect((await names(page)).length).toBe(total);
});

test('a provider that refuses the key pauses the job with the reason; it goes on when that is mended', async () => {
  await upload(page, await makePhotos(join(stage.folder, 'more'), 30, 100), 30);
  stage.simulator.configure({ failures: { '401': 1 } });
  await nameAll(page);
  await jobPanel(page).getByText('The key was not accepted').waitFor();
  const asked = stage.simulator.stats().calls;
  stage.simulator.configure({ failures: {} });
  await jobPanel(page).getByRole('button', { name: 'Continue' }).click();
  await jobDone(page);
  await expect.poll(() => cards(page, 'named').count()).toBe(34);
  expect(asked).toBeLessThanOrEqual(16);
});

async function badFiles(folder: string, photo: Buffer): Promise<string[]> {
  const contents: Record<string, Buffer> = {
    'letter.jpg': Buffer.from('Dear all, this is no photo.'),
    'nothing.jpg': Buffer.alloc(0),
    'drawing.png': Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
    'cut.jpg': photo.subarray(0, Math.floor(photo.length / 3)),
  };
  const paths = Object.keys(contents).map((name) => join(folder, name));
  await Promise.all(Object.values(contents).map((bytes, at) => writeFile(paths[at] ?? '', bytes)));
  return paths;
}

import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { cards, jobDone, jobPanel, nameAll, names, tall, upload } from './library.ts';
import { makePhotos } from './photos.ts';
import { createStage, type Stage } from './stage.ts';

const count = 40;
let stage: Stage;
let page: Page;

beforeAll(async () => {
  stage = await createStage({ simulator: { latencyMs: 1000 } });
  page = await stage.open(tall);
  await upload(page, await makePhotos(join(stage.folder, 'camera'), count));
});
beforeEach(() => stage.simulator.reset());
afterAll(() => stage.close());

test('a job goes on while its page is loaded again and while it is closed, and is there again', async () => {
  await nameAll(page);
  await expect.poll(() => cards(page, 'named').count()).toBeGreaterThan(0);
  await page.reload();
  await jobPanel(page).getByText('Looking at photos').waitFor();
  await page.close();
  page = await stage.open(tall);
  await expect.poll(() => cards(page, 'named').count(), { timeout: 60_000 }).toBe(count);
  expect(stage.simulator.stats()).toMatchObject({ billed: count, imagesBilledTwice: 0 });
});

test('two tabs show the same names; undo in one is seen in the other', async () => {
  const other = await page.context().newPage();
  await other.goto(stage.server().url);
  await expect.poll(() => cards(other, 'named').count()).toBe(count);
  expect(await names(other)).toEqual(await names(page));
  await other.getByRole('link', { name: 'History' }).click();
  await other.getByRole('main').getByRole('button', { name: 'Undo' }).first().click();
  await expect.poll(() => cards(page, 'named').count()).toBe(0);
  await other.close();
});

test('the server killed in the middle of a job goes on with it after the next start', async () => {
  stage.simulator.configure({ latencyMs: 400 });
  // Another note is another question: nothing of it is stored yet.
  await cards(page).first().focus();
  await page.keyboard.press('Control+a');
  await page.getByRole('toolbar', { name: 'Selection' }).getByRole('button', { name: 'AI rename' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: /What should the namer know/u }).fill('Made for a test.');
  await dialog.getByRole('button', { name: /^Name \d+ photos?/u }).click();
  await expect.poll(() => cards(page, 'named').count()).toBeGreaterThan(0);

  await stage.killAndStart();
  await expect.poll(() => cards(page, 'named').count(), { timeout: 90_000 }).toBe(count);
  await jobDone(page);
  const stats = stage.simulator.stats();
  expect(stats.distinctImages).toBe(count);
  // At most the calls that were on their way, or answered and not yet written down, are asked again.
  expect(stats.billed - count).toBeLessThanOrEqual(stats.maxConcurrency * 2);
  expect(new Set(await names(page)).size).toBe(count);
});

import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { jobPanel, selectAll, upload } from './library.ts';
import { makePhotos } from './photos.ts';
import { createStage, type Stage } from './stage.ts';

let stage: Stage;
let page: Page;

/** Every other call answers with a title alone, which is taken for a guess. */
const unsure = Object.fromEntries(
  Array.from({ length: 12 }, (_, at) => [String(at * 2 + 1), 'plain-name'] as const),
);

beforeAll(async () => {
  stage = await createStage({ simulator: { latencyMs: 20, script: unsure } });
  page = await stage.open({ reducedMotion: 'reduce' });
  await upload(page, await makePhotos(join(stage.folder, 'camera'), 14));
  await selectAll(page);
  await page.getByRole('toolbar', { name: 'Selection' }).getByRole('button', { name: 'AI rename' }).click();
  await page
    .getByRole('dialog')
    .getByRole('radio', { name: /Let me review first/u })
    .click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^Name 14 photos/u })
    .click();
  await jobPanel(page).getByRole('link', { name: 'Review 14 names' }).click();
});
afterAll(async () => {
  expect(stage.troubles).toEqual([]);
  await stage.close();
});

const violations = async () => (await new AxeBuilder({ page }).analyze()).violations;
const group = 'Not sure what it shows, 7 photos';
const rows = () => page.locator('[data-review]').count();

test('a reason that many names share stands on top, and is looked through or decided once', async () => {
  await page.getByText(group).waitFor();
  expect(await rows()).toBe(7);
  expect(await violations()).toEqual([]);

  await page.getByRole('button', { name: `Look through: ${group}` }).click();
  await expect.poll(rows).toBe(14);
  await page.getByRole('button', { name: 'Fold' }).click();
  await expect.poll(rows).toBe(7);

  await page.getByRole('button', { name: `Skip all: ${group}` }).click();
  await page.getByText('7 decided', { exact: true }).waitFor();
  await page.keyboard.press('Control+z');
  await page.getByRole('button', { name: `Accept all: ${group}` }).click();
  await page.getByRole('heading', { name: 'Review 14 names' }).waitFor();
  await page.getByText('7 of 14 decided').waitFor();
  await page.getByRole('button', { name: 'Accept 7' }).click();
  await page.getByRole('heading', { name: 'All names are decided' }).waitFor();
});

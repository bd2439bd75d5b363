import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cards, jobDone, jobPanel, nameAll, selectAll, upload } from './library.ts';
import { makePhotos } from './photos.ts';
import { createStage, type Stage } from './stage.ts';

let stage: Stage;
let page: Page;

beforeAll(async () => {
  stage = await createStage({ onDevice: true, simulator: { latencyMs: 50, apiKey: 'sk-right-0000001111' } });
  page = await stage.open();
  await upload(page, await makePhotos(join(stage.folder, 'camera'), 4));
});
afterAll(() => stage.close());

test('a model is connected out of the dialog, which then goes on; the key never comes back', async () => {
  await selectAll(page);
  await page.getByRole('toolbar', { name: 'Selection' }).getByRole('button', { name: 'AI rename' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Connect a model' }).click();
  await page.getByRole('radio', { name: 'Other' }).click();
  await page.getByLabel('Base URL').fill(stage.simulator.baseUrl);
  await page.getByLabel('Model', { exact: true }).fill('gpt-sim');

  await key().fill('sk-wrong-0000001111');
  await page.getByRole('button', { name: 'Test and save' }).click();
  await page.getByText('The key was not accepted').waitFor();
  await key().fill('  sk-right-000000\n1111 ');
  await page.getByRole('button', { name: 'Test and save' }).click();
  await page.getByText(/^gpt-sim said "/u).waitFor();
  expect(await key().inputValue()).toBe('');
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);

  await page.getByRole('button', { name: 'Go on with AI rename' }).click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^Name 4 photos/u })
    .click();
  await jobDone(page);
  await expect.poll(() => cards(page, 'named').count()).toBe(4);
});

test('a key that stops working pauses the job; another one is put in and the job goes on', async () => {
  await upload(page, await makePhotos(join(stage.folder, 'more'), 3, 4));
  await configure({ apiKey: 'sk-second-000002222' });
  await nameAll(page);
  await page.getByRole('link', { name: 'Change key' }).click();
  await page.getByText('Job paused at', { exact: false }).waitFor();
  await expect.poll(() => key().evaluate((field) => field === document.activeElement)).toBe(true);
  await page.keyboard.type('sk-second-000002222');
  await page.keyboard.press('Enter');
  await page.getByText(/^gpt-sim said "/u).waitFor();
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByRole('button', { name: 'Back to the photos' }).click();
  await jobDone(page);
  await expect.poll(() => cards(page, 'named').count()).toBe(7);
});

test('what one model declined is named by another from the list', async () => {
  await upload(page, await makePhotos(join(stage.folder, 'declined'), 1, 7));
  await configure({ failures: { 'refusal-field': 1 } });
  await nameAll(page);
  await jobPanel(page).getByRole('button', { name: 'Try another model' }).click();
  await page.getByRole('menuitem', { name: /^On this computer/u }).click();
  await expect.poll(() => cards(page, 'failed').count()).toBe(0);
});

test('removing the model takes its key along and leaves the basic namer', async () => {
  await page.goto(`${stage.server().url}/#/settings`);
  await page.getByRole('button', { name: 'Remove' }).click();
  await page.getByRole('button', { name: 'Remove it' }).click();
  await page.getByRole('link', { name: 'Connect a model' }).waitFor();
  expect(stage.troubles).toEqual([]);
});

const key = () => page.getByLabel('Key', { exact: true });

const configure = (options: object) =>
  fetch(`${stage.simulator.origin}/__sim/config`, { method: 'POST', body: JSON.stringify(options) });

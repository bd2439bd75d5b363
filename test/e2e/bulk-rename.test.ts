import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { names, selectAll, upload } from './library.ts';
import { makePhotos } from './photos.ts';
import { createStage, type Stage } from './stage.ts';

let stage: Stage;
let page: Page;
let dialog: Locator;

beforeAll(async () => {
  stage = await createStage({ onDevice: true });
  page = await stage.open({ reducedMotion: 'reduce' });
  dialog = page.getByRole('dialog', { name: /^Rename \d+ photos?$/u });
  await upload(page, await makePhotos(join(stage.folder, 'camera'), 4));
});
afterAll(() => stage.close());

async function open(): Promise<void> {
  await selectAll(page);
  await page.keyboard.press('F2');
  await dialog.waitFor();
}

/** Only what is typed stands in the pattern then. */
async function writePattern(text: string): Promise<void> {
  const field = dialog.getByLabel('Pattern', { exact: true });
  await field.focus();
  while ((await dialog.getByRole('button', { name: /^Remove /u }).count()) > 0)
    await field.press('Backspace');
  await field.fill(text);
}

const newNames = () =>
  dialog
    .getByRole('button', { name: /^Edit /u })
    .evaluateAll((found) => found.map((each) => each.textContent ?? ''));

test('a misspelt part is said at its place, and mended with one click', async () => {
  await open();
  await writePattern('{plase}');
  await dialog.getByText('There is no part “plase”.').waitFor();
  expect(await dialog.locator('mark').textContent()).toBe('plase');
  expect(await dialog.getByRole('button', { name: /^Rename \d/u }).getAttribute('aria-disabled')).toBe(
    'true',
  );
  await dialog.getByRole('button', { name: 'Use {place}' }).click();
  await dialog.getByRole('button', { name: 'Remove Place' }).waitFor();
  expect(await dialog.locator('mark').count()).toBe(0);
});

test('Escape closes the dialog also under a message that came meanwhile', async () => {
  await writePattern('kept');
  await dialog.getByRole('button', { name: 'Save as preset' }).click();
  await page.getByLabel('Name of the preset').fill('Kept');
  await page.keyboard.press('Enter');
  await page.getByText('Preset saved', { exact: true }).first().waitFor();
  await page.keyboard.press('Escape');
  await expect.poll(() => dialog.isVisible()).toBe(false);
});

test('Escape in a name that is being edited leaves the name, and the next one the dialog', async () => {
  await open();
  await dialog
    .getByRole('button', { name: /^Edit /u })
    .first()
    .click();
  const field = dialog.getByLabel(/^New name of/u);
  await field.press('Escape');
  await field.waitFor({ state: 'hidden' });
  expect(await dialog.isVisible()).toBe(true);
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'hidden' });
  await open();
});

test('same names are told apart with one click, and the photos are called what was shown', async () => {
  await writePattern('Niña');
  await dialog.getByText('4 photos would get the same name.').waitFor();
  await dialog.getByText('More', { exact: true }).click();
  expect((await new AxeBuilder({ page }).include('[role=dialog]').analyze()).violations).toEqual([]);
  await dialog.getByRole('combobox', { name: 'Letters' }).click();
  await page.getByRole('option', { name: 'Without accents' }).click();
  await dialog.getByRole('button', { name: 'Tell them apart' }).click();
  const shown = ['nina.jpg', 'nina-2024-05-02.jpg', 'nina-2024-05-03.jpg', 'nina-2024-05-04.jpg'];
  await expect.poll(newNames).toEqual(shown);
  await dialog.getByRole('button', { name: 'Rename 4 photos' }).click();
  await dialog.waitFor({ state: 'hidden' });
  await expect.poll(() => names(page)).toEqual(shown);
});

test('every choice is there again the next time', async () => {
  await open();
  await dialog.getByText('More', { exact: true }).click();
  expect(await dialog.getByRole('radio', { name: 'Tell apart' }).getAttribute('aria-checked')).toBe('true');
  expect(await dialog.getByRole('combobox', { name: 'Letters' }).textContent()).toBe('Without accents');
  expect(await dialog.getByRole('combobox', { name: 'Order' }).textContent()).toBe('Taken, oldest first');
  expect(stage.troubles).toEqual([]);
});

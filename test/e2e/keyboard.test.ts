import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cards, jobDone, names, upload } from './library.ts';
import { makePhotos } from './photos.ts';
import { createStage, type Stage } from './stage.ts';

let stage: Stage;
let page: Page;

beforeAll(async () => {
  stage = await createStage({ simulator: { latencyMs: 50 } });
  page = await stage.open();
  await upload(page, await makePhotos(join(stage.folder, 'camera'), 6));
});
afterAll(() => stage.close());

test('the whole job by keyboard: reach the grid, select, name, rename one by hand, undo', async () => {
  await tabTo(/IMG_0001\.JPG/u);
  await page.keyboard.press('ArrowRight');
  await expect.poll(focused).toMatch(/IMG_0002\.JPG/u);
  await page.keyboard.press('Space');
  await page.keyboard.press('Shift+ArrowRight');
  await expect.poll(() => selected().count()).toBe(2);
  await page.keyboard.press('Control+a');
  await expect.poll(() => selected().count()).toBe(6);

  await tabTo(/^Select all$/u);
  await page.keyboard.press('ArrowRight');
  await expect.poll(focused).toBe('AI rename');
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor();
  expect(await page.getByRole('dialog').evaluate((dialog) => dialog.contains(document.activeElement))).toBe(
    true,
  );
  await page.keyboard.press('Control+Enter');
  await jobDone(page);
  await expect.poll(() => cards(page, 'named').count()).toBe(6);

  await tabTo(/, Was IMG_/u);
  await page.keyboard.press('F2');
  await page.keyboard.press('Control+a');
  await page.keyboard.type('by my hand');
  await page.keyboard.press('Enter');
  await expect.poll(() => names(page)).toContain('by my hand.jpg');
  await expect.poll(focused).toMatch(/by my hand\.jpg/u);

  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  await tabTo(/^Undo renames$/u);
  await page.keyboard.press('Enter');
  await expect.poll(async () => (await names(page)).filter((name) => name.startsWith('IMG_')).length).toBe(5);
  // What a person named stays.
  expect(await names(page)).toContain('by my hand.jpg');
});

test('what is selected is renamed, named and deleted by its keys from anywhere on the page', async () => {
  await page.reload();
  await expect.poll(() => cards(page).count()).toBe(6);
  expect(await focused()).toBe('');
  await page.keyboard.press('F2');
  expect(await page.getByRole('dialog').count()).toBe(0);
  await page.keyboard.press('Control+a');
  await expect.poll(() => selected().count()).toBe(6);
  for (const [key, dialog] of [
    ['F2', 'Rename 6 photos'],
    ['a', 'AI rename'],
    ['Delete', 'Delete 6 photos?'],
  ] as const) {
    await page.keyboard.press(key);
    await page.locator('[role=dialog], [role=alertdialog]').filter({ hasText: dialog }).waitFor();
    await page.keyboard.press('Escape');
    await expect.poll(() => page.locator('[role=dialog], [role=alertdialog]').count()).toBe(0);
  }
  expect(await selected().count()).toBe(6);
  await page.keyboard.press('Escape');
  await expect.poll(() => selected().count()).toBe(0);
});

test('what was just done is undone by its key while a message speaks of it, and not later', async () => {
  const before = await names(page);
  await page.keyboard.press('Control+a');
  await page.keyboard.press('F2');
  await page.getByRole('dialog').waitFor();
  await page.keyboard.press('Control+Enter');
  await page.getByRole('status').filter({ hasText: 'Undo' }).waitFor();
  await expect.poll(() => names(page)).not.toEqual(before);
  await page.keyboard.press('Control+z');
  await expect.poll(() => names(page)).toEqual(before);
  await page.getByRole('status').filter({ hasText: 'got the old name back' }).waitFor();
  await page.keyboard.press('Control+z');
  expect(await names(page)).toEqual(before);
});

/** Presses Tab as a person would, until the focus is on something with this name. */
async function tabTo(name: RegExp): Promise<void> {
  for (let presses = 0; presses < 80; presses += 1) {
    if (name.test(await focused())) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab never reached ${name}`);
}

const selected = () => page.locator('[role=gridcell][aria-selected=true]');

/** The name of what has the focus; nothing has it while it is on the page as a whole. */
const focused = () =>
  page.evaluate(() => {
    const element = document.activeElement;
    if (element === null || element === document.body) return '';
    return element.getAttribute('aria-label') ?? element.textContent ?? '';
  });

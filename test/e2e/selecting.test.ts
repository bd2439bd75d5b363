import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cards, upload } from './library.ts';
import { makePhotos } from './photos.ts';
import { createStage, type Stage } from './stage.ts';

let stage: Stage;
let page: Page;

beforeAll(async () => {
  stage = await createStage({ onDevice: true });
  page = await stage.open();
  await upload(page, await makePhotos(join(stage.folder, 'camera'), 12));
});
afterAll(() => stage.close());

test('Ctrl+A means the photos from anywhere but a field or a dialog, and Esc clears', async () => {
  await page.locator('body').press('Control+a');
  await expect.poll(() => selected().count()).toBe(12);
  await page.keyboard.press('Escape');
  await expect.poll(() => selected().count()).toBe(0);

  await page.getByRole('searchbox').fill('x');
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Escape');
  await page.keyboard.press('?');
  await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Escape');
  await expect.poll(() => cards(page).count()).toBe(12);
  expect(await selected().count()).toBe(0);
  expect(await page.evaluate(() => String(window.getSelection()))).toBe('');
});

test('a frame drawn on empty space selects what it touches; with Ctrl it adds, Esc takes it back', async () => {
  const [first, second] = [await boxOf(0), await boxOf(1)];
  const gap = (first.x + first.width + second.x) / 2;
  await drag({ x: gap, y: first.y + 30 }, { x: second.x + 20, y: first.y + 60 });
  await expect.poll(selectedPlaces).toEqual([1]);

  await page.keyboard.down('Control');
  await drag({ x: gap, y: first.y + 30 }, { x: first.x + 20, y: first.y + 60 });
  await page.keyboard.up('Control');
  await expect.poll(selectedPlaces).toEqual([0, 1]);

  await page.mouse.move(gap, first.y + 30);
  await page.mouse.down();
  await page.mouse.move(second.x + second.width * 2, first.y + 60, { steps: 4 });
  await expect.poll(selectedPlaces).toEqual([1, 2]);
  await page.keyboard.press('Escape');
  await page.mouse.up();
  await expect.poll(selectedPlaces).toEqual([0, 1]);
});

const selected = () => page.locator('[role=gridcell][aria-selected=true]');

const selectedPlaces = () =>
  cards(page).evaluateAll((all) =>
    all.flatMap((card, place) => (card.getAttribute('aria-selected') === 'true' ? [place] : [])),
  );

async function boxOf(place: number) {
  const box = await cards(page).nth(place).boundingBox();
  if (box === null) throw new Error(`Card ${place} is not shown`);
  return box;
}

async function drag(from: { x: number; y: number }, to: { x: number; y: number }): Promise<void> {
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(to.x, to.y, { steps: 4 });
  await page.mouse.up();
}

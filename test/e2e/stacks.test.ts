import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeBurst, makePair } from './bursts.ts';
import { cards, jobDone, nameAll, names, upload } from './library.ts';
import { makePhotos } from './photos.ts';
import { createStage, type Stage } from './stage.ts';

let stage: Stage;
let page: Page;

beforeAll(async () => {
  stage = await createStage({ simulator: { latencyMs: 20 } });
  page = await stage.open({ reducedMotion: 'reduce' });
  const files = await Promise.all([
    makeBurst(join(stage.folder, 'burst'), 4),
    makePair(join(stage.folder, 'pair')),
    makePhotos(join(stage.folder, 'camera'), 3),
  ]);
  // Nine photos, of which four and two stand for one each.
  await upload(page, files.flat(), 5);
});
afterAll(async () => {
  expect(stage.troubles).toEqual([]);
  await stage.close();
});

const violations = async () => (await new AxeBuilder({ page }).analyze()).violations;
const burst = () => page.getByRole('gridcell', { name: /stack of 4/u });
const selected = () => page.getByText(/^\d+ selected$/u).last();

test('bursts and pairs are one card each, and say what they stand for', async () => {
  await expect
    .poll(() => names(page))
    .toEqual(['IMG_5001.JPG', 'DSC_7001.JPG', 'IMG_0001.JPG', 'IMG_0002.JPG', 'IMG_0003.JPG']);
  expect(await burst().first().getByRole('button', { name: 'Open the stack of 4' }).textContent()).toBe('4');
  const pair = page.getByRole('gridcell', { name: /RAW and JPEG of one shot/u });
  expect(await pair.getByRole('button', { name: 'Open the stack of 2' }).textContent()).toBe('+ DNG');
  expect(await page.getByRole('button', { name: /^All \d/u }).textContent()).toContain('9');
  expect(await violations()).toEqual([]);
});

test('a stack opens in place, by its mark and by a key, and folds again', async () => {
  await burst().getByRole('button', { name: 'Open the stack of 4' }).click();
  await expect.poll(() => cards(page).count()).toBe(8);
  expect((await names(page)).slice(0, 5)).toEqual([
    'IMG_5001.JPG',
    'IMG_5002.JPG',
    'IMG_5003.JPG',
    'IMG_5004.JPG',
    'DSC_7001.JPG',
  ]);
  expect(await violations()).toEqual([]);
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('s');
  await expect.poll(() => cards(page).count()).toBe(5);
  // The focus is on the card that stands for the photo it was on.
  expect(await page.locator(':focus').getAttribute('aria-label')).toContain('stack of 4');
  await page.keyboard.press('s');
  await expect.poll(() => cards(page).count()).toBe(8);
  await page.keyboard.press('s');
  await expect.poll(() => cards(page).count()).toBe(5);
});

test('it counts as its photos: selected, and in the question before they are deleted', async () => {
  await burst()
    .getByRole('button', { name: /^Select/u })
    .click();
  expect(await selected().textContent()).toBe('4 selected');
  await page
    .getByRole('gridcell')
    .nth(1)
    .click({ modifiers: ['Shift'] });
  expect(await selected().textContent()).toBe('6 selected');
  await page.keyboard.press('Escape');
  await burst().focus();
  await page.keyboard.press('Delete');
  await page.getByText('Delete 4 photos?').waitFor();
  await page.getByRole('button', { name: 'Cancel' }).click();
});

test('a change of one photo renders one card', async () => {
  const rendersOf = () =>
    cards(page).evaluateAll((all) => all.map((card) => Number(card.getAttribute('data-renders'))));
  const before = await rendersOf();
  const id = await cards(page).last().getAttribute('data-id');
  await page.evaluate(async (photo) => {
    await fetch(`/api/v1/photos/${photo}`, {
      method: 'PATCH',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'zebra' }),
    });
  }, id);
  await expect.poll(async () => (await names(page)).at(-1)).toBe('zebra.jpg');
  const after = await rendersOf();
  expect(after.slice(0, -1)).toEqual(before.slice(0, -1));
});

test('a job names them alike: the pair by one stem, the burst by one base', async () => {
  await nameAll(page);
  await jobDone(page);
  await burst().getByRole('button', { name: 'Open the stack of 4' }).click();
  await expect.poll(() => cards(page).count()).toBe(8);
  const [first = '', ...others] = (await names(page)).slice(0, 4);
  const base = first.replace('.jpg', '');
  expect(others).toEqual([2, 3, 4].map((n) => `${base}-${n}.jpg`));
});

test('switched off in the settings, each photo stands alone', async () => {
  await page.goto(`${stage.server().url}/#/settings`);
  const fold = page.getByRole('switch', { name: /^Fold bursts and RAW \+ JPEG/u });
  expect(await fold.isChecked()).toBe(true);
  await fold.click();
  expect(await violations()).toEqual([]);
  await page.getByRole('link', { name: 'Photos', exact: true }).click();
  await expect.poll(() => cards(page).count()).toBe(9);
  await page.goto(`${stage.server().url}/#/settings`);
  await fold.click();
  await page.getByRole('link', { name: 'Photos', exact: true }).click();
  await expect.poll(() => cards(page).count()).toBeLessThan(9);
});

import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cards, names, upload } from './library.ts';
import { makePhotos } from './photos.ts';
import { createStage, type Stage } from './stage.ts';

let stage: Stage;
let page: Page;

beforeAll(async () => {
  stage = await createStage({ simulator: { latencyMs: 20 } });
  page = await stage.open();
  await upload(page, await makePhotos(join(stage.folder, 'camera'), 3));
});
afterAll(() => stage.close());

async function type(on: Page, at: number, name: string): Promise<void> {
  await cards(on).nth(at).focus();
  await on.keyboard.press('F2');
  await on.keyboard.press('Control+a');
  await on.keyboard.insertText(name);
  await on.keyboard.press('Enter');
}

test('a name too long for a file is not cut behind the back: what would be left is offered', async () => {
  await type(page, 0, 'x'.repeat(10_000));
  const note = page.getByRole('alert').filter({ hasText: 'too long for a file' });
  await note.waitFor();
  expect(await names(page)).toContain('IMG_0001.JPG');
  await note.getByRole('button').click();
  await expect.poll(() => names(page)).toContain(`${'x'.repeat(200)}.jpg`);
});

test('the photo tells the names it had, and takes one of them again', async () => {
  await type(page, 0, 'harbour at dawn');
  await expect.poll(() => names(page)).toContain('harbour at dawn.jpg');
  // The name stands there a moment before the field gives the keyboard back to its card.
  await expect
    .poll(() =>
      cards(page)
        .nth(0)
        .evaluate((card) => card === document.activeElement),
    )
    .toBe(true);
  await page.keyboard.press('Enter');
  const facts = page.getByRole('complementary', { name: 'Facts' });
  await facts.getByText(/^Named by hand, today at \d\d:\d\d\. Current name$/u).waitFor();
  await facts.getByText(/^Original name, uploaded today at \d\d:\d\d$/u).waitFor();
  await facts.getByRole('button', { name: 'Use again: IMG_0001.JPG' }).click();
  await expect.poll(() => facts.getByRole('listitem').count()).toBe(4);
  await page.keyboard.press('Escape');
  await expect.poll(() => names(page)).toContain('IMG_0001.jpg');
});

test('a name that was changed in another tab meanwhile is not written over unseen', async () => {
  const other = await page.context().newPage();
  await other.goto(page.url());
  await expect.poll(() => cards(other).count()).toBe(3);
  await cards(page).nth(1).focus();
  await page.keyboard.press('F2');
  await page.keyboard.press('Control+a');
  await page.keyboard.insertText('mine');
  await type(other, 1, 'theirs');
  await expect.poll(() => names(other)).toContain('theirs.jpg');
  await page.keyboard.press('Enter');
  await page.getByText('The name changed meanwhile. Look at it, then save again.').waitFor();
  await page.keyboard.press('Enter');
  await expect.poll(() => names(other)).toContain('mine.jpg');
  await other.close();
  // The answer 412 is in the console of every browser.
  stage.troubles.length = 0;
});

test('A names one photo at once, and asks first where several are selected', async () => {
  await cards(page).nth(1).focus();
  await page.keyboard.press('Space');
  await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.press('a');
  await page.getByRole('dialog', { name: 'AI rename' }).getByText('2 photos.').waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  await page.keyboard.press('Escape');
  await cards(page).nth(2).focus();
  await page.keyboard.press('a');
  await expect.poll(() => cards(page, 'named').count()).toBe(3);
});

test('looking again says who is asked, asks anew, and gives the answer to the photo', async () => {
  const asked = stage.simulator.stats().calls;
  await cards(page).nth(2).focus();
  await page.keyboard.press('Enter');
  const facts = page.getByRole('complementary', { name: 'Facts' });
  await facts.getByText('Looking again asks gpt-sim, Other server · price not known.').waitFor();
  await facts.getByRole('button', { name: 'Look again' }).click();
  await expect.poll(() => stage.simulator.stats().calls).toBe(asked + 1);
  await facts.getByRole('button', { name: 'Look again' }).waitFor();
  await page.keyboard.press('Escape');
});

test('several are looked at again by the dialog, which says so and what it costs', async () => {
  await cards(page).nth(1).focus();
  await page.keyboard.press('Space');
  await page.keyboard.press('Shift+ArrowRight');
  await cards(page).nth(2).click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Look again…' }).click();
  const dialog = page.getByRole('dialog', { name: 'AI rename' });
  const tick = dialog.getByRole('checkbox', { name: 'Look again at photos already seen' });
  expect(await tick.isChecked()).toBe(true);
  await dialog.getByText('Price not known').waitFor();
  await tick.click();
  await dialog.getByText(/1 already seen, free/u).waitFor();
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'hidden' });
  await expect
    .poll(() =>
      cards(page)
        .nth(2)
        .evaluate((card) => card === document.activeElement),
    )
    .toBe(true);
  await page.keyboard.press('Escape');
  // Nobody is asked again by a dialog that was opened for something else.
  await cards(page).nth(2).focus();
  await page.keyboard.press('Space');
  await page.keyboard.press('Shift+ArrowLeft');
  await page.keyboard.press('a');
  await dialog.getByText('Name again', { exact: true }).click();
  expect(await tick.isChecked()).toBe(false);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
});

test('the facts tell how a photo was exposed, and leave out what cannot be', async () => {
  const written = { FNumber: '28/10', ExposureTime: '1/250', ISOSpeedRatings: '400', FocalLength: '35/0' };
  const path = join(stage.folder, 'exposed.jpg');
  const picture = sharp({ create: { width: 320, height: 240, channels: 3, background: 'teal' } });
  await picture
    .withExif({ IFD2: { ...written, LensModel: 'AF-S 35mm' } })
    .jpeg()
    .toFile(path);
  await upload(page, [path], 1);
  await cards(page, 'ready').focus();
  await page.keyboard.press('Enter');
  const facts = page.getByRole('complementary', { name: 'Facts' });
  await facts.getByText(/^320 × 240 · \d+ KB · JPEG · f\/2\.8 · 1\/250 s · ISO 400$/u).waitFor();
  await facts.getByText('AF-S 35mm', { exact: true }).waitFor();
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
});

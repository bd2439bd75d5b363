import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cards, jobDone, jobPanel, nameAll, names, selectAll, upload } from './library.ts';
import { makePhotos } from './photos.ts';
import { createStage, type Stage } from './stage.ts';
import { zipEntries } from './zip-entries.ts';

let stage: Stage;
let page: Page;
let files: string[];

beforeAll(async () => {
  stage = await createStage({ simulator: { latencyMs: 300 } });
  files = await makePhotos(join(stage.folder, 'camera'), 12);
  page = await stage.open();
});
afterAll(() => stage.close());

test('photos are dropped in, named by a job that is shown live, renamed back and taken home', async () => {
  await page.getByRole('heading', { name: 'Every photo answers to its name' }).waitFor();
  await upload(page, files);
  const before = await names(page);
  expect(before[0]).toBe('IMG_0001.JPG');

  await nameAll(page);
  await jobPanel(page).getByText('Looking at photos').waitFor();
  await expect
    .poll(() =>
      jobPanel(page)
        .getByRole('button', { name: /Copy job id/u })
        .textContent(),
    )
    .toMatch(/^job_[0-9a-f]+/u);
  await expect.poll(() => page.title()).toMatch(/^\d+ of 12 · Rollcall$/u);
  await jobDone(page);

  await expect.poll(() => cards(page, 'named').count()).toBe(12);
  const after = await names(page);
  expect(new Set(after).size).toBe(12);
  expect(after.every((name) => /^[a-z]+(?:-[a-z]+)+\.jpg$/u.test(name))).toBe(true);
  expect(await page.title()).toBe('Named 12 · Rollcall');
  await jobPanel(page).getByText('12 named', { exact: true }).waitFor();
  expect(stage.simulator.stats().contractViolations).toEqual([]);
  expect(stage.simulator.stats().billed).toBe(12);

  await downloadMatches(after);
  await jobPanel(page).getByRole('button', { name: 'Download options' }).click();
  await page.getByRole('menuitemcheckbox', { name: /^Download with XMP files/u }).click();
  expect((await new AxeBuilder({ page }).include('[role=menu]').analyze()).violations).toEqual([]);
  await page.keyboard.press('Escape');
  await downloadMatches(
    after,
    after.map((name) => name.replace('.jpg', '.xmp')),
  );
  await jobPanel(page).getByRole('button', { name: 'Undo renames' }).click();
  await expect.poll(() => names(page)).toEqual(before);
  await page.reload();
  await expect.poll(() => names(page)).toEqual(before);
  // Remembered, wherever photos are downloaded.
  await selectAll(page);
  const bar = page.getByRole('toolbar', { name: 'Selection' });
  await bar.getByRole('button', { name: 'More' }).click();
  const xmp = page.getByRole('menuitemcheckbox', { name: /^Download with XMP files/u });
  expect(await xmp.getAttribute('aria-checked')).toBe('true');
  await page.keyboard.press('Escape');
  expect(stage.troubles).toEqual([]);
});

test('the same photos again cost nothing, and another pattern gives other names', async () => {
  const billed = stage.simulator.stats().billed;
  await selectAll(page);
  await page.getByRole('toolbar', { name: 'Selection' }).getByRole('button', { name: 'AI rename' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Add Date' }).click();
  await dialog.getByRole('button', { name: /^Name 12 photos/u }).click();
  await expect.poll(() => cards(page, 'named').count()).toBe(12);
  await jobDone(page);
  expect((await names(page)).every((name) => /-2024-05-\d\d\.jpg$/u.test(name))).toBe(true);
  expect(stage.simulator.stats().billed).toBe(billed);
});

test('words are left out of the names as they are typed, and the photos are called what is shown', async () => {
  await page.keyboard.press('Escape');
  await selectAll(page);
  await page.keyboard.press('F2');
  const dialog = page.getByRole('dialog', { name: /^Rename 12 photos/u });
  const field = dialog.getByLabel('Pattern', { exact: true });
  await field.focus();
  while ((await dialog.getByRole('button', { name: /^Remove /u }).count()) > 0)
    await field.press('Backspace');
  await field.fill('{title}');
  const shown = () =>
    dialog
      .getByRole('button', { name: /^Edit /u })
      .evaluateAll((found) => found.map((each) => each.textContent ?? ''));
  await expect
    .poll(async () => (await shown()).every((name) => /^[a-z]+(?:-[a-z]+)+\.jpg$/u.test(name)))
    .toBe(true);
  const unwanted = (await shown())[0]?.split('-')[0] ?? '';
  await dialog.getByText('More', { exact: true }).click();
  await dialog.getByLabel('Leave out words').fill(`photo, ${unwanted.toUpperCase()}`);
  await dialog.getByRole('combobox', { name: 'Words in a name' }).click();
  await page.getByRole('option', { name: 'At most 2' }).click();
  await dialog.getByRole('radio', { name: 'Number', exact: true }).click();
  const brief = new RegExp(`^(?!.*\\b${unwanted}\\b)[a-z]+(?:-[a-z]+)?(?:-\\d+)?\\.jpg$`, 'u');
  await expect.poll(async () => (await shown()).filter((name) => !brief.test(name))).toEqual([]);
  expect((await new AxeBuilder({ page }).include('[role=dialog]').analyze()).violations).toEqual([]);
  const wished = await shown();
  await dialog.getByRole('button', { name: /^Rename 12 photos/u }).click();
  await dialog.waitFor({ state: 'hidden' });
  await expect.poll(() => names(page)).toEqual(wished);
  await selectAll(page);
  await page.keyboard.press('F2');
  await dialog.getByText('More', { exact: true }).click();
  expect(await dialog.getByLabel('Leave out words').inputValue()).toBe(`photo, ${unwanted.toUpperCase()}`);
  expect(stage.troubles).toEqual([]);
});

/** The ZIP holds every original, byte for byte as long, under its new name, what is beside them, and the table of names. */
async function downloadMatches(expected: readonly string[], beside: readonly string[] = []): Promise<void> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    jobPanel(page).getByRole('button', { name: 'Download 12' }).click(),
  ]);
  const path = join(stage.folder, 'home.zip');
  await download.saveAs(path);
  const entries = zipEntries(await readFile(path));
  expect(entries.map(({ name }) => name).toSorted()).toEqual(
    [...expected, ...beside, 'rollcall.csv'].toSorted(),
  );
  const sizes = await Promise.all(files.map(async (file) => (await stat(file)).size));
  const stored = expected.map((name) => entries.find((entry) => entry.name === name)?.bytes);
  expect(stored).toEqual(sizes);
}

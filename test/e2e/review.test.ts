import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cards, jobPanel, selectAll, upload } from './library.ts';
import { makePhotos } from './photos.ts';
import { createStage, type Stage } from './stage.ts';

let stage: Stage;
let page: Page;

beforeAll(async () => {
  stage = await createStage({ simulator: { latencyMs: 900 }, env: { ROLLCALL_CONCURRENCY: '2' } });
  page = await stage.open({ reducedMotion: 'reduce' });
  await upload(page, await makePhotos(join(stage.folder, 'camera'), 16));
});
afterAll(async () => {
  expect(stage.troubles).toEqual([]);
  await stage.close();
});

const violations = async () => (await new AxeBuilder({ page }).analyze()).violations;
const rows = () => page.locator('[data-review]');
const names = () => rows().evaluateAll((all) => all.map((row) => row.textContent ?? ''));
const newestJob = () =>
  page.evaluate(async () => {
    const answer: { jobs: { toReview: number; options: { context: string } }[] } = await (
      await fetch('/api/v1/jobs?limit=1')
    ).json();
    return answer.jobs[0];
  });

test('names are reviewed while the job goes on; an edit is offered for similar ones, waiting ones too', async () => {
  await selectAll(page);
  await page.getByRole('toolbar', { name: 'Selection' }).getByRole('button', { name: 'AI rename' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('radio', { name: /Let me review first/u }).click();
  await dialog.getByRole('button', { name: /^Name 16 photos/u }).click();
  await jobPanel(page)
    .getByRole('link', { name: /^Review [4-9] names/u })
    .click();
  await expect.poll(() => rows().count()).toBeGreaterThan(3);

  await page.keyboard.press('e');
  const field = page.getByLabel(/^New name of/u);
  await field.fill((await field.inputValue()).replace('-at-', '-near-'));
  await field.press('Enter');
  const use = page.getByRole('button', { name: /^Use "near" for \d+ similar/u });
  await use.waitFor();
  // It is told one time, and the row it came from is still the current one.
  await page
    .getByText(/^\d+ similar photos? says? at in/u)
    .first()
    .waitFor();
  expect(await violations()).toEqual([]);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  expect(await page.locator(':focus').textContent()).toContain('Use "near"');
  expect(await page.getByLabel('also for photos still waiting').isChecked()).toBe(true);
  const accepted = (await newestJob())?.toReview ?? 0;
  await page.keyboard.press('Enter');
  await page.getByText(/^\d+ suggestions? says? near now\./u).waitFor();
  await expect.poll(async () => (await newestJob())?.options.context).toBe('The at is near.');
  // Nothing is accepted by it.
  expect((await newestJob())?.toReview).toBeGreaterThanOrEqual(accepted);
  expect((await names()).filter((text) => text.includes('-near-')).length).toBeGreaterThan(2);

  // One click takes it back.
  await page.getByRole('button', { name: 'Undo', exact: true }).last().click();
  await expect.poll(async () => (await names()).filter((text) => text.includes('-near-')).length).toBe(1);

  // Those that come meanwhile join.
  await expect.poll(() => rows().count(), { timeout: 40_000 }).toBe(16);
  await page.getByRole('button', { name: /^Accept 15$/u }).click();
  await page.getByRole('heading', { name: 'All names are decided' }).waitFor();
});

test('the history finds a name, exports all of them, and an undone job says so after a reload', async () => {
  await page.getByRole('link', { name: 'History' }).click();
  await page.getByRole('searchbox', { name: 'Find an old or new name' }).fill('IMG_0003');
  await page.getByRole('cell', { name: 'IMG_0003.JPG' }).waitFor();
  expect(await page.getByRole('cell', { name: 'IMG_0004.JPG' }).count()).toBe(0);
  expect(await violations()).toEqual([]);
  await page.getByRole('searchbox', { name: 'Find an old or new name' }).fill('no such name');
  await page.getByText('No name has “no such name” in it').waitFor();
  await page.getByRole('button', { name: 'Clear search' }).click();

  const saved = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export CSV' }).first().click();
  expect((await saved).suggestedFilename()).toMatch(/^rollcall-names-\d{4}-\d\d-\d\d\.csv$/u);

  // The fifteen, then the one.
  for (const said of ['15 photos got the old name back', '1 photo got the old name back']) {
    await page.getByRole('main').getByRole('button', { name: 'Undo', exact: true }).first().click();
    await page.getByText(said, { exact: true }).waitFor();
  }
  await page.getByRole('link', { name: 'Photos', exact: true }).click();
  await jobPanel(page).getByText('Renames undone').first().waitFor();
  await page.reload();
  await jobPanel(page).getByText('Renames undone').first().waitFor();
  await jobPanel(page).getByText('Undone', { exact: true }).waitFor();
  await expect.poll(() => cards(page).count()).toBe(16);
});

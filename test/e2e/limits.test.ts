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
  stage = await createStage({
    simulator: { latencyMs: 100 },
    // One whose price is known.
    env: { ROLLCALL_MODEL: 'gpt-6-luna', ROLLCALL_CONCURRENCY: '2', ROLLCALL_MONTHLY_LIMIT_USD: '20' },
  });
  page = await stage.open();
  await upload(page, await makePhotos(join(stage.folder, 'camera'), 12));
});
afterAll(() => stage.close());

const monthField = () => page.getByLabel('Spending limit a month');
const settings = () => page.goto(`${stage.server().url}/#/settings`);
const violations = async () => {
  // Half faded in, words have not their contrast yet; what goes away in between is over too.
  await page.evaluate(() => Promise.allSettled(document.getAnimations().map((each) => each.finished)));
  return (await new AxeBuilder({ page }).analyze()).violations;
};

test('the dialog proposes a limit that is changed where it stands; the job pauses there and goes on with more', async () => {
  await selectAll(page);
  await page.getByRole('toolbar', { name: 'Selection' }).getByRole('button', { name: 'AI rename' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Change the limit of $1.00' }).click();
  await dialog.getByLabel('Limit of this job').fill('0.0002');
  await page.keyboard.press('Enter');
  await dialog.getByRole('button', { name: 'Change the limit of $0.0002' }).waitFor();
  expect(await violations()).toEqual([]);
  await dialog.getByRole('button', { name: /^Name 12 photos/u }).click();

  const panel = jobPanel(page);
  await panel.getByText('The limit of $0.0002 is reached').waitFor();
  await panel.getByText(/^Job paused at \d of 12\./u).waitFor();
  expect(await cards(page, 'failed').count()).toBe(0);
  expect(await panel.getByRole('button', { name: 'Continue' }).count()).toBe(0);
  expect(await violations()).toEqual([]);

  await panel.getByRole('button', { name: 'Raise limit…' }).click();
  const field = panel.getByLabel('New limit of this job');
  await field.fill('0.0001');
  await field.press('Enter');
  await panel.getByText('Has to be an amount, more than', { exact: false }).waitFor();
  await field.fill('some more');
  await field.press('Enter');
  expect(await field.inputValue()).toBe('some more');
  await field.fill('1,50');
  await page.keyboard.press('Enter');
  await jobDone(page);
  await expect.poll(() => cards(page, 'named').count()).toBe(12);
});

test('at the limit of a month a new job waits; it is raised in the settings, and the job goes on', async () => {
  await settings();
  await page
    .getByText(/^Less than \$0\.01 of \$20\.00 spent in [A-Z][a-z]+\. At the limit jobs pause/u)
    .waitFor();
  await monthField().fill('0.0001');
  await monthField().press('Enter');
  await page.getByText(/of \$0\.0001 spent/u).waitFor();
  expect(await violations()).toEqual([]);

  await page.getByRole('link', { name: 'Photos', exact: true }).click();
  await upload(page, await makePhotos(join(stage.folder, 'more'), 3, 12), 3);
  await selectAll(page);
  await page.getByRole('toolbar', { name: 'Selection' }).getByRole('button', { name: 'AI rename' }).click();
  // Said before it begins: it would only wait.
  await page
    .getByRole('dialog')
    .getByText(/^The limit of \$0\.0001 a month is reached\. This job will wait/u)
    .waitFor();
  await page.keyboard.press('Escape');
  await nameAll(page);
  await jobPanel(page).getByText('The limit of $0.0001 a month is reached').waitFor();
  await expect.poll(() => page.getByRole('gridcell', { name: /Limit reached/u }).count()).toBe(3);
  await jobPanel(page).getByText('Job paused at 12 of 15.', { exact: false }).waitFor();
  await jobPanel(page).getByRole('link', { name: 'Raise limit…' }).click();
  await monthField().fill('3');
  await monthField().blur();
  await page.getByText(/of \$3\.00 spent/u).waitFor();
  await page.getByRole('link', { name: 'Photos', exact: true }).click();
  await jobPanel(page).getByRole('button', { name: 'Continue' }).click();
  await jobDone(page);
  await expect.poll(() => cards(page, 'named').count()).toBe(15);
});

test('limits are kept; an empty field is none, and what is no amount changes nothing', async () => {
  await settings();
  await page.getByLabel('Spending limit a job').fill('2');
  await page.getByLabel('Spending limit a job').press('Enter');
  await monthField().fill('lots');
  await expect.poll(() => monthField().getAttribute('aria-invalid')).toBe('true');
  await monthField().press('Escape');
  await page.reload();
  await expect.poll(() => page.getByLabel('Spending limit a job').inputValue()).toBe('2.00');
  expect(await monthField().inputValue()).toBe('3.00');
  await monthField().fill('');
  await monthField().press('Enter');
  await page.getByText(/of \$20\.00 spent/u).waitFor();
});

test('deleted photos are counted with the room they take, shown, and removed for good after a question', async () => {
  await page.getByRole('link', { name: 'Photos', exact: true }).click();
  await cards(page)
    .first()
    .click({ modifiers: ['Control'] });
  await page.keyboard.press('Delete');
  await page.getByRole('button', { name: 'Delete 1' }).click();
  await expect.poll(() => cards(page).count()).toBe(14);
  await settings();
  await page.getByText(/^1 photo, \d/u).waitFor();
  await page.getByText(/^The next one is removed on \d+ [A-Z]/u).waitFor();
  await page.getByText(/^Photos \d/u).waitFor();
  await page.getByText(/GB free$/u).waitFor();
  await page.getByRole('link', { name: 'Show', exact: true }).click();
  await page
    .getByRole('button', { name: /^Bring back/u })
    .first()
    .waitFor();
  await settings();
  await page.getByRole('button', { name: 'Empty…' }).click();
  expect(await violations()).toEqual([]);
  await page.getByRole('button', { name: 'Remove 1' }).click();
  await page.getByText('1 photo removed', { exact: true }).waitFor();
  await page.getByText('None.').waitFor();
  expect(stage.troubles).toEqual([]);
});

import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cards, jobDone, jobPanel, nameAll, selectAll, upload } from './library.ts';
import { makePhotos } from './photos.ts';
import { createStage, type Stage } from './stage.ts';

/** Each kind of screen has a library of its own, so that every one begins empty. */
const screens: [string, BrowserContextOptions][] = [
  ['light', { colorScheme: 'light', reducedMotion: 'reduce' }],
  ['dark', { colorScheme: 'dark', reducedMotion: 'reduce' }],
  [
    '390 px',
    { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, reducedMotion: 'reduce' },
  ],
];

describe.for(screens)('axe finds nothing in %s', ([, context]) => {
  let stage: Stage;
  let page: Page;
  const isPhone = context.isMobile === true;

  beforeAll(async () => {
    stage = await createStage({ simulator: { latencyMs: 1500, failures: { refusal: 0.2 }, seed: 3 } });
    page = await stage.open(context);
  });
  afterAll(() => stage.close());

  test('at the start', async () => {
    await page.getByRole('heading', { name: 'Every photo answers to its name' }).waitFor();
    await clean(page);
  });

  test('in the library, with photos selected, and in the dialog', async () => {
    await upload(page, await makePhotos(join(stage.folder, 'camera'), 24), isPhone ? undefined : 24);
    await clean(page);
    await selectAll(page);
    await page.getByRole('toolbar', { name: 'Selection' }).waitFor();
    await clean(page);
    await page.getByRole('toolbar', { name: 'Selection' }).getByRole('button', { name: 'AI rename' }).click();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /^Name \d+ photos?/u })
      .waitFor();
    await clean(page);
    await page.keyboard.press('Escape');
  });

  test('while a job runs, and when it is over with photos that failed', async () => {
    await nameAll(page);
    await expect.poll(() => cards(page, 'analysing').count()).toBeGreaterThan(0);
    await clean(page);
    if (isPhone) return;
    await jobDone(page);
    await jobPanel(page)
      .getByRole('region', { name: /failed$/u })
      .waitFor();
    await clean(page);
  });

  test('in one photo, in History and in Settings', async () => {
    await cards(page).first().click();
    await page.getByRole('dialog').waitFor();
    await clean(page);
    await page.keyboard.press('Escape');
    await page.goto(`${stage.server().url}/#/history`);
    await page.getByRole('heading', { name: 'History' }).waitFor();
    await clean(page);
    await page.goto(`${stage.server().url}/#/settings`);
    await page.getByRole('heading', { name: 'Settings' }).waitFor();
    await clean(page);
  });
});

async function clean(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const found = violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`,
  );
  expect(found).toEqual([]);
}

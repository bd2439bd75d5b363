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
    stage = await createStage({
      simulator: { latencyMs: 1500, failures: { 'refusal-field': 0.3 }, seed: 3 },
    });
    page = await stage.open(context);
  });
  afterAll(() => stage.close());

  test('at the start', async () => {
    await page.getByRole('heading', { name: 'Every photo answers to its name' }).waitFor();
    expect(await violations(page)).toEqual([]);
  });

  test('in the library, with photos selected, and in the dialog', async () => {
    await upload(page, await makePhotos(join(stage.folder, 'camera'), isPhone ? 6 : 24));
    expect(await violations(page)).toEqual([]);
    await selectAll(page);
    await page.getByRole('toolbar', { name: 'Selection' }).waitFor();
    expect(await violations(page)).toEqual([]);
    await page.getByRole('toolbar', { name: 'Selection' }).getByRole('button', { name: 'AI rename' }).click();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /^Name \d+ photos?/u })
      .waitFor();
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press('Escape');
  });

  test('while a job runs, and when it is over with photos that failed', async () => {
    await nameAll(page);
    await expect.poll(() => cards(page, 'analysing').count()).toBeGreaterThan(0);
    expect(await violations(page)).toEqual([]);
    if (isPhone) return;
    await jobDone(page);
    await jobPanel(page)
      .getByRole('region', { name: /failed$/u })
      .waitFor();
    expect(await violations(page)).toEqual([]);
  });

  test('in one photo, in History and in Settings', async () => {
    await cards(page).first().click();
    await page.getByRole('dialog').waitFor();
    expect(await violations(page)).toEqual([]);
    await expect.poll(() => escaped(page)).toBe(true);
    await page.goto(`${stage.server().url}/#/history`);
    await page.getByRole('heading', { name: 'History' }).waitFor();
    expect(await violations(page)).toEqual([]);
    await page.goto(`${stage.server().url}/#/settings`);
    await page.getByRole('heading', { name: 'Settings' }).waitFor();
    expect(await violations(page)).toEqual([]);
  });
});

test('axe finds what is wrong when something is', async () => {
  const stage = await createStage({ onDevice: true });
  const page = await stage.open();
  await page.getByRole('heading', { name: 'Every photo answers to its name' }).waitFor();
  await page.evaluate(() =>
    document.querySelector('main h1')?.insertAdjacentHTML('afterend', '<img src="/">'),
  );
  expect(await violations(page)).toEqual([expect.stringContaining('image-alt')]);
  await stage.close();
});

/** A message that came meanwhile takes the first Escape. */
async function escaped(page: Page): Promise<boolean> {
  await page.keyboard.press('Escape');
  return (await page.getByRole('dialog').count()) === 0;
}

async function violations(page: Page): Promise<string[]> {
  const found = await new AxeBuilder({ page }).analyze();
  return found.violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`,
  );
}

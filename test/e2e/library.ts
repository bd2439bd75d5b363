import type { Locator, Page } from 'playwright-core';
import { vi } from 'vitest';

/** Cards that are scrolled away are not in the page: this one shows about a hundred. */
export const tall = { viewport: { width: 1440, height: 3000 } } as const;

/** Uploads by the picker and waits until every photo is prepared. */
export async function upload(page: Page, files: readonly string[], expected = files.length): Promise<void> {
  await page.locator('input[data-picker="photos"]').setInputFiles([...files]);
  const prepared = async () => (await cards(page, 'ready').count()) === expected;
  await vi.waitUntil(prepared, { timeout: 30_000 });
}

export function cards(page: Page, state?: string): Locator {
  return page.locator(`[role=gridcell]${state === undefined ? '[data-state]' : `[data-state="${state}"]`}`);
}

/** The names on the cards, in the order of the grid. */
export async function names(page: Page): Promise<string[]> {
  const labels = await cards(page).evaluateAll((found) =>
    found.map((card) => card.getAttribute('aria-label') ?? ''),
  );
  return labels.map((label) => label.split(',')[0] ?? '');
}

export async function selectAll(page: Page): Promise<void> {
  await cards(page).first().focus();
  await page.keyboard.press('Control+a');
  // Until then a key means the one card that has the focus.
  await page.getByRole('toolbar', { name: /^(?:Selection|Selección)$/u }).waitFor();
}

/** Selects every photo and starts the job with what the dialog proposes. */
export async function nameAll(page: Page): Promise<void> {
  await selectAll(page);
  await page.getByRole('toolbar', { name: 'Selection' }).getByRole('button', { name: 'AI rename' }).click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^Name \d+ photos?/u })
    .click();
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
}

export function jobPanel(page: Page): Locator {
  return page.getByRole('complementary', { name: 'Job' });
}

/** Waits for the end of the job that the panel shows. */
export async function jobDone(page: Page): Promise<void> {
  await jobPanel(page).getByText('Done', { exact: true }).waitFor({ timeout: 60_000 });
}

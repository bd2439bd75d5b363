import { appendFile, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makePhotos } from './photos.ts';
import { createStage, type Stage } from './stage.ts';

let stage: Stage;
let page: Page;
let folder: string;
let table: Locator;
let panel: Locator;

beforeAll(async () => {
  stage = await createStage();
  folder = await mkdtemp(join(tmpdir(), 'rollcall-pictures-'));
  await makePhotos(folder, 4);
  await mkdir(join(folder, 'Reception'));
  await makePhotos(join(folder, 'Reception'), 1, 4);
  await writeFile(join(folder, 'IMG_0002.xmp'), 'stars: 5');
  page = await stage.open({ reducedMotion: 'reduce' });
  table = page.getByRole('grid', { name: 'Names on disk and new names' });
  panel = page.getByRole('complementary', { name: 'Folder on disk' });
});
afterAll(async () => {
  await stage.close();
  await rm(folder, { recursive: true, force: true });
});

/** Names on disk, without the list that Rollcall keeps there. */
const onDisk = async () => (await readdir(folder)).filter((name) => !name.startsWith('.')).toSorted();
const row = (name: string) => table.getByRole('row').filter({ hasText: name });
const violations = async (seen = page) =>
  (await new AxeBuilder({ page: seen }).analyze()).violations.map(
    ({ id, nodes }) => `${id} ${nodes[0]?.html ?? ''}`,
  );

test('a folder is found by a pasted path, and a path that leads nowhere is said in place', async () => {
  await page.getByRole('button', { name: 'Or rename files where they are' }).click();
  const dialog = page.getByRole('dialog', { name: 'Choose a folder' });
  await dialog.getByLabel('Path').fill(join(folder, 'nowhere'));
  await page.keyboard.press('Enter');
  await dialog.getByRole('alert').getByText('There is no such folder').waitFor();
  await dialog.getByLabel('Path').fill(`"${folder}"`);
  await page.keyboard.press('Enter');
  await dialog.getByText('4 photos here').waitFor();
  expect(await violations()).toEqual([]);
  await dialog.getByRole('button', { name: 'Reception' }).click();
  await dialog.getByText('1 photo here').waitFor();
  await page.keyboard.press('Backspace');
  await dialog.getByText('4 photos here').waitFor();
  await page.keyboard.press('Control+Enter');
  await dialog.waitFor({ state: 'hidden' });
});

test('its photos are listed where they lie, and names come first', async () => {
  await page.getByText('5 photos, with 1 subfolder').waitFor();
  await row('IMG_0005.JPG').getByText('Reception').waitFor();
  await row('IMG_0002.JPG').getByText('.xmp').waitFor();
  expect(await violations()).toEqual([]);
  await panel.getByRole('button', { name: 'AI rename, 5 photos' }).click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^Name 5 photos/u })
    .click();
  await panel.getByRole('button', { name: /^Apply to disk, 5 photos/u }).waitFor();
  await panel.getByText('seen by gpt-sim').waitFor();
  // Nothing but names in Rollcall until the button is pressed.
  expect(await onDisk()).toEqual([
    'IMG_0001.JPG',
    'IMG_0002.JPG',
    'IMG_0002.xmp',
    'IMG_0003.JPG',
    'IMG_0004.JPG',
    'Reception',
  ]);
});

test('a row opens its photo, and Space leaves it out', async () => {
  await row('IMG_0003.JPG').click();
  const photo = page.getByRole('dialog');
  await photo.getByText('3 of 5').waitFor();
  await page.keyboard.press('Escape');
  await photo.waitFor({ state: 'hidden' });
  await expect.poll(() => row('IMG_0003.JPG').evaluate((each) => each === document.activeElement)).toBe(true);
  await page.keyboard.press('Space');
  await row('IMG_0003.JPG').getByText('Left out').waitFor();
  await panel.getByRole('button', { name: /^Apply to disk, 4 photos/u }).waitFor();
});

test('applied, the files carry the new names, sidecars with them, and what was left out stays', async () => {
  const names = await table
    .getByRole('row')
    .evaluateAll((rows) =>
      rows.slice(1).map((each) => [each.children[2]?.textContent ?? '', each.children[4]?.textContent ?? '']),
    );
  const newName = (old: string) => names.find(([name]) => name?.startsWith(old))?.[1] ?? '';
  const second = newName('IMG_0002.JPG');
  expect(second).toMatch(/^[a-z-]+\.jpg$/u);
  await page.keyboard.press('Control+Enter');
  await page.getByText('Renamed 4 files').first().waitFor();
  expect(await onDisk()).toEqual(
    [
      newName('IMG_0001.JPG'),
      second,
      second.replace('.jpg', '.xmp'),
      'IMG_0003.JPG',
      newName('IMG_0004.JPG'),
      'Reception',
    ].toSorted(),
  );
  expect(await readdir(join(folder, 'Reception'))).toEqual([newName('IMG_0005.JPG')]);
  expect(await readFile(join(folder, second.replace('.jpg', '.xmp')), 'utf8')).toBe('stars: 5');
  await row(second).getByText('Was').waitFor();
  expect(await row(second).locator('s').textContent()).toBe('IMG_0002.JPG');
  await panel.getByText('and 1 sidecar · 4 can go back').waitFor();
});

test('a run is taken back on disk after one question', async () => {
  await panel.getByRole('button', { name: 'Undo on disk' }).click();
  const question = panel.getByRole('alertdialog', { name: 'Give 4 files their old names back?' });
  await question.getByRole('button', { name: 'Undo on disk' }).click();
  await page.getByText('4 files have their old names back').first().waitFor();
  await panel.getByText('4 names went back').waitFor();
  expect(await onDisk()).toEqual([
    'IMG_0001.JPG',
    'IMG_0002.JPG',
    'IMG_0002.xmp',
    'IMG_0003.JPG',
    'IMG_0004.JPG',
    'Reception',
  ]);
  await row('IMG_0002.JPG').getByText('Ready').waitFor();
  expect(stage.troubles.filter((each) => !each.includes('422'))).toEqual([]);
});

test('a file that was changed meanwhile stops the renaming, and the new list says which', async () => {
  await appendFile(join(folder, 'IMG_0001.JPG'), 'edited');
  await panel.getByRole('button', { name: /^Apply to disk, 4 photos/u }).click();
  await page.getByText('Names or files were changed meanwhile. Nothing was done.').waitFor();
  await row('IMG_0001.JPG').getByText('Changed since').waitFor();
  expect(await onDisk()).toContain('IMG_0002.JPG');
});

test('a folder that is gone is said so, and read again when it is back', async () => {
  await rename(folder, `${folder}-away`);
  await page.getByRole('button', { name: 'Actions for this folder' }).click();
  await page.getByRole('menuitem', { name: 'Read again' }).click();
  await page.getByText('This folder is not there now').waitFor();
  await row('IMG_0002.JPG').getByText('Not there now').waitFor();
  await page.getByText(/^Reading/u).waitFor({ state: 'hidden' });
  await rename(`${folder}-away`, folder);
  await page.getByRole('alert').getByRole('button', { name: 'Read again' }).click();
  await page.getByText('This folder is not there now').waitFor({ state: 'hidden' });
  // Read anew, the edited file is as it was read.
  await expect.poll(() => row('IMG_0001.JPG').getByText('Changed since').count()).toBe(0);
});

test('a folder that was opened is one click away', async () => {
  await page.goto(`${stage.server().url}/#/`);
  await page.getByRole('button', { name: 'Upload' }).click();
  await page.getByRole('menuitem', { name: 'Rename files where they are…' }).click();
  await page
    .getByRole('dialog')
    .getByRole('link', { name: /rollcall-pictures-/u })
    .click();
  await page.getByRole('heading', { name: 'Rename the files in this folder' }).waitFor();
  expect(await row('IMG_0002.JPG').getByText('Ready').textContent()).toBe('Ready');
});

test('on a phone the button stays in view, and what it would do is a sheet above it', async () => {
  const phone = await stage.open({
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
    reducedMotion: 'reduce',
  });
  await phone.goto(page.url());
  const foot = phone.getByRole('complementary', { name: 'Folder on disk' });
  await foot.getByRole('button', { name: /^Apply to disk, /u }).waitFor();
  await foot.getByRole('button', { name: /What will be done/u }).click();
  await phone.getByRole('dialog').getByText('4 names went back').waitFor();
  expect(await violations(phone)).toEqual([]);
  await phone.keyboard.press('Escape');
  await phone.getByRole('dialog').waitFor({ state: 'hidden' });
  expect(await violations(phone)).toEqual([]);
});

test('where folders are not offered, the page shows no way to them', async () => {
  const other = await createStage({ onDevice: true, env: { ROLLCALL_FOLDERS: 'none' } });
  const start = await other.open();
  await start.getByRole('heading', { name: 'Every photo answers to its name' }).waitFor();
  await start.goto(`${other.server().url}/#/disk`);
  await start.getByText('Not offered here').waitFor();
  await start.goto(`${other.server().url}/#/`);
  await start.getByText('Drop a folder or photos here').waitFor();
  expect(await start.getByRole('button', { name: 'Or rename files where they are' }).count()).toBe(0);
  await other.close();
});

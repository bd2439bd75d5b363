import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { cards, jobDone, jobPanel, nameAll, names, selectAll, upload } from '../e2e/library.ts';
import { makePhotos } from '../e2e/photos.ts';
import { zipEntries } from '../e2e/zip-entries.ts';
import { createPageStage, violations, within, type PageStage, type Person } from './page-stage.ts';

let stage: PageStage;

beforeAll(async () => {
  stage = await createPageStage();
});
afterAll(() => stage?.close());
afterEach(() => {
  stage.project.platform.realtime.setDown(false);
  expect(stage.troubles(), stage.project.platform.told.log.slice(-3).join('\n')).toEqual([]);
});

/** Somebody with so many photos, in front of them. */
async function openLibrary(photos: number): Promise<{ page: Page; person: Person }> {
  const person = stage.newPerson();
  await stage.project.addPhotos(photos, person.id);
  const page = await stage.open();
  await stage.signIn(page, person);
  await expect.poll(() => cards(page).count(), within).toBe(photos);
  return { page, person };
}

/** How many files this browser knows to have sent. */
const remembered = (page: Page) =>
  page.evaluate<number>(`(async () => {
    const all = await indexedDB.databases();
    const { name } = all.find((each) => each.name.startsWith('rollcall-uploads-')) ?? {};
    if (name === undefined) return 0;
    const answer = (request) => new Promise((done) => { request.onsuccess = () => done(request.result); });
    const database = await answer(indexedDB.open(name));
    const count = await answer(database.transaction('sent').objectStore('sent').count());
    database.close();
    return count;
  })()`);

const start = 'Every photo answers to its name';

test('photos are named live by a job, taken back, and seen by nobody else', async () => {
  const { told } = stage.project.platform.realtime;
  const joined = told.joined;
  const { page } = await openLibrary(6);
  const before = await names(page);
  await expect.poll(() => told.joined, within).toBeGreaterThan(joined);
  const sent = told.sent;

  await nameAll(page);
  await jobPanel(page).getByText('Looking at photos').waitFor();
  await jobDone(page);
  await expect.poll(() => cards(page, 'named').count(), within).toBe(6);
  expect(told.sent).toBeGreaterThan(sent);
  expect(new Set(await names(page)).size).toBe(6);

  await jobPanel(page).getByRole('button', { name: 'Undo renames' }).click();
  await expect.poll(() => names(page), within).toEqual(before);

  const stranger = await stage.open();
  await stage.signIn(stranger, stage.newPerson());
  await stranger.getByRole('heading', { name: start }).waitFor();
  expect(await cards(stranger).count()).toBe(0);
  await stranger.context().close();
  await page.context().close();
});

test('photos are taken in from the browser, named, and given back as a ZIP, with XMP files where wished', async () => {
  const page = await stage.open();
  await stage.signIn(page, stage.newPerson());
  await page.getByRole('heading', { name: start }).waitFor();
  await upload(page, await makePhotos(join(stage.folder, 'camera'), 3));
  const before = await names(page);
  expect(before.toSorted()).toEqual(['IMG_0001.JPG', 'IMG_0002.JPG', 'IMG_0003.JPG']);
  // Shown by signed links: the pictures come from Storage itself.
  const shown = page.locator('[role=gridcell] img').first();
  const width = () => shown.evaluate((it) => (it instanceof HTMLImageElement ? it.naturalWidth : 0));
  await expect.poll(width, within).toBeGreaterThan(0);
  expect(await shown.getAttribute('src')).toContain('/storage/v1/object/sign/rollcall/');

  await nameAll(page);
  await jobDone(page);
  await expect.poll(() => cards(page, 'named').count(), within).toBe(3);
  const after = await names(page);
  await jobPanel(page).getByRole('button', { name: 'Download options' }).click();
  await page.getByRole('menuitemcheckbox', { name: /^Download with XMP files/u }).click();
  await page.keyboard.press('Escape');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    jobPanel(page).getByRole('button', { name: 'Download 3' }).click(),
  ]);
  const path = join(stage.folder, 'home.zip');
  await download.saveAs(path);
  const packed = zipEntries(await readFile(path)).map(({ name }) => name);
  const beside = after.map((name) => name.replace(/\.jpg$/u, '.xmp'));
  expect(packed.toSorted()).toEqual([...after, ...beside, 'rollcall.csv'].toSorted());

  await jobPanel(page).getByRole('button', { name: 'Undo renames' }).click();
  // Four at a time arrive in any order; the grid settles to that of their dates.
  await expect.poll(async () => (await names(page)).toSorted(), within).toEqual(before.toSorted());
  await page.context().close();
});

test('photos chosen again, also after a reload, are already here: nothing of them is sent', async () => {
  const page = await stage.open();
  await stage.signIn(page, stage.newPerson());
  await page.getByRole('heading', { name: start }).waitFor();
  const files = await makePhotos(join(stage.folder, 'again'), 3);
  await upload(page, files);
  const stored = stage.project.platform.storage.objects.size;
  await expect.poll(() => remembered(page), within).toBe(3);
  await page.reload();
  await expect.poll(() => cards(page).count(), within).toBe(3);
  const sent: string[] = [];
  page.on('request', (request) => {
    if (request.method() === 'POST' && request.url().includes('/incoming/')) sent.push(request.url());
  });
  await upload(page, files);
  await page.getByText('3 already here').waitFor();
  expect(sent).toEqual([]);
  expect(stage.project.platform.storage.objects.size).toBe(stored);
  await page.context().close();
});

test('while Realtime is down the page is live by asking', async () => {
  stage.project.platform.realtime.setDown(true);
  const { page } = await openLibrary(3);
  await nameAll(page);
  await jobDone(page);
  await expect.poll(() => cards(page, 'named').count(), within).toBe(3);
  await page.context().close();
});

test('what one tab does is seen in the other, over one line to Realtime', async () => {
  const { page } = await openLibrary(2);
  const other = await page.context().newPage();
  await other.goto(stage.url);
  await expect.poll(() => cards(other).count(), within).toBe(2);
  const { joined } = stage.project.platform.realtime.told;
  await cards(other).first().focus();
  await other.keyboard.press('F2');
  await other.keyboard.type('our garden');
  await other.keyboard.press('Enter');
  await expect.poll(() => names(page), within).toContain('our garden.jpg');
  expect(stage.project.platform.realtime.told.joined).toBe(joined);
  await page.context().close();
});

test('the page stays as it is when the session ends, and goes on after signing in again', async () => {
  const { page, person } = await openLibrary(3);
  await selectAll(page);
  const selection = page.getByRole('toolbar', { name: 'Selection' });
  await selection.getByRole('button', { name: 'AI rename' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Add Date' }).click();
  stage.project.platform.auth.revokeAll();
  await changeSession(page, (session) => ({ ...session, expires_at: Math.floor(Date.now() / 1000) - 10 }));
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^Name 3 photos/u })
    .click();
  await page.getByRole('heading', { name: 'Sign in again' }).waitFor();
  expect(await violations(page)).toEqual([]);
  for (let times = 0; times < 3; times++) await page.keyboard.press('Escape');
  expect(await page.getByLabel('E-mail').inputValue()).toBe(person.email);
  await page.getByLabel('E-mail').press('Enter');
  await page.getByRole('heading', { name: 'Enter the code' }).waitFor();
  await page.keyboard.type(stage.project.platform.auth.codeFor(person.email) ?? '');
  await page.getByRole('heading', { name: 'Enter the code' }).waitFor({ state: 'detached' });
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^Name 3 photos/u })
    .click();
  await jobDone(page);
  await expect.poll(() => cards(page, 'named').count(), within).toBe(3);
  await page.context().close();
});

test('who names is said, and not for people who sign in to choose', async () => {
  const { page } = await openLibrary(1);
  await page.getByText('gpt-sim').waitFor();
  await page.goto(`${stage.url}#/settings`);
  await page.getByRole('heading', { name: 'Settings' }).waitFor();
  expect(await page.getByRole('link', { name: 'Change namer' }).isVisible()).toBe(false);
  await page.goto(`${stage.url}#/connect`);
  await page.getByRole('heading', { name: 'The model is chosen by whoever runs this server' }).waitFor();
  expect(await page.getByLabel('Key', { exact: true }).count()).toBe(0);
  await page.context().close();
});

test('a token that is not accepted is renewed, once, and nobody notices', async () => {
  const { page } = await openLibrary(1);
  const renewed = () => stage.project.platform.auth.told.get('token') ?? 0;
  const before = renewed();
  await changeSession(page, (session) => ({
    ...session,
    access_token: `${String(session['access_token'])}x`,
  }));
  await page.reload();
  await expect.poll(() => cards(page).count(), within).toBe(1);
  expect(renewed()).toBe(before + 1);
  await page.context().close();
});

test('without a way to Auth the page says that it tries, and opens when there is one', async () => {
  const { page } = await openLibrary(1);
  await changeSession(page, (session) => ({ ...session, expires_at: Math.floor(Date.now() / 1000) - 10 }));
  await page.route('**/auth/v1/token**', (route) => route.abort());
  await page.reload();
  await page.getByRole('heading', { name: 'Opening your photos' }).waitFor();
  expect(await violations(page)).toEqual([]);
  await page.unroute('**/auth/v1/token**');
  await expect.poll(() => cards(page).count(), within).toBe(1);
  expect(stage.troubles().every((text) => text.includes('ERR_FAILED'))).toBe(true);
  await page.context().close();
});

test('whoever signs out is signed out in every tab, and leaves nothing behind', async () => {
  const { page, person } = await openLibrary(1);
  const other = await page.context().newPage();
  await other.goto(stage.url);
  await expect.poll(() => cards(other).count(), within).toBe(1);
  await page.getByRole('button', { name: 'Your account' }).click();
  await page.getByText(person.email).waitFor();
  expect(await violations(page)).toEqual([]);
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  for (const one of [page, other]) {
    await one.getByRole('heading', { name: 'Sign in' }).waitFor();
    expect(await cards(one).count()).toBe(0);
  }
  expect(await page.evaluate(() => localStorage.getItem('rollcall-session'))).toBeNull();
  await page.context().close();
});

/** What the browser keeps of the session, as if time had passed or somebody had meddled with it. */
async function changeSession(
  page: Page,
  how: (session: Record<string, unknown>) => Record<string, unknown>,
): Promise<void> {
  const stored = await page.evaluate(() => localStorage.getItem('rollcall-session') ?? '{}');
  const changed = JSON.stringify(how(JSON.parse(stored) as Record<string, unknown>));
  await page.evaluate((text) => localStorage.setItem('rollcall-session', text), changed);
}

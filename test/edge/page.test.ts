import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { buildSupabasePage } from '../../scripts/build-supabase-page.ts';
import { ensureBrowser } from '../../scripts/find-browser.ts';
import { cards, jobDone, jobPanel, nameAll, names, selectAll, upload } from '../e2e/library.ts';
import { makePhotos } from '../e2e/photos.ts';
import { zipEntries } from '../e2e/zip-entries.ts';
import { ana, ben, createProject, eventually, type Project } from './build-project.ts';
import { startStaticHost, type StaticHost } from './static-host.ts';

const cleo = '00000000-0000-8000-8000-00000000000c';

let folder: string;
let project: Project;
let host: StaticHost;
let browser: Browser;
const troubles: string[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rollcall-page-'));
  project = await createProject({
    wallClockMs: 120_000,
    simulator: { latencyMs: 700 },
    secrets: { OPENAI_API_KEY: 'sk-test' },
  });
  project.platform.auth.invite('ana@example.com', ana);
  project.platform.auth.invite('ben@example.com', ben);
  project.platform.auth.invite('cleo@example.com', cleo);
  await buildSupabasePage({
    env: {
      VITE_SUPABASE_URL: project.platform.url,
      VITE_SUPABASE_PUBLISHABLE_KEY: 'sb_publishable_of_the_test_project',
    },
    output: join(folder, 'page'),
  });
  host = await startStaticHost(join(folder, 'page'));
  browser = await chromium.launch({
    executablePath: ensureBrowser(() => {}),
    args: ['--disable-gpu', '--disable-dev-shm-usage', '--disable-background-networking', '--disable-sync'],
  });
});

afterAll(async () => {
  await browser?.close();
  await host?.close();
  await project?.close();
  await rm(folder, { recursive: true, force: true });
});

afterEach(() => {
  project.platform.realtime.setDown(false);
  expect(troubles.splice(0)).toEqual([]);
});

const within = { timeout: 20_000, interval: 50 };

/** Words of the console that belong to what a test does on purpose: refused answers, and a line that is down. */
const expected = /status of 4\d\d|WebSocket connection/u;

async function open(options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    locale: 'en-US',
    reducedMotion: 'reduce',
    ...options,
  });
  const page = await context.newPage();
  // Nobody is here to choose a file to write to.
  await page.addInitScript(() => Reflect.deleteProperty(window, 'showSaveFilePicker'));
  page.setDefaultTimeout(15_000);
  page.on('pageerror', (error) => troubles.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' && !expected.test(message.text())) troubles.push(message.text());
  });
  await page.goto(host.url);
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  return page;
}

async function askForCode(page: Page, email: string): Promise<void> {
  await page.getByLabel('E-mail').fill(email);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Enter the code' }).waitFor();
}

async function signIn(page: Page, email: string): Promise<void> {
  await askForCode(page, email);
  await page.keyboard.type(project.platform.auth.codeFor(email) ?? '');
  await page.getByRole('button', { name: 'Upload' }).waitFor();
}

async function violations(page: Page): Promise<string[]> {
  const found = await new AxeBuilder({ page }).analyze();
  return found.violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`,
  );
}

describe('signing in', () => {
  test('takes a code, typed or pasted, and says when one does not fit', async () => {
    const page = await open();
    await askForCode(page, 'ana@example.com');
    const field = page.getByLabel('Code', { exact: true });
    expect(await field.getAttribute('autocomplete')).toBe('one-time-code');
    await page.keyboard.type('000000');
    await page.getByText('This code does not fit, or it is too old.').waitFor();
    await expect.poll(() => field.inputValue(), within).toBe('');
    expect(await field.evaluate((it) => it === document.activeElement)).toBe(true);
    const code = project.platform.auth.codeFor('ana@example.com') ?? '';
    await field.fill(`${code.slice(0, 3)} ${code.slice(3)}`);
    await page.getByRole('button', { name: 'Upload' }).waitFor();
    await page.context().close();
  });

  test('shows somebody who is not invited the same page, and lets nobody in', async () => {
    const page = await open();
    await askForCode(page, 'nobody@example.com');
    expect(project.platform.auth.codeFor('nobody@example.com')).toBeUndefined();
    await page.getByText('Sent to nobody@example.com').waitFor();
    await page.keyboard.type('123456');
    await page.getByText('This code does not fit, or it is too old.').waitFor();
    await page.context().close();
  });

  test('says how long to wait after too many tries, and when there is no connection', async () => {
    const page = await open();
    project.platform.auth.refuseNext(1, 'Request rate limit reached');
    await page.getByLabel('E-mail').fill('ana@example.com');
    await page.keyboard.press('Enter');
    await page.getByText(/^Too many tries\. Again in \d+ s\.$/u).waitFor();
    await page.reload();
    await page.context().setOffline(true);
    troubles.length = 0;
    await page.getByLabel('E-mail').fill('ana@example.com');
    await page.keyboard.press('Enter');
    await page.getByText('No connection. Nothing was sent.').waitFor();
    expect(troubles.splice(0).every((text) => text.includes('ERR_INTERNET_DISCONNECTED'))).toBe(true);
    await page.context().close();
  });

  test.for([
    ['light', {}],
    ['dark', { colorScheme: 'dark' }],
    ['on a phone', { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true }],
  ] as const)('axe finds nothing, %s', async ([, options]) => {
    const page = await open(options);
    expect(await violations(page)).toEqual([]);
    await askForCode(page, 'ana@example.com');
    await page.keyboard.type('407');
    expect(await violations(page)).toEqual([]);
    await page.context().close();
  });
});

describe('the library of a project', () => {
  test('is named live by a job, taken back, and seen by nobody else', async () => {
    const photoIds = await project.addPhotos(6);
    const page = await open();
    await signIn(page, 'ana@example.com');
    await expect.poll(() => cards(page).count(), within).toBe(photoIds.length);
    const before = await names(page);
    await expect.poll(() => project.platform.realtime.told.joined, within).toBeGreaterThan(0);
    const sent = project.platform.realtime.told.sent;

    await nameAll(page);
    await jobPanel(page).getByText('Looking at photos').waitFor();
    await jobDone(page);
    await expect.poll(() => cards(page, 'named').count(), within).toBe(photoIds.length);
    expect(project.platform.realtime.told.sent).toBeGreaterThan(sent);
    expect(new Set(await names(page)).size).toBe(photoIds.length);

    await jobPanel(page).getByRole('button', { name: 'Undo renames' }).click();
    await expect.poll(() => names(page), within).toEqual(before);

    const stranger = await open();
    await signIn(stranger, 'ben@example.com');
    await stranger.getByRole('heading', { name: 'Every photo answers to its name' }).waitFor();
    expect(await cards(stranger).count()).toBe(0);
    await stranger.context().close();
    await page.context().close();
  });

  test('takes photos in from the browser, names them, and gives them back as a ZIP', async () => {
    const files = await makePhotos(join(folder, 'camera'), 3);
    const page = await open();
    await signIn(page, 'cleo@example.com');
    await page.getByRole('heading', { name: 'Every photo answers to its name' }).waitFor();
    await upload(page, files);
    const before = await names(page);
    expect(before.toSorted()).toEqual(['IMG_0001.JPG', 'IMG_0002.JPG', 'IMG_0003.JPG']);
    // Shown by signed links: the pictures come from Storage itself.
    const shown = page.locator('[role=gridcell] img').first();
    await expect.poll(() => shown.evaluate((it: HTMLImageElement) => it.naturalWidth), within).toBeGreaterThan(0);
    expect(await shown.getAttribute('src')).toContain('/storage/v1/object/sign/rollcall/');

    await nameAll(page);
    await jobDone(page);
    await expect.poll(() => cards(page, 'named').count(), within).toBe(3);
    const after = await names(page);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      jobPanel(page).getByRole('button', { name: 'Download 3' }).click(),
    ]);
    const path = join(folder, 'home.zip');
    await download.saveAs(path);
    const entries = zipEntries(await readFile(path));
    expect(entries.map(({ name }) => name).toSorted()).toEqual([...after, 'rollcall.csv'].toSorted());

    await jobPanel(page).getByRole('button', { name: 'Undo renames' }).click();
    await expect.poll(() => names(page), within).toEqual(before);
    await page.context().close();
  });

  test('is live by asking too, while Realtime is down', async () => {
    project.platform.realtime.setDown(true);
    await project.addPhotos(3);
    const page = await open();
    await signIn(page, 'ana@example.com');
    await expect.poll(() => cards(page, 'ready').count(), within).toBeGreaterThan(2);
    await nameAll(page);
    await jobDone(page);
    await expect.poll(() => cards(page, 'ready').count(), within).toBe(0);
    await page.context().close();
  });

  test('stays as it is when the session ends, and goes on after signing in again', async () => {
    const page = await open();
    await signIn(page, 'ana@example.com');
    await expect.poll(() => cards(page).count(), within).toBeGreaterThan(2);
    await selectAll(page);
    await page.getByRole('toolbar', { name: 'Selection' }).waitFor();
    project.platform.auth.revokeAll();
    await endToken(page);
    await page
      .getByRole('button', { name: 'History' })
      .or(page.getByRole('link', { name: 'History' }))
      .click();
    await page.getByRole('heading', { name: 'Sign in again' }).waitFor();
    expect(await page.getByRole('toolbar', { name: 'Selection' }).isVisible()).toBe(false);
    expect(await violations(page)).toEqual([]);
    expect(await page.getByLabel('E-mail').inputValue()).toBe('ana@example.com');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Enter the code' }).waitFor();
    await page.keyboard.type(project.platform.auth.codeFor('ana@example.com') ?? '');
    await page.getByRole('heading', { name: 'History' }).waitFor();
    await page.goBack();
    await page.getByRole('toolbar', { name: 'Selection' }).waitFor();
    await page.context().close();
  });

  test('renews a token that is not accepted, once, and nobody notices', async () => {
    const page = await open();
    await signIn(page, 'ana@example.com');
    const renewed = () => project.platform.auth.told.get('token') ?? 0;
    const before = renewed();
    await spoilToken(page);
    await page.reload();
    await expect.poll(() => cards(page).count(), within).toBeGreaterThan(2);
    expect(renewed()).toBe(before + 1);
    await page.context().close();
  });

  test('closes for whoever signs out, in every tab', async () => {
    const page = await open();
    await signIn(page, 'ana@example.com');
    const other = await page.context().newPage();
    await other.goto(host.url);
    await other.getByRole('button', { name: 'Upload' }).waitFor();
    await page.getByRole('button', { name: 'Your account' }).click();
    await page.getByText('ana@example.com').waitFor();
    expect(await violations(page)).toEqual([]);
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    for (const one of [page, other]) await one.getByRole('heading', { name: 'Sign in' }).waitFor();
    expect(await page.evaluate(() => localStorage.getItem('rollcall-session'))).toBeNull();
    await page.context().close();
  });
});

/** As if the token had come to its end: the next call has to renew it. */
async function endToken(page: Page): Promise<void> {
  await change(page, (session) => ({ ...session, expires_at: Math.floor(Date.now() / 1000) - 10 }));
}

async function spoilToken(page: Page): Promise<void> {
  await change(page, (session) => ({ ...session, access_token: `${String(session['access_token'])}x` }));
}

type Stored = Record<string, unknown>;

async function change(page: Page, how: (session: Stored) => Stored): Promise<void> {
  const stored = await page.evaluate(() => localStorage.getItem('rollcall-session') ?? '{}');
  const changed = JSON.stringify(how(JSON.parse(stored) as Stored));
  await page.evaluate((text) => localStorage.setItem('rollcall-session', text), changed);
}

test('the page holds nothing secret, and names no address but its project’s', async () => {
  const page = await open();
  const policy = await page.locator('meta[http-equiv]').getAttribute('content');
  expect(policy).toContain(
    `connect-src 'self' ${project.platform.url} ${project.platform.url.replace('http', 'ws')};`,
  );
  const asked = await eventually(
    () =>
      page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => new URL(name).origin)),
    (origins) => origins.length > 0,
  );
  expect(new Set(asked)).toEqual(new Set([new URL(host.url).origin]));
  await page.context().close();
});

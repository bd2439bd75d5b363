import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { createPageStage, violations, within, type PageStage } from './page-stage.ts';

let stage: PageStage;

beforeAll(async () => {
  stage = await createPageStage({ ROLLCALL_ALLOWED: '@example.com' });
});
afterAll(() => stage?.close());
afterEach(() => expect(stage.troubles(), stage.project.platform.told.log.slice(-3).join('\n')).toEqual([]));

const codeFor = (email: string) => stage.project.platform.auth.codeFor(email);
const wrongCode = 'This code does not fit, or it is too old.';

async function atCode(email: string): Promise<Page> {
  const page = await stage.open();
  await stage.askForCode(page, email);
  return page;
}

test('a code is typed or pasted, and one that does not fit is typed anew', async () => {
  const { email } = stage.newPerson();
  const page = await atCode(email);
  const field = page.getByLabel('Code', { exact: true });
  expect(await field.getAttribute('autocomplete')).toBe('one-time-code');
  await page.keyboard.type('000000');
  await page.getByText(wrongCode).waitFor();
  await expect.poll(() => field.inputValue(), within).toBe('');
  expect(await field.evaluate((it) => it === document.activeElement)).toBe(true);
  const code = codeFor(email) ?? '';
  await field.fill(`${code.slice(0, 3)} ${code.slice(3)}`);
  await page.getByRole('button', { name: 'Upload' }).waitFor();
  await page.context().close();
});

test('somebody who is not invited sees the same page, and nobody is let in', async () => {
  const page = await atCode('nobody@example.com');
  expect(codeFor('nobody@example.com')).toBeUndefined();
  await page.getByText('Sent to nobody@example.com').waitFor();
  await page.keyboard.type('123456');
  await page.getByText(wrongCode).waitFor();
  await page.context().close();
});

test('somebody who has an account and is not on the list is told, and may try as somebody else', async () => {
  const stranger = stage.newPerson('dan@elsewhere.test');
  const page = await atCode(stranger.email);
  await page.keyboard.type(codeFor(stranger.email) ?? '');
  await page.getByRole('heading', { name: 'You are not on the list' }).waitFor();
  expect(await violations(page)).toEqual([]);
  await page.getByRole('button', { name: 'Sign out' }).click();
  await stage.signIn(page, stage.newPerson());
  await page.context().close();
});

test('the page says how long to wait after too many tries, and when there is no connection', async () => {
  const { email } = stage.newPerson();
  const page = await stage.open();
  stage.project.platform.auth.refuseNext(1, 'Request rate limit reached');
  await page.getByLabel('E-mail').fill(email);
  await page.keyboard.press('Enter');
  await page.getByText(/^Too many tries\. Again in \d+ s\.$/u).waitFor();
  await page.reload();
  await page.context().setOffline(true);
  await page.getByLabel('E-mail').fill(email);
  await page.keyboard.press('Enter');
  await page.getByText('No connection. Nothing was sent.').waitFor();
  expect(stage.troubles().every((text) => text.includes('ERR_INTERNET_DISCONNECTED'))).toBe(true);
  await page.context().close();
});

test.for([
  ['light', {}],
  ['dark', { colorScheme: 'dark' }],
  ['on a phone', { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true }],
] as const)('axe finds nothing, %s', async ([, options]) => {
  const page = await stage.open(options);
  expect(await violations(page)).toEqual([]);
  await stage.askForCode(page, 'nobody@example.com');
  await page.keyboard.type('407');
  expect(await violations(page)).toEqual([]);
  await page.context().close();
});

test('the page speaks Spanish to those whose browser does', async () => {
  const page = await stage.open({ locale: 'es-ES' });
  await page.getByRole('heading', { name: 'Entrar' }).waitFor();
  await page.getByLabel('Correo electrónico').fill('ana');
  await page.keyboard.press('Enter');
  await page.getByText('Esto no es una dirección de correo.').waitFor();
  expect(await page.title()).toBe('Entrar · Rollcall');
  await page.context().close();
});

test('nothing is asked of any address but the project’s, and the policy says so too', async () => {
  const page = await stage.open();
  const { url } = stage.project.platform;
  const policy = await page.locator('meta[http-equiv]').getAttribute('content');
  expect(policy).toContain(`connect-src 'self' ${url} ${url.replace('http', 'ws')};`);
  const asked = await page.evaluate(() =>
    performance.getEntriesByType('resource').map(({ name }) => new URL(name).origin),
  );
  expect(new Set(asked)).toEqual(new Set([new URL(stage.url).origin]));
  await page.context().close();
});

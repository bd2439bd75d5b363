import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { buildSupabasePage } from '../../scripts/build-supabase-page.ts';
import { ensureBrowser } from '../../scripts/find-browser.ts';
import { createProject, type Project } from './build-project.ts';
import { startStaticHost } from './static-host.ts';

export interface Person {
  readonly id: string;
  readonly email: string;
}

export interface PageStage {
  readonly project: Project;
  readonly url: string;
  /** For what a test wants to keep. */
  readonly folder: string;
  /** Somebody new, who may sign in. */
  newPerson(email?: string): Person;
  /** A browser of its own, at the page where people sign in. */
  open(options?: BrowserContextOptions): Promise<Page>;
  askForCode(page: Page, email: string): Promise<void>;
  signIn(page: Page, person: Person): Promise<void>;
  /** What went wrong in any page since the last time: uncaught errors and messages of the console. */
  troubles(): string[];
  close(): Promise<void>;
}

/** For polls: machines that do other work besides are slow. */
export const within = { timeout: 20_000, interval: 50 };

/** Words of the console that belong to what tests do on purpose: refused answers, and a line that is down. */
const expected = /status of 4\d\d|WebSocket connection/u;

/** The built page on a static host, a Supabase project with Rollcall's functions, and a browser. */
export async function createPageStage(secrets: Readonly<Record<string, string>> = {}): Promise<PageStage> {
  const folder = await mkdtemp(join(tmpdir(), 'rollcall-page-'));
  const project = await createProject({
    wallClockMs: 120_000,
    simulator: { latencyMs: 700 },
    secrets: { OPENAI_API_KEY: 'sk-test', ...secrets },
  });
  const { auth } = project.platform;
  const output = join(folder, 'page');
  await buildSupabasePage({
    env: {
      VITE_SUPABASE_URL: project.platform.url,
      VITE_SUPABASE_PUBLISHABLE_KEY: 'sb_publishable_of_the_test_project',
    },
    output,
  });
  const host = await startStaticHost(output);
  const browser: Browser = await chromium.launch({
    executablePath: ensureBrowser(() => {}),
    args: ['--disable-gpu', '--disable-dev-shm-usage', '--disable-background-networking', '--disable-sync'],
  });
  const troubles: string[] = [];
  let people = 0;

  async function askForCode(page: Page, email: string): Promise<void> {
    await page.getByLabel('E-mail').fill(email);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Enter the code' }).waitFor();
  }

  return {
    project,
    url: host.url,
    folder,
    newPerson(email = `person-${people + 1}@example.com`) {
      people += 1;
      const person = { id: `00000000-0000-8000-8000-0000000001${String(people).padStart(2, '0')}`, email };
      auth.invite(person.email, person.id);
      return person;
    },
    async open(options = {}) {
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
      await page.locator('#sign-in-email').waitFor();
      return page;
    },
    askForCode,
    async signIn(page, { email }) {
      await askForCode(page, email);
      await page.keyboard.type(auth.codeFor(email) ?? '');
      await page.getByRole('button', { name: 'Upload' }).waitFor();
    },
    troubles: () => troubles.splice(0),
    async close() {
      await browser.close();
      await host.close();
      await project.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export async function violations(page: Page): Promise<string[]> {
  const found = await new AxeBuilder({ page }).analyze();
  return found.violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`,
  );
}

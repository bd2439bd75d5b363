import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { chromium, type BrowserServer } from 'playwright-core';
import type { TestProject } from 'vitest/node';
import { ensureBrowser } from '../../scripts/find-browser.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Where the one browser of this run listens. */
    browserAddress: string;
  }
}

let browser: BrowserServer | null = null;

/** Builds the page if it changed, and starts one browser for all files. */
export async function setup(project: TestProject): Promise<void> {
  const root = join(import.meta.dirname, '../..');
  execFileSync(process.execPath, [join(root, 'scripts/build-page.js')], { stdio: 'inherit' });
  const executablePath = ensureBrowser((line) => console.log(line));
  browser = await chromium.launchServer({
    executablePath,
    headless: true,
    args: ['--disable-gpu', '--disable-dev-shm-usage', '--disable-background-networking', '--disable-sync'],
  });
  project.provide('browserAddress', browser.wsEndpoint());
}

export async function teardown(): Promise<void> {
  await browser?.close();
}

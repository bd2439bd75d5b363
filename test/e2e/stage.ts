import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { inject } from 'vitest';
import { createSimulator, type Simulator } from '../simulator/create-simulator.ts';
import type { SimulatorOptions } from '../simulator/simulator-options.ts';
import { startServer, type RunningServer } from './server.ts';

export interface Stage {
  readonly simulator: Simulator;
  readonly folder: string;
  server(): RunningServer;
  /** `kill -9`, then another start on the same data folder and port. */
  killAndStart(): Promise<void>;
  /** A person with a browser of their own, at the library. */
  open(options?: BrowserContextOptions): Promise<Page>;
  /** What went wrong in any page: uncaught errors and messages of the console. */
  readonly troubles: string[];
  close(): Promise<void>;
}

export interface StageOptions {
  readonly simulator?: SimulatorOptions;
  /** Without a model: names come from this machine. */
  readonly onDevice?: boolean;
  readonly env?: Readonly<Record<string, string>>;
}

/** A server with a data folder of its own, the simulator as its provider, and the browser of this run. */
export async function createStage(options: StageOptions = {}): Promise<Stage> {
  const folder = await mkdtemp(join(tmpdir(), 'rollcall-e2e-'));
  const simulator = await createSimulator(options.simulator ?? {});
  const start = (port?: number) =>
    startServer({
      dataFolder: folder,
      ...(options.onDevice === true ? {} : { baseUrl: simulator.baseUrl }),
      ...(port === undefined ? {} : { port }),
      ...(options.env === undefined ? {} : { env: options.env }),
    });
  let server = await start();
  const browser: Browser = await chromium.connect(inject('browserAddress'));
  const troubles: string[] = [];

  return {
    simulator,
    folder,
    troubles,
    server: () => server,
    async killAndStart() {
      await server.kill();
      server = await start(server.port);
    },
    async open(context = {}) {
      const opened = await browser.newContext({
        viewport: { width: 1440, height: 900 },
        locale: 'en-US',
        ...context,
      });
      const page = await opened.newPage();
      page.setDefaultTimeout(20_000);
      page.on('pageerror', (error) => troubles.push(error.message));
      page.on('console', (message) => {
        if (message.type() === 'error') troubles.push(message.text());
      });
      await page.goto(server.url);
      await page.getByRole('button', { name: 'Upload' }).waitFor();
      return page;
    },
    async close() {
      await browser.close();
      await server.stop();
      await simulator.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { denoCache, fetchTool } from '../../scripts/fetch-tools.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** The program Deno, of the version that Supabase's Edge Runtime is built on. */
    deno: string;
  }
}

export const functions = [
  'batch-ai-analysis',
  'rollcall-api',
  'rollcall-worker',
  'rollcall-worker-2',
  'rollcall-worker-3',
] as const;
export type FunctionName = (typeof functions)[number];

export const projectRoot = join(import.meta.dirname, '../..');
export const functionFolder = (name: FunctionName, root = projectRoot) =>
  join(root, 'supabase/functions', name);

/** The store of certificates matters where a network inspects what is fetched. */
export const denoEnvironment = {
  DENO_DIR: denoCache,
  DENO_NO_UPDATE_CHECK: '1',
  DENO_TLS_CA_STORE: 'system',
};

/** Fetches Deno, what the functions import, and Supabase's CLI, once; later runs need no network. */
export async function setup(project: TestProject): Promise<void> {
  const deno = fetchTool('deno');
  // Here, with the network's own settings: the installer's tests run it with another home.
  fetchTool('supabase');
  const folder = functionFolder('rollcall-worker');
  const args = ['cache', '--no-lock', '--config', join(folder, 'deno.json'), join(folder, 'index.ts')];
  await promisify(execFile)(deno, args, { env: { ...process.env, ...denoEnvironment } });
  project.provide('deno', deno);
}

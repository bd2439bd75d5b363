import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { buildRequest } from '../src/vision/build-request.ts';
import { openAiCompatible } from '../src/vision/dialects.ts';
import { firstForm } from '../src/vision/learnt-form.ts';
import type { SamplePhoto } from './sample-photos.ts';

export interface BaselineRun {
  readonly ms: number;
  readonly calls: number;
  readonly named: number;
}

const retries = 2;

/**
 * The script one would write in an hour: as many workers as calls are allowed at a time, plain `fetch`, two retries
 * with growing waits (what the usual SDKs do), no database, no page, nothing that survives a crash.
 */
export async function runBaseline(options: {
  readonly baseUrl: string;
  readonly photos: readonly SamplePhoto[];
  readonly concurrency: number;
}): Promise<BaselineRun> {
  const startedAt = performance.now();
  const queue = [...options.photos];
  let calls = 0;
  let named = 0;

  async function ask(photo: SamplePhoto): Promise<boolean> {
    for (let attempt = 0; attempt <= retries; attempt += 1) {
      if (attempt > 0) await sleep(500 * 2 ** (attempt - 1) * (1 - Math.random() * 0.25));
      calls += 1;
      const response = await fetch(`${options.baseUrl}/chat/completions`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: requestBody(await readFile(photo.path)),
      });
      const body = await response.text();
      if (response.ok) return JSON.parse(JSON.parse(body).choices[0].message.content).title !== '';
      if (response.status !== 429 && response.status < 500)
        throw new Error(`Baseline: ${response.status} ${body}`);
    }
    return false;
  }

  async function work(): Promise<void> {
    for (let photo = queue.shift(); photo !== undefined; photo = queue.shift())
      if (await ask(photo)) named += 1;
  }
  await Promise.all(Array.from({ length: options.concurrency }, work));
  return { ms: performance.now() - startedAt, calls, named };
}

/** The very request that Rollcall sends, so that only the way of asking differs. */
function requestBody(preview: Uint8Array): Uint8Array<ArrayBuffer> {
  return buildRequest({
    model: 'gpt-sim',
    form: firstForm(openAiCompatible),
    answerTokens: openAiCompatible.answerTokens,
    request: { preview, question: { language: 'en', context: '' }, attempt: 1 },
  });
}

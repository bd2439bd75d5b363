import { afterEach, describe, expect, it } from 'vitest';
import { createSimulator, type Simulator } from './create-simulator.ts';
import type { SimulatorOptions } from './simulator-options.ts';
import { tinyJpeg } from './tiny-jpeg.ts';

const open: Simulator[] = [];
afterEach(async () => {
  for (const simulator of open.splice(0)) await simulator.close();
});

async function start(options: SimulatorOptions = {}, now?: () => number): Promise<Simulator> {
  const simulator = await createSimulator(options, now);
  open.push(simulator);
  return simulator;
}

function bodyFor(picture: number, changed: Record<string, unknown> = {}): Record<string, unknown> {
  const url = `data:image/jpeg;base64,${Buffer.from(tinyJpeg(picture)).toString('base64')}`;
  return {
    model: 'gpt-sim',
    messages: [{ role: 'user', content: [{ type: 'image_url', image_url: { url, detail: 'high' } }] }],
    response_format: { type: 'text' },
    max_completion_tokens: 300,
    ...changed,
  };
}

function post(simulator: Simulator, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  const init = { method: 'POST', headers, body: JSON.stringify(body) };
  return fetch(`${simulator.baseUrl}/chat/completions`, init);
}

async function text(response: Promise<Response>): Promise<string> {
  return (await response).text();
}

const part = (image_url: object) => ({
  messages: [{ role: 'user', content: [{ type: 'image_url', image_url }] }],
});

const statusesFor = async (seed: number) => {
  const simulator = await start({ seed, failures: { '500': 0.3 } });
  const statuses: number[] = [];
  for (let at = 0; at < 60; at += 1) statuses.push((await post(simulator, bodyFor(at))).status);
  return statuses;
};

describe('the simulator', () => {
  it('refuses what breaks the contract, names it, and keeps count', async () => {
    const simulator = await start();
    const both = await post(simulator, bodyFor(1, { max_tokens: 5 }));
    expect(both.status).toBe(400);
    const bad = await post(simulator, bodyFor(1, { response_format: { type: 'xml' } }));
    expect(await bad.json()).toMatchObject({ error: { param: 'response_format' } });
    expect(simulator.stats()).toMatchObject({ bothTokenCaps: 1, billed: 0 });
    expect(simulator.stats().contractViolations).toHaveLength(2);
  });

  it('sees a missing detail, an address instead of a picture, and bytes that are none', async () => {
    const simulator = await start();
    await post(simulator, bodyFor(1, part({ url: 'https://x.example/a.jpg', detail: 'high' })));
    await post(simulator, bodyFor(1, part({ url: 'data:image/jpeg;base64,AAAA' })));
    expect(simulator.stats()).toMatchObject({ httpImageUrls: 1, missingDetail: 1, billed: 0 });
  });

  it('takes a mode from the header, the model, the picture and the script, in this order', async () => {
    const simulator = await start({ script: { 4: '504' } });
    const statuses = [];
    statuses.push(
      (await post(simulator, bodyFor(1, { model: 'gpt-sim+500' }), { 'x-sim-mode': '529' })).status,
    );
    statuses.push((await post(simulator, bodyFor(1, { model: 'gpt-sim+500' }))).status);
    statuses.push((await post(simulator, bodyFor(1))).status);
    statuses.push((await post(simulator, bodyFor(1))).status);
    expect(statuses).toEqual([529, 500, 200, 504]);
  });

  it('fails at the rate it is told, the same calls for the same seed', async () => {
    const [one, again, other] = [await statusesFor(1), await statusesFor(1), await statusesFor(2)];
    expect(one).toEqual(again);
    expect(one).not.toEqual(other);
    const failed = one.filter((status) => status === 500).length;
    expect(failed).toBeGreaterThan(8);
    expect(failed).toBeLessThan(30);
  });

  it('tells what is left of its limits, and says no when nothing is', async () => {
    const simulator = await start({ limits: { requests: { perSecond: 0.001, burst: 1 } } });
    const first = await post(simulator, bodyFor(1));
    expect(first.headers.get('x-ratelimit-remaining-requests')).toBe('0');
    const second = await post(simulator, bodyFor(2));
    expect(second.status).toBe(429);
    expect(Number(second.headers.get('retry-after'))).toBeGreaterThan(900);
    expect(simulator.stats()).toMatchObject({ throttled: 1, billed: 1 });
  });

  it('notices calls that start while a wait runs, or after it said that there is no money', async () => {
    let time = 1_800_000_000_000;
    const simulator = await start({ script: { 1: '429-ra', 3: '429-quota' } }, () => time);
    await text(post(simulator, bodyFor(1)));
    time += 30;
    await text(post(simulator, bodyFor(2)));
    await text(post(simulator, bodyFor(3)));
    time += 30;
    await text(post(simulator, bodyFor(4)));
    expect(simulator.stats()).toMatchObject({ startedDuringRetryAfter: 3, startedAfterStop: 1 });
  });

  it('notices pictures that are billed twice, and the same body sent again after it was refused', async () => {
    const simulator = await start({ script: { 4: '400-image' } });
    for (const picture of [1, 2, 1]) await text(post(simulator, bodyFor(picture)));
    for (const picture of [9, 9]) await text(post(simulator, bodyFor(picture)));
    expect(simulator.stats()).toMatchObject({
      distinctImages: 3,
      imagesBilledTwice: 1,
      sameBodyAfterRefusal: 1,
    });
  });

  it('adds up what it bills', async () => {
    const simulator = await start();
    const answer = await (await post(simulator, bodyFor(1))).json();
    const { inputTokens, outputTokens, costNano } = simulator.stats();
    expect(answer).toMatchObject({ usage: { prompt_tokens: inputTokens, completion_tokens: outputTokens } });
    expect(costNano).toBe(inputTokens * 100 + outputTokens * 500);
  });

  it('counts calls at the same time, and works on as many as it has places for', async () => {
    const simulator = await start({ latencyMs: 40, parallel: 1 });
    const startedAt = performance.now();
    await Promise.all([1, 2, 3].map((picture) => text(post(simulator, bodyFor(picture)))));
    expect(simulator.stats().maxConcurrency).toBe(3);
    expect(performance.now() - startedAt).toBeGreaterThan(110);
  });

  it('is steered over HTTP', async () => {
    const simulator = await start();
    const config = { method: 'POST', body: JSON.stringify({ failures: { '500': 1 } }) };
    await text(fetch(`${simulator.origin}/__sim/config`, config));
    expect((await post(simulator, bodyFor(1))).status).toBe(500);
    const stats = await (await fetch(`${simulator.origin}/__sim/stats`)).json();
    expect(stats).toMatchObject({ calls: 1, byMode: { '500': 1 } });
    const requests = await (await fetch(`${simulator.origin}/__sim/requests`)).json();
    expect(requests).toMatchObject([{ status: 500, model: 'gpt-sim' }]);
    await text(fetch(`${simulator.origin}/__sim/reset`, { method: 'POST' }));
    expect(simulator.stats().calls).toBe(0);
  });
});

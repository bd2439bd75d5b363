import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/clock.ts';
import { createChatCompletions } from '../../src/vision/chat-completions.ts';
import { openAi } from '../../src/vision/dialects.ts';
import { readPrices } from '../../src/vision/prices.ts';
import type { Outcome } from '../../src/vision/vision-model.ts';
import { answerFor } from './answers.ts';
import { createSimulator, type Simulator } from './create-simulator.ts';
import { hostileNames, modeNames } from './modes.ts';
import { tinyJpeg } from './tiny-jpeg.ts';

const never = new AbortController().signal;
const preview = tinyJpeg(1);
const usual = answerFor(createHash('sha256').update(preview).digest('hex'), 'English');

let simulator: Simulator;
beforeAll(async () => {
  simulator = await createSimulator({ lateMs: 400 });
});
afterAll(() => simulator.close());

/** Modes whose answer is not waited for to the end; all others are given the time a busy machine needs. */
const tooSlow = new Set(['hang-before-headers', 'hang-mid-body', 'slow-drip', 'late']);

function ask(mode: string, picture = preview): Promise<Outcome> {
  const callMs = tooSlow.has(mode) ? 250 : 60_000;
  const model = createChatCompletions({
    dialect: openAi,
    baseUrl: simulator.baseUrl,
    apiKey: 'a-test-key',
    model: mode === 'ok' ? 'gpt-sim' : `gpt-sim+${mode}`,
    fetch,
    clock: systemClock,
    prices: readPrices(),
    timeouts: { callMs, firstCallMs: callMs },
  });
  return model.describe({ preview: picture, question: { language: 'en', context: '' }, attempt: 1 }, never);
}

const named = (title: string) => ({ kind: 'ok', analysis: { title } });
const asUsual = named(usual.title);
const throttled = (waitMs: number) => ({ kind: 'throttled', waitMs });
const outOfMoney = { kind: 'out_of_money' };
const rejected = { kind: 'photo_rejected' };
const transient = { kind: 'transient' };
const unreachable = { kind: 'unreachable' };
const refused = { kind: 'refused' };
const unusable = (reason: string) => ({ kind: 'unusable', reason });
const config = (cause: string) => ({ kind: 'config_error', cause });

const expected: Record<string, object> = {
  '429-ra': throttled(1000),
  '429-ra-ms': throttled(120),
  '429-no-ra': throttled(1000),
  '429-ra-long': throttled(3_600_000),
  '429-ra-zero': throttled(0),
  '429-ra-garbage': throttled(1000),
  '429-ra-text': throttled(634),
  '429-slow-down': throttled(1000),
  '429-daily': throttled(432_000),
  '429-ra-date': { kind: 'throttled' },
  '429-quota': outOfMoney,
  '429-credit': outOfMoney,
  '429-spend': outOfMoney,
  '498-flex': throttled(1000),
  '401': config('bad_key'),
  '403-country': config('config'),
  '403-moderation': { kind: 'filtered' },
  '404-model': config('model_unavailable'),
  '400-schema': config('config'),
  '400-image': rejected,
  '413-json': rejected,
  '413-html': rejected,
  'redirect-307': config('config'),
  '400-param:store': config('config'),
  '500': transient,
  '502-html': unreachable,
  '503-ra': throttled(2000),
  '503-busy': unreachable,
  '504': unreachable,
  '529': throttled(1000),
  '200-error-body': transient,
  '200-html': transient,
  'reset-before-headers': transient,
  'reset-mid-body': transient,
  'fin-mid-body': transient,
  'hang-before-headers': transient,
  'hang-mid-body': transient,
  'slow-drip': transient,
  late: transient,
  gzip: asUsual,
  'chunked-tiny': asUsual,
  'dup-headers': asUsual,
  'malformed-json-envelope': transient,
  'truncated-envelope': transient,
  bom: asUsual,
  latin1: asUsual,
  'empty-body': transient,
  'huge-output': unusable('not_json'),
  'null-choices': unusable('no_answer'),
  'empty-choices': unusable('no_answer'),
  fenced: asUsual,
  'prose-around': asUsual,
  'think-tags': asUsual,
  'single-quotes': asUsual,
  'trailing-comma': asUsual,
  'truncated-json': unusable('cut_off'),
  'two-objects': asUsual,
  'wrong-schema': unusable('no_name'),
  'missing-field': { kind: 'ok', analysis: { title: usual.title, confidence: 'low', alt: '' } },
  'extra-field': asUsual,
  'name-empty': unusable('no_name'),
  'name-whitespace': unusable('no_name'),
  'name-number': named('42'),
  'name-array': asUsual,
  'not-json': unusable('not_json'),
  'refusal-field': refused,
  'refusal-as-text': refused,
  'content-filter': { kind: 'filtered' },
  'thinking-only': asUsual,
  'reasoning-ate-budget': {
    kind: 'unusable',
    reason: 'cut_off',
    detail: 'The room for the answer went into thinking',
  },
  'plain-name': { kind: 'ok', analysis: { title: usual.title, confidence: 'low' } },
  'wrong-language': named('собака на пляже у моря'),
  'same-name-always': named('beach'),
  'off-by-one': { kind: 'ok' },
};

describe('every way a server can misbehave', () => {
  it.each(modeNames.filter((mode) => !mode.startsWith('hostile-')))('%s', async (mode) => {
    expect(Object.keys(expected)).toContain(mode);
    const outcome = await ask(mode);
    expect(outcome).toMatchObject(expected[mode] ?? {});
    expect('detail' in outcome ? outcome.detail : 'no detail needed').toMatch(/\S/u);
  });

  it.each(Object.keys(hostileNames))('a hostile name (%s) arrives as harmless text', async (name) => {
    const outcome = await ask(`hostile-${name}`);
    if (outcome.kind !== 'ok') throw new Error(outcome.kind);
    const { title, alt, short, keywords } = outcome.analysis;
    for (const text of [title, alt, short, ...keywords]) {
      expect(text).not.toMatch(/[\p{Cc}\u202A-\u202E\u2066-\u2069]/u);
      expect(text.isWellFormed()).toBe(true);
      expect(text.length).toBeLessThanOrEqual(250);
    }
  });

  it('a name that is not known stops the call', async () => {
    expect(await ask('429-rq')).toMatchObject(transient);
  });
});

describe('what the simulator says', () => {
  it('depends on the picture and the language alone, so that a mix-up shows', async () => {
    const other = tinyJpeg(2);
    expect(await ask('ok')).toMatchObject(asUsual);
    expect(await ask('ok', other)).not.toMatchObject(asUsual);
    expect(await ask('off-by-one')).not.toMatchObject(asUsual);
    expect(answerFor('00'.repeat(32), 'Spanish').title).not.toBe(answerFor('00'.repeat(32), 'English').title);
  });
});

import { describe, expect, it } from 'vitest';
import { readErrorSamples } from '../../test/simulator/contract.ts';
import { classifyError } from './classify-error.ts';
import { readErrorBody } from './error-body.ts';
import { readRetryAfter } from './retry-after.ts';
import type { Outcome } from './vision-model.ts';

const now = Date.parse('2026-11-24T08:00:00Z');

function classify(
  status: number,
  body: unknown,
  extra: { headers?: Readonly<Record<string, string>>; formWorks?: boolean; secret?: string } = {},
): Outcome {
  const error = readErrorBody(body);
  const retryAfterMs = readRetryAfter(new Headers({ ...extra.headers }), error?.message ?? '', now);
  return classifyError({
    status,
    error,
    retryAfterMs,
    formWorks: extra.formWorks ?? false,
    secret: extra.secret,
  });
}

const badKey = { kind: 'config_error', cause: 'bad_key' };
const noModel = { kind: 'config_error', cause: 'model_unavailable' };
const config = { kind: 'config_error', cause: 'config' };
const noMoney = { kind: 'out_of_money' };

const expected: Record<string, object> = {
  'openai-401-invalid-key': badKey,
  'openai-403-country': config,
  'openai-404-model': noModel,
  'openai-400-image-format': { kind: 'photo_rejected' },
  'openai-400-image-not-valid-responses': { kind: 'photo_rejected' },
  'openai-400-image-sanitizer': { kind: 'transient' },
  'openai-400-schema': config,
  'openai-400-max-tokens-param': config,
  'openai-400-service-tier': config,
  'openai-429-rpm': { kind: 'throttled', waitMs: 640 },
  'openai-429-tpm': { kind: 'throttled', waitMs: 1000 },
  'openai-429-slow-down': { kind: 'throttled', waitMs: 1000 },
  'openai-429-insufficient-quota': noMoney,
  'openai-429-credit-balance': noMoney,
  'openai-429-spend-limit': noMoney,
  'openai-429-flex': { kind: 'throttled', waitMs: 1000 },
  'openai-500': { kind: 'transient' },
  'openai-503-overloaded': { kind: 'unreachable' },
  'ollama-400-url': config,
  'ollama-404': noModel,
  'ollama-503-queue': { kind: 'unreachable' },
  'ollama-native-error': { kind: 'transient' },
  'lmstudio-400-response-format': config,
  'lmstudio-400-image': { kind: 'photo_rejected' },
  'vllm-400-images-old': config,
  'llamacpp-400-grammar': config,
  'gemini-400-array': config,
  'groq-429': { kind: 'throttled', waitMs: 5289 },
  'groq-498': { kind: 'throttled', waitMs: 1000 },
  'openrouter-402': noMoney,
  'openrouter-200-error': { kind: 'transient' },
  'anthropic-529': { kind: 'throttled', waitMs: 1000 },
  'proxy-413-html': { kind: 'photo_rejected' },
  'proxy-502-html': { kind: 'unreachable' },
};

describe('classifying what servers answer instead of an analysis', () => {
  it.each(readErrorSamples().samples.map((sample) => [sample.id, sample] as const))('%s', (id, sample) => {
    expect(Object.keys(expected)).toContain(id);
    const headers = sample.headers ?? {};
    expect(classify(sample.status, sample.body, { headers })).toMatchObject(expected[id] ?? {});
  });

  it('knows all 34 samples', () => {
    expect(readErrorSamples().samples).toHaveLength(34);
  });

  it('believes the code before the status', () => {
    expect(classify(400, { error: { message: 'x', code: 'insufficient_quota' } })).toMatchObject(noMoney);
    expect(classify(503, { error: { message: 'x', code: 'rate_limit_exceeded' } }).kind).toBe('throttled');
    expect(classify(500, { error: { message: 'x', code: 'invalid_api_key' } })).toMatchObject(badKey);
  });

  it('takes an exceeded quota of Gemini for what it is, a rate limit', () => {
    const body = [
      { error: { code: 429, message: 'You exceeded your current quota', status: 'RESOURCE_EXHAUSTED' } },
    ];
    expect(classify(429, body).kind).toBe('throttled');
  });

  it('reads the status some gateways put into the body of a 200', () => {
    expect(classify(200, { error: { code: 429, message: 'slow' } }).kind).toBe('throttled');
    expect(classify(200, { error: { code: 402, message: 'pay' } }).kind).toBe('out_of_money');
    expect(classify(200, { error: { code: 401, message: 'who' } })).toMatchObject(badKey);
    expect(classify(200, { error: 'boom' }).kind).toBe('transient');
  });

  it('waits where a 503 names a time, and counts it as out of reach where it does not', () => {
    const body = { error: { message: 'busy' } };
    expect(classify(503, body, { headers: { 'retry-after': '7' } })).toMatchObject({
      kind: 'throttled',
      waitMs: 7000,
    });
    for (const status of [502, 503, 504]) expect(classify(status, body).kind).toBe('unreachable');
  });

  it('blames the photo for an unexplained refusal only where the same form has worked before', () => {
    const body = { error: { message: 'Bad Request' } };
    expect(classify(400, body)).toMatchObject(config);
    expect(classify(400, body, { formWorks: true }).kind).toBe('photo_rejected');
  });

  it('tells a filtered photo, a moderated one and a model that cannot see apart from a wrong setting', () => {
    expect(classify(400, { error: { message: 'x', code: 'content_policy_violation' } }).kind).toBe(
      'filtered',
    );
    const flagged = { error: { code: 403, message: 'flagged', metadata: { reasons: ['x'] } } };
    expect(classify(403, flagged).kind).toBe('filtered');
    const blind = { error: { message: 'This model does not support image input' } };
    expect(classify(400, blind)).toMatchObject(noModel);
  });

  it.each([408, 409, 425, 500, 520, 522])('tries %i again', (status) => {
    expect(classify(status, null).kind).toBe('transient');
  });

  it.each([403, 404, 405, 415])('pauses for an unexplained %i', (status) => {
    expect(classify(status, '<html>')).toMatchObject(config);
  });

  it('never repeats the key a server echoes', () => {
    const body = {
      error: { message: 'Bad key very-secret-key and sk-abcdefgh12345678', code: 'invalid_api_key' },
    };
    const outcome = classify(401, body, { secret: 'very-secret-key' });
    expect(JSON.stringify(outcome)).not.toMatch(/very-secret|abcdefgh/u);
  });
});

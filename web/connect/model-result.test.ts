import { expect, test } from 'vitest';
import { en } from '../i18n/en.ts';
import { es } from '../i18n/es.ts';
import { ApiProblem } from '../problem.ts';
import { isKept, resultView, testOfProblem } from './model-result.ts';

const failed = (code: string, detail = '') => ({ ok: false, code, detail }) as const;
const view = (code: string, wish = {}) =>
  resultView({ test: failed(code), wish: { provider: 'openai', ...wish }, label: 'OpenAI' }, en);

const codes = [
  'bad_key',
  'no_credit',
  'model_unavailable',
  'config',
  'unreachable',
  'slow_down',
  'no_answer',
  'unusable',
  'declined',
  'set_by_operator',
  'rollcall_away',
];

test('every outcome has words of its own, in both languages', () => {
  for (const words of [en, es]) {
    const titles = codes.map(
      (code) =>
        resultView({ test: failed(code), wish: { provider: 'openai', apiKey: 'k' }, label: 'OpenAI' }, words)
          .title,
    );
    expect(new Set(titles).size).toBe(codes.length);
    expect(titles).not.toContain(words.app.somethingFailed);
  }
});

test('what the model said about the test picture is shown with it', () => {
  const answered = { ok: true, model: 'm', said: 'a red ball on grass' } as const;
  expect(resultView({ test: answered, wish: { provider: 'openai' }, label: 'OpenAI' }, en).title).toBe(
    'm said "a red ball on grass"',
  );
});

test('only a model that answered, or lacks nothing but credit, is kept', () => {
  expect(isKept({ ok: true, model: 'm' })).toBe(true);
  expect(codes.filter((code) => isKept(failed(code)))).toEqual(['no_credit']);
});

test('a server that wants a key where none was given does not speak of a wrong one', () => {
  expect(view('bad_key').title).not.toBe(view('bad_key', { apiKey: 'k' }).title);
});

test('a server that does not answer is called by its address', () => {
  expect(view('unreachable', { baseUrl: 'http://192.168.1.20:8000/v1' }).title).toContain(
    '192.168.1.20:8000',
  );
});

test('an address is said back as it was typed', () => {
  expect(view('unreachable', { baseUrl: 'http://127.0.0.1:1/v1' }).title).toContain('127.0.0.1:1');
});

test('an outcome nobody planned for says what the server said', () => {
  const outcome = testOfProblem(
    new ApiProblem({ status: 507, code: 'disk_full', detail: 'The disk is full' }),
  );
  expect(resultView({ test: outcome, wish: { provider: 'openai' }, label: 'OpenAI' }, en).detail).toBe(
    'The disk is full',
  );
});

test('Rollcall being away is told apart from the provider being away', () => {
  const away = testOfProblem(new ApiProblem({ status: 0, code: 'unreachable', detail: '' }));
  expect(away).toMatchObject({ code: 'rollcall_away' });
});

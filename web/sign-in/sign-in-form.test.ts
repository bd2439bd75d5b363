import { expect, test } from 'vitest';
import { betweenCodesMs, createSignInForm, type Refusal } from './sign-in-form.ts';

function setUp(options: { email?: string } = {}) {
  const clock = { now: 1_000_000 };
  const asked: string[] = [];
  const answers: (Refusal | null | Error)[] = [];
  const answer = (what: string) => {
    asked.push(what);
    const next = answers.shift() ?? null;
    return next instanceof Error ? Promise.reject(next) : Promise.resolve(next);
  };
  const form = createSignInForm({
    port: {
      sendCode: (email) => answer(`code to ${email}`),
      signIn: (email, code) => answer(`${email} ${code}`),
    },
    now: () => clock.now,
    ...options,
  });
  return { form, clock, asked, answers };
}

async function atCode() {
  const all = setUp({ email: 'ana@example.com' });
  await all.form.sendCode();
  all.asked.length = 0;
  return all;
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

test('what cannot be an address is not sent to', async () => {
  const { form, asked } = setUp();
  for (const text of ['', 'ana', 'ana@', 'ana@example', 'a na@example.com']) {
    form.setEmail(text);
    await form.sendCode();
    expect([text, form.get().problem]).toEqual([text, 'bad_address']);
  }
  expect(asked).toEqual([]);
});

test('an address is sent a code, without the spaces around it', async () => {
  const { form, asked } = setUp();
  form.setEmail(' ana@example.com ');
  await form.sendCode();
  expect(asked).toEqual(['code to ana@example.com']);
  expect(form.get()).toMatchObject({ step: 'code', email: 'ana@example.com', problem: null });
});

test('the sixth digit sends itself, once, and a paste with spaces does too', async () => {
  const { form, asked } = await atCode();
  for (const text of ['4', '40', '407', '4071', '40712']) form.setCode(text);
  expect(asked).toEqual([]);
  form.setCode('407123');
  form.setCode('407124');
  await turn();
  expect(asked).toEqual(['ana@example.com 407123']);
  const pasted = await atCode();
  pasted.form.setCode(' 407 123\n');
  await turn();
  expect(pasted.asked).toEqual(['ana@example.com 407123']);
});

test('a code that does not fit is typed anew', async () => {
  const { form, answers } = await atCode();
  answers.push({ why: 'wrong_code' });
  form.setCode('000000');
  await turn();
  expect(form.get()).toMatchObject({ problem: 'wrong_code', code: '', busy: false });
  form.setCode('4');
  expect(form.get().problem).toBeNull();
});

test('a code that never got there stays, to be sent again', async () => {
  const { form, answers, asked } = await atCode();
  answers.push(new TypeError('Failed to fetch'));
  form.setCode('407123');
  await turn();
  expect(form.get()).toMatchObject({ problem: 'unreachable', code: '407123', busy: false });
  await form.signIn();
  expect(asked).toHaveLength(2);
});

test('after too many tries nothing is sent until the wait is over', async () => {
  const { form, answers, asked, clock } = await atCode();
  answers.push({ why: 'too_many', waitSeconds: 30 });
  form.setCode('407123');
  await turn();
  expect(form.get()).toMatchObject({ problem: 'too_many', blockedUntil: clock.now + 30_000 });
  await form.signIn();
  expect(asked).toHaveLength(1);
  clock.now += 30_000;
  await form.signIn();
  expect(asked).toHaveLength(2);
});

test('whoever was sent a code a moment ago goes on with that one', async () => {
  const { form, answers, clock } = setUp({ email: 'ana@example.com' });
  answers.push({ why: 'too_many', waitSeconds: 37 });
  await form.sendCode();
  expect(form.get()).toMatchObject({ step: 'code', problem: null, codeAgainAt: clock.now + 37_000 });
});

test('another code can be asked for after a minute, whoever asks', async () => {
  const { form, clock } = setUp({ email: 'nobody@example.com' });
  await form.sendCode();
  expect(form.get().codeAgainAt).toBe(clock.now + betweenCodesMs);
});

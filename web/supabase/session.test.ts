import type { AuthChangeEvent, AuthError, Session as AuthSession } from '@supabase/auth-js';
import { expect, test } from 'vitest';
import { createSession, type AuthPort } from './session.ts';

const sessionOf = (id: string, token = 't1') =>
  ({ access_token: token, user: { id, email: `${id}@example.com` } }) as AuthSession;

const errorOf = (error: Partial<AuthError>) => ({ name: 'AuthApiError', message: '', ...error }) as AuthError;
const passing = errorOf({ name: 'AuthRetryableFetchError', status: 0 });

interface Answers {
  otp?: AuthError;
  verify?: AuthError;
  get?: AuthError;
  refresh?: AuthError;
  signOut?: Promise<{ error: null }>;
}

function setUp(answers: Answers = {}) {
  let tell: (event: AuthChangeEvent, session: AuthSession | null) => void = () => {};
  let signOutElsewhere = () => {};
  const calls: unknown[] = [];
  const told: string[] = [];
  let loseIt = () => {};
  const patience = new Promise<void>((resolve) => (loseIt = resolve));
  const answer = (error: AuthError | undefined) => {
    const session = error === undefined ? sessionOf('ana') : null;
    return Promise.resolve({ data: { user: null, session }, error: error ?? null });
  };
  const auth = {
    onAuthStateChange: (listener: typeof tell) => {
      tell = listener;
    },
    getSession: () => answer(answers.get),
    refreshSession: () => answer(answers.refresh),
    signInWithOtp: (given: unknown) => {
      calls.push(given);
      return answer(answers.otp);
    },
    verifyOtp: () => answer(answers.verify),
    signOut: (given: unknown) => {
      calls.push(given);
      return answers.signOut ?? Promise.resolve({ error: null });
    },
  } as unknown as AuthPort;
  const session = createSession({
    auth,
    others: { tell: () => told.push('out'), listen: (listener) => void (signOutElsewhere = listener) },
    forget: () => told.push('forgotten'),
    patience: () => patience,
  });
  const turnOf = (event: AuthChangeEvent, of: AuthSession | null) => {
    tell(event, of);
    return session.get();
  };
  return { session, calls, told, turnOf, loseIt, signOutElsewhere: () => signOutElsewhere() };
}

test('whoever was signed in before is signed in again', () => {
  const { session, turnOf } = setUp();
  expect(session.get()).toEqual({ status: 'loading' });
  expect(turnOf('INITIAL_SESSION', sessionOf('ana'))).toEqual({
    status: 'in',
    person: { id: 'ana', email: 'ana@example.com' },
  });
});

test('a session that ends by itself is told apart from signing out', async () => {
  const ended = setUp();
  ended.turnOf('INITIAL_SESSION', sessionOf('ana'));
  expect(ended.turnOf('SIGNED_OUT', null)).toMatchObject({ status: 'expired', person: { id: 'ana' } });

  const left = setUp();
  left.turnOf('INITIAL_SESSION', sessionOf('ana'));
  await left.session.signOut();
  expect(left.turnOf('SIGNED_OUT', null)).toEqual({ status: 'out' });
  expect(left.told).toEqual(['forgotten', 'out']);
  expect(left.calls).toEqual([{ scope: 'local' }]);

  const elsewhere = setUp();
  elsewhere.turnOf('INITIAL_SESSION', sessionOf('ana'));
  elsewhere.signOutElsewhere();
  expect(elsewhere.session.get()).toEqual({ status: 'out' });
});

test('whoever signs out is out and forgotten, but not before Auth had its moment, and though it never answers', async () => {
  const { session, told, turnOf, loseIt } = setUp({ signOut: new Promise(() => {}) });
  turnOf('INITIAL_SESSION', sessionOf('ana'));
  const leaving = session.signOut();
  // What the library tells meanwhile is no session that ended by itself, nor somebody who comes back.
  expect(turnOf('SIGNED_OUT', null)).toMatchObject({ status: 'in' });
  expect(told).toEqual([]);
  loseIt();
  await leaving;
  expect(told).toEqual(['forgotten', 'out']);
  expect(turnOf('TOKEN_REFRESHED', sessionOf('ana', 't2'))).toEqual({ status: 'out' });
});

test('a token renewed in the background changes nothing that is watched', () => {
  const { session, turnOf } = setUp();
  turnOf('INITIAL_SESSION', sessionOf('ana'));
  let changes = 0;
  session.subscribe(() => (changes += 1));
  turnOf('TOKEN_REFRESHED', sessionOf('ana', 't2'));
  expect(changes).toBe(0);
  expect(turnOf('SIGNED_IN', sessionOf('ben'))).toMatchObject({ person: { id: 'ben' } });
});

test('somebody who is refused stays so until another signs in', () => {
  const { session, turnOf } = setUp();
  turnOf('INITIAL_SESSION', sessionOf('ana'));
  session.refuse('not_invited');
  expect(turnOf('TOKEN_REFRESHED', sessionOf('ana', 't2'))).toMatchObject({
    status: 'refused',
    why: 'not_invited',
  });
  expect(turnOf('SIGNED_IN', sessionOf('ben'))).toMatchObject({ status: 'in' });
});

test('nobody is made an account, and an address without one gets the same answer', async () => {
  const { session, calls } = setUp({ otp: errorOf({ code: 'otp_disabled', status: 422 }) });
  expect(await session.port.sendCode('x@example.com')).toBeNull();
  expect(calls).toEqual([{ email: 'x@example.com', options: { shouldCreateUser: false } }]);
});

test.for([
  [errorOf({ code: 'otp_expired', status: 403 }), { why: 'wrong_code' }],
  [
    errorOf({
      code: 'over_email_send_rate_limit',
      status: 429,
      message: 'For security purposes, you can only request this after 37 seconds.',
    }),
    { why: 'too_many', waitSeconds: 37 },
  ],
  [
    errorOf({ code: 'over_request_rate_limit', status: 429, message: 'Request rate limit reached' }),
    { why: 'too_many', waitSeconds: null },
  ],
  [passing, { why: 'unreachable' }],
  [errorOf({ code: 'unexpected_failure', status: 400 }), { why: 'other' }],
] as const)('%o is said as %o', async ([error, refusal]) => {
  const { session } = setUp({ verify: error });
  expect(await session.port.signIn('ana@example.com', '123456')).toEqual(refusal);
});

test('no connection is not the end of a session', async () => {
  const { session } = setUp({ get: passing, refresh: passing });
  await expect(session.token()).rejects.toMatchObject({ code: 'unreachable' });
  await expect(session.renew()).rejects.toMatchObject({ code: 'unreachable' });
  const ended = setUp({ refresh: errorOf({ code: 'refresh_token_not_found', status: 400 }) });
  expect(await ended.session.token()).toBe('t1');
  expect(await ended.session.renew()).toBeNull();
});

import type { AuthError, GoTrueClient, Session as AuthSession } from '@supabase/auth-js';
import { createCell } from '../library/cell.ts';
import { ApiProblem } from '../problem.ts';
import type { Refusal, SignInPort } from '../sign-in/sign-in-form.ts';

export interface Person {
  id: string;
  email: string;
}

export type SessionState =
  | { status: 'loading' }
  | { status: 'out' }
  | { status: 'in'; person: Person }
  /** It ended by itself. The page stays as it is: the same person may go on in a moment. */
  | { status: 'expired'; person: Person }
  /** Signed in, and not let in all the same. */
  | { status: 'refused'; person: Person; why: 'not_invited' | 'not_accepted' };

export type Session = ReturnType<typeof createSession>;

/** Other tabs of this browser: somebody who signs out means all of them. */
export interface SignOutChannel {
  tell: () => void;
  listen: (listener: () => void) => void;
}

/** What is used of the library. */
export type AuthPort = Pick<
  GoTrueClient,
  'onAuthStateChange' | 'getSession' | 'refreshSession' | 'signInWithOtp' | 'verifyOtp' | 'signOut'
>;

/** Who is signed in at the project's Auth. The library keeps the session in the browser and renews it in time. */
export function createSession({
  auth,
  others,
  forget,
  patience,
}: {
  auth: AuthPort;
  others: SignOutChannel;
  /** Takes out of the browser what the library keeps there. */
  forget: () => void;
  /** Resolves when signing out has waited long enough for Auth. */
  patience: () => Promise<void>;
}) {
  const state = createCell<SessionState>({ status: 'loading' });
  let isLeaving = false;
  const personNow = (): Person | null => {
    const now = state.get();
    return 'person' in now ? now.person : null;
  };

  function take(session: AuthSession | null): void {
    if (isLeaving) return;
    if (session === null) {
      const person = personNow();
      return state.set(person === null ? { status: 'out' } : { status: 'expired', person });
    }
    const { id, email = '' } = session.user;
    const now = state.get();
    // A token renewed in the background is nobody's business.
    if (now.status === 'in' && now.person.id === id) return;
    // A renewed token does not let in whom the last one did not; only signing in again may.
    if (now.status === 'refused' && now.person.id === id) return;
    state.set({ status: 'in', person: { id, email } });
  }

  auth.onAuthStateChange((_event, session) => take(session));
  others.listen(() => state.set({ status: 'out' }));

  const tokenOf = ({ data, error }: { data: { session: AuthSession | null }; error: AuthError | null }) => {
    if (data.session !== null) return data.session.access_token;
    if (error !== null && isPassing(error)) throw unreachable(error);
    return null;
  };

  const port: SignInPort = {
    async sendCode(email) {
      // Addresses that are not invited get the same answer as those that are.
      const { error } = await auth.signInWithOtp({ email, options: { shouldCreateUser: false } });
      if (error === null || error.code === 'otp_disabled' || error.code === 'user_not_found') return null;
      return refusalOf(error);
    },
    async signIn(email, token) {
      const { error } = await auth.verifyOtp({ email, token, type: 'email' });
      return error === null ? null : refusalOf(error);
    },
  };

  return {
    get: state.get,
    subscribe: state.subscribe,
    port,
    /** The access token, renewed if it is about to end; null if nobody is signed in. */
    token: async (): Promise<string | null> => tokenOf(await auth.getSession()),
    /** A new access token for one that was not accepted; null if the session has ended. */
    renew: async (): Promise<string | null> => tokenOf(await auth.refreshSession()),
    refuse: (why: 'not_invited' | 'not_accepted'): void => {
      const person = personNow();
      if (person !== null) state.set({ status: 'refused', person, why });
    },
    async signOut(): Promise<void> {
      isLeaving = true;
      // In this browser only. The page begins anew once it is out, and would break off what the library still does: a
      // token that has ended is renewed first, and without a way to Auth that takes long.
      await Promise.race([auth.signOut({ scope: 'local' }).catch(() => {}), patience()]);
      forget();
      others.tell();
      state.set({ status: 'out' });
    },
  };
}

const isPassing = (error: AuthError): boolean => error.name === 'AuthRetryableFetchError';

const unreachable = (cause: unknown) =>
  new ApiProblem({ status: 0, code: 'unreachable', detail: '' }, { cause });

function refusalOf(error: AuthError): Refusal {
  if (isPassing(error)) return { why: 'unreachable' };
  if (error.code === 'over_email_send_rate_limit' || error.code === 'over_request_rate_limit') {
    const seconds = /after (\d+) second/u.exec(error.message)?.[1];
    return { why: 'too_many', waitSeconds: seconds === undefined ? null : Number(seconds) };
  }
  if (error.code === 'otp_expired' || error.status === 403) return { why: 'wrong_code' };
  if (error.code === 'email_address_invalid' || error.code === 'validation_failed')
    return { why: 'bad_address' };
  return error.status === 429 ? { why: 'too_many', waitSeconds: null } : { why: 'other' };
}

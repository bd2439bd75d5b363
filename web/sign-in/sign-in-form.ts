import { createCell } from '../library/cell.ts';

/** Why no code was sent, or why one did not let in. */
export type Refusal =
  | { why: 'too_many'; waitSeconds: number | null }
  | { why: 'wrong_code' | 'bad_address' | 'unreachable' | 'other' };

/** Whoever sends codes and knows them again; null means that it went well. */
export interface SignInPort {
  sendCode: (email: string) => Promise<Refusal | null>;
  signIn: (email: string, code: string) => Promise<Refusal | null>;
}

export interface SignInState {
  step: 'email' | 'code';
  email: string;
  code: string;
  busy: boolean;
  problem: Refusal['why'] | null;
  /** Until then the button stays shut: too many tries. */
  blockedUntil: number;
  /** From then on another code can be asked for. */
  codeAgainAt: number;
}

export type SignInForm = ReturnType<typeof createSignInForm>;

export const codeLength = 6;
/** Auth sends one address a code a minute; said for every address, so that nobody learns which are invited. */
export const betweenCodesMs = 60_000;

/** The two steps of signing in: an address, then the code that was sent there. The sixth digit sends itself. */
export function createSignInForm({
  port,
  now,
  email = '',
}: {
  port: SignInPort;
  now: () => number;
  /** Somebody who was signed in until now. */
  email?: string;
}) {
  const cell = createCell<SignInState>({
    step: 'email',
    email,
    code: '',
    busy: false,
    problem: null,
    blockedUntil: 0,
    codeAgainAt: 0,
  });
  const change = (part: Partial<SignInState>) => cell.set({ ...cell.get(), ...part });
  const isShut = () => cell.get().busy || now() < cell.get().blockedUntil;

  async function sendCode(): Promise<void> {
    const address = cell.get().email.trim();
    if (isShut()) return;
    if (!looksLikeAddress(address)) return change({ problem: 'bad_address' });
    change({ email: address, busy: true, problem: null });
    const refusal = await port.sendCode(address).catch(unreachable);
    // A code is on its way already, from a moment ago: there is one to type.
    const sentBefore = refusal?.why === 'too_many' && refusal.waitSeconds !== null;
    if (refusal !== null && !sentBefore) return refused(refusal);
    const waitMs = sentBefore ? (refusal.waitSeconds ?? 0) * 1000 : betweenCodesMs;
    change({ step: 'code', code: '', busy: false, codeAgainAt: now() + waitMs });
  }

  async function signIn(): Promise<void> {
    const { email: address, code } = cell.get();
    if (isShut() || code.length < codeLength) return;
    change({ busy: true, problem: null });
    const refusal = await port.signIn(address, code).catch(unreachable);
    // Signed in: the page is on its way, and the form stays shut until it is there.
    if (refusal !== null) refused(refusal);
  }

  function refused(refusal: Refusal): void {
    const wait = refusal.why === 'too_many' ? (refusal.waitSeconds ?? 60) : 0;
    const again = refusal.why === 'unreachable' || refusal.why === 'too_many';
    change({
      busy: false,
      problem: refusal.why,
      blockedUntil: now() + wait * 1000,
      // A wrong code is typed anew; one that never got there is tried again.
      ...(again ? {} : { code: '' }),
    });
  }

  return {
    get: cell.get,
    subscribe: cell.subscribe,
    setEmail: (text: string): void => change({ email: text, problem: null }),
    /** Whatever is typed or pasted: the digits of it count. */
    setCode: (text: string): void => {
      const { busy, code } = cell.get();
      if (busy) return;
      const digits = text.replaceAll(/\D/gu, '').slice(0, codeLength);
      change({ code: digits, problem: null });
      if (digits.length === codeLength && digits !== code) void signIn();
    },
    sendCode,
    signIn,
    another: (): void => change({ step: 'email', code: '', busy: false, problem: null }),
  };
}

const unreachable = (): Refusal => ({ why: 'unreachable' });

/** Only what cannot be one; the rest is for those who send to it. */
const looksLikeAddress = (text: string): boolean => /^[^\s@]+@[^\s@]+\.[^\s@]+$/u.test(text);

import { Lock } from 'lucide-react';
import { useEffect, useRef, useState, type FormEvent, type ReactNode } from 'react';
import { Button } from '../components/ui/button.tsx';
import { Hint, Label } from '../components/ui/fields.tsx';
import { useSpeech } from '../i18n/use-words.tsx';
import { useCell } from '../use-rollcall.ts';
import { CodeField } from './code-field.tsx';
import { codeLength, type SignInForm, type SignInState } from './sign-in-form.ts';
import { StageLayout } from './stage-layout.tsx';

const wide = 'mt-3.5 h-10 w-full text-base';

/** A code by e-mail, and nothing to remember. With `again`, for somebody whose session ended under them. */
export function SignInPage({ form, again = false }: { form: SignInForm; again?: boolean }) {
  const { words } = useSpeech();
  const state = useCell(form);
  return (
    <StageLayout title={state.step === 'email' ? words.signIn.title : words.signIn.codeTitle}>
      {state.step === 'email' ? (
        <EmailStep form={form} state={state} again={again} />
      ) : (
        <CodeStep form={form} state={state} />
      )}
    </StageLayout>
  );
}

function EmailStep({ form, state, again }: { form: SignInForm; state: SignInState; again: boolean }) {
  const { words } = useSpeech();
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  const blocked = useSecondsUntil(state.blockedUntil);
  const failed = state.problem !== null;
  async function send(event: FormEvent): Promise<void> {
    event.preventDefault();
    await form.sendCode();
    // Back to the field that has to be mended.
    if (form.get().problem !== null) field.current?.focus();
  }
  return (
    <form noValidate onSubmit={(event) => void send(event)}>
      <Heading title={again ? words.signIn.expired : words.signIn.title}>
        {again ? words.signIn.expiredLead : words.signIn.lead}
      </Heading>
      <Label htmlFor="sign-in-email">{words.signIn.email}</Label>
      <input
        id="sign-in-email"
        ref={field}
        type="email"
        autoComplete="email"
        autoCapitalize="none"
        spellCheck={false}
        required
        value={state.email}
        aria-invalid={failed ? true : undefined}
        aria-describedby={failed ? 'sign-in-problem' : undefined}
        onChange={(event) => form.setEmail(event.target.value)}
        className="h-10 w-full rounded-md border border-input bg-popover px-2.5 text-base max-sm:h-12 max-sm:text-[16px]"
      />
      <Problem problem={state.problem} seconds={blocked} />
      <Button look="primary" type="submit" className={wide} aria-disabled={state.busy || blocked > 0}>
        {words.signIn.send}
      </Button>
      {again ? null : <p className="mt-3 text-xs text-muted-foreground">{words.signIn.invitation}</p>}
    </form>
  );
}

function CodeStep({ form, state }: { form: SignInForm; state: SignInState }) {
  const { words, format } = useSpeech();
  const field = useRef<HTMLInputElement>(null);
  const blocked = useSecondsUntil(state.blockedUntil);
  const next = useSecondsUntil(state.codeAgainAt);
  useEffect(() => {
    if (!state.busy) field.current?.focus();
  }, [state.busy]);
  const failed = state.problem !== null;
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void form.signIn();
      }}
    >
      <Heading title={words.signIn.codeTitle}>
        {words.signIn.sentTo} <span className="wrap-anywhere text-foreground">{state.email}</span>.{' '}
        {words.signIn.mayTake}
      </Heading>
      <Label htmlFor="sign-in-code">{words.signIn.code}</Label>
      <CodeField
        id="sign-in-code"
        field={field}
        value={state.code}
        busy={state.busy}
        describedBy={failed ? 'sign-in-problem' : undefined}
        onChange={form.setCode}
      />
      <Problem problem={state.problem} seconds={blocked} />
      <Button
        look="primary"
        type="submit"
        className={wide}
        aria-disabled={state.busy || blocked > 0 || state.code.length < codeLength}
      >
        {state.busy ? words.signIn.checking : words.signIn.go}
      </Button>
      <div className="mt-2.5 flex min-h-7 items-center justify-between gap-2 max-sm:min-h-11">
        <Button look="ghost" size="small" className="-ml-2.5" onClick={form.another}>
          {words.signIn.another}
        </Button>
        {next > 0 ? (
          <span className="num text-xs text-muted-foreground">
            {words.signIn.newCodeIn(format.seconds(next))}
          </span>
        ) : (
          <Button
            look="ghost"
            size="small"
            className="-mr-2.5"
            aria-disabled={state.busy}
            onClick={() => void form.sendCode()}
          >
            {words.signIn.newCode}
          </Button>
        )}
      </div>
      <div className="mt-4 flex gap-2.5 rounded-md bg-muted px-3 py-2.5">
        <Lock className="mt-0.5" aria-hidden />
        <p>
          <span className="font-medium">{words.signIn.notInvited}</span>{' '}
          <span className="text-muted-foreground">{words.signIn.notInvitedText}</span>
        </p>
      </div>
    </form>
  );
}

function Heading({ title, children }: { title: string; children: ReactNode }) {
  return (
    <>
      <h1 className="text-xl tracking-[-0.02em]">{title}</h1>
      <p className="mt-0.5 mb-5 text-base text-muted-foreground">{children}</p>
    </>
  );
}

/** Always there, so that it is spoken when its words come. */
function Problem({ problem, seconds }: { problem: SignInState['problem']; seconds: number }) {
  const { words, format } = useSpeech();
  const waits = problem === 'too_many' && seconds > 0;
  return (
    <div role="alert">
      {problem === null ? null : (
        <Hint id="sign-in-problem" failed>
          <span className="num">
            {waits
              ? words.signIn.problems.tooManyWait(format.seconds(seconds))
              : words.signIn.problems[problem]}
          </span>
        </Hint>
      )}
    </div>
  );
}

/** Whole seconds until then, counted down; 0 when it is over. */
function useSecondsUntil(time: number): number {
  const [left, setLeft] = useState(0);
  useEffect(() => {
    const look = () => setLeft(Math.max(0, Math.ceil((time - Date.now()) / 1000)));
    const first = setTimeout(look, 0);
    const timer = setInterval(look, 1000);
    return () => {
      clearTimeout(first);
      clearInterval(timer);
    };
  }, [time]);
  return left;
}

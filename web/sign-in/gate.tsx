import { useEffect, useRef, useState, type ReactNode } from 'react';
import { createPortal } from 'react-dom';
import { Button } from '../components/ui/button.tsx';
import { useSpeech } from '../i18n/use-words.tsx';
import type { Session } from '../supabase/session.ts';
import { useCell } from '../use-rollcall.ts';
import { AccountContext } from './account.ts';
import { RefusedPage } from './refused-page.tsx';
import { createSignInForm } from './sign-in-form.ts';
import { SignInPage } from './sign-in-page.tsx';
import { StageLayout } from './stage-layout.tsx';

const patienceMs = 1000;

/** The page for whoever is signed in; for everybody else the way to that. */
export function Gate({ session, library }: { session: Session; library: () => ReactNode }) {
  const state = useCell(session);
  switch (state.status) {
    case 'loading':
      return <Opening />;
    case 'out':
      return <SigningIn session={session} email="" />;
    case 'refused':
      return <Refused session={session} why={state.why} email={state.person.email} />;
    case 'in':
    case 'expired':
      return (
        <AccountContext
          value={{ email: state.person.email, signOut: () => void session.signOut().catch(() => {}) }}
        >
          {library()}
          {state.status === 'expired' ? (
            <OnTop>
              <SigningIn session={session} email={state.person.email} again />
            </OnTop>
          ) : null}
        </AccountContext>
      );
  }
}

/** The session is read at once, but a token that has ended is renewed first, and that may take. */
function Opening() {
  const { words } = useSpeech();
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), patienceMs);
    return () => clearTimeout(timer);
  }, []);
  if (!late) return null;
  return (
    <StageLayout title={words.signIn.opening}>
      <h1 className="text-xl tracking-[-0.02em]">{words.signIn.opening}</h1>
      <p role="status" className="mt-0.5 text-base text-muted-foreground">
        {words.signIn.openingText}
      </p>
    </StageLayout>
  );
}

function SigningIn({ session, email, again = false }: { session: Session; email: string; again?: boolean }) {
  const [form] = useState(() => createSignInForm({ port: session.port, now: () => Date.now(), email }));
  return <SignInPage form={form} again={again} />;
}

function Refused(props: { session: Session; why: 'not_invited' | 'not_accepted'; email: string }) {
  const { words } = useSpeech();
  return (
    <RefusedPage why={props.why}>
      <p className="mb-3.5 text-muted-foreground">
        {words.signIn.signedInAs} <span className="wrap-anywhere text-foreground">{props.email}</span>
      </p>
      <Button onClick={() => void props.session.signOut().catch(() => {})}>{words.signIn.signOut}</Button>
    </RefusedPage>
  );
}

/**
 * Over everything, an open dialog too, and hiding it: whoever finds the browser sees nothing, and the page beneath
 * stays as it was. The browser's own modal dialog makes the rest inert, which nothing beneath can undo.
 */
function OnTop({ children }: { children: ReactNode }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const { words } = useSpeech();
  useEffect(() => {
    const own = dialog.current;
    own?.showModal();
    // Keys belong to this page alone: the one beneath would close its dialogs or act on its photos.
    const keep = (event: KeyboardEvent) => {
      if (event.key === 'Escape') event.preventDefault();
      if (event.key === 'Escape' || !own?.contains(document.activeElement)) event.stopImmediatePropagation();
    };
    const contain = (event: KeyboardEvent) => event.stopPropagation();
    window.addEventListener('keydown', keep, { capture: true });
    own?.addEventListener('keydown', contain);
    return () => {
      window.removeEventListener('keydown', keep, { capture: true });
      own?.removeEventListener('keydown', contain);
    };
  }, []);
  return createPortal(
    <dialog
      ref={dialog}
      aria-label={words.signIn.expired}
      // There is no way back but signing in; browsers insist at the second Escape.
      onCancel={(event) => event.preventDefault()}
      onClose={() => dialog.current?.showModal()}
      className="pointer-events-auto m-0 h-dvh max-h-none w-screen max-w-none bg-card text-foreground"
    >
      {children}
    </dialog>,
    document.body,
  );
}

import { GoTrueClient } from '@supabase/auth-js';
import { RealtimeClient } from '@supabase/realtime-js';
import type { ReactNode } from 'react';
import { createRollcallClient, type RollcallClient } from '../client.ts';
import { wait } from '../events/wait.ts';
import { browserTarget } from '../export/browser-target.ts';
import { createSaveZip } from '../export/save-zip.ts';
import { createLibrary, renderPage, type PageState } from '../render-page.tsx';
import { Gate } from '../sign-in/gate.tsx';
import { startRollcall } from '../start-rollcall.ts';
import { openTabChannel } from '../tab-channel.ts';
import { createBrowserRecord } from '../upload/browser-record.ts';
import { createSealedRecord } from '../upload/sealed-record.ts';
import { createSentBefore } from '../upload/sent-before.ts';
import { createSupabaseSend, supabaseRequests } from '../upload/supabase-send.ts';
import type { SendFiles } from '../upload/upload-queue.ts';
import { createLooks } from './looks.ts';
import { listenForJobs } from './job-hints.ts';
import { projectFeed } from './project-feed.ts';
import { createProjectFetch } from './project-fetch.ts';
import type { SupabaseProject } from './project.ts';
import { createSession, type Person, type Session } from './session.ts';

/** The page for a Supabase project: people sign in on it, and everything is asked of the project's functions. */
export function startProject(project: SupabaseProject, page: PageState): void {
  const session = createSession({
    auth: openAuth(project),
    others: signOutChannel(),
    forget: forgetSession,
    patience: () => wait(signOutMs, new AbortController().signal),
  });
  let opened: { person: Person; library: ReactNode } | null = null;

  /** One library for one person: for another, or for nobody, the page begins anew and knows nothing. */
  function follow(): void {
    const state = session.get();
    if (state.status === 'in' && opened === null) {
      const { person } = state;
      opened = { person, library: createLibrary(openLibrary({ project, page, session, person })) };
    }
    const isAnother = state.status === 'in' && state.person.id !== opened?.person.id;
    if (opened !== null && (isAnother || state.status === 'out')) window.location.reload();
  }

  session.subscribe(follow);
  follow();
  renderPage(page, <Gate session={session} library={() => opened?.library ?? null} />);
}

function openLibrary(options: {
  project: SupabaseProject;
  page: PageState;
  session: Session;
  person: Person;
}) {
  const { project, session, person, page } = options;
  const functions = `${project.url}/functions/v1`;
  const feedName = `rollcall-${person.id}`;
  const previewsOnly = () => page.preferences.get().previewsOnly;
  const looks = createLooks({ name: `${feedName}-looks`, session });
  const projectFetch = looks.afterWrites(
    createProjectFetch({ fetch: browserFetch, publishableKey: project.publishableKey, session }),
  );
  const client = createRollcallClient({
    baseUrl: `${functions}/rollcall-api`,
    jobsAddress: `${functions}/${project.startFunction}`,
    fetch: projectFetch,
  });
  const realtime = new RealtimeClient(`${project.url.replace(/^http/u, 'ws')}/realtime/v1`, {
    params: { apikey: project.publishableKey },
    accessToken: () => session.token().catch(() => null),
  });
  return startRollcall({
    page,
    client,
    send: withLinks(
      client,
      createSupabaseSend({
        url: project.url,
        headers: async () => ({
          apikey: project.publishableKey,
          authorization: `Bearer ${(await session.token()) ?? ''}`,
        }),
        ownerId: () => Promise.resolve(person.id),
        registerAddress: `${client.uploadAddress}/register`,
        fetch: projectFetch,
        previewsOnly,
      }),
    ),
    requests: supabaseRequests,
    sentBefore: createSentBefore({
      record: createSealedRecord(createBrowserRecord(`rollcall-uploads-${person.id}`)),
      askServer: client.knownPhotos,
      schedule: (run) => void setTimeout(run, 500),
      previewsOnly,
    }),
    originalsMayStay: true,
    saveZip: createSaveZip({
      client,
      // Signed links need no token, and get none.
      fetch: (input, init) =>
        new Request(input).url.startsWith(`${functions}/`)
          ? projectFetch(input, init)
          : browserFetch(input, init),
      target: browserTarget(),
      wait,
    }),
    feedName,
    stream: projectFeed({
      client,
      listen: (listener, signal) =>
        void listenForJobs({ realtime, ownerId: person.id, listener, wait, signal }),
      onLook: looks.listen,
    }),
  });
}

const sessionKey = 'rollcall-session';
const signOutMs = 1000;

/** Beside the session itself the library keeps what belongs to it under names that begin the same. */
function forgetSession(): void {
  for (const key of Object.keys(localStorage)) if (key.startsWith(sessionKey)) localStorage.removeItem(key);
}

const browserFetch: typeof fetch = (input, init) => fetch(input, init);

/** Photos come back from an upload as from everywhere: with addresses that this page can use. */
function withLinks({ resolvePhoto }: RollcallClient, send: SendFiles): SendFiles {
  return async (files, onSent, signal) => {
    const result = await send(files, onSent, signal);
    return { ...result, photos: result.photos.map(resolvePhoto) };
  };
}

function openAuth(project: SupabaseProject): GoTrueClient {
  return new GoTrueClient({
    url: `${project.url}/auth/v1`,
    headers: { apikey: project.publishableKey },
    storageKey: sessionKey,
    // Who opens the link of the mail instead of typing its code is let in too, in this browser only.
    flowType: 'pkce',
    persistSession: true,
    autoRefreshToken: true,
    detectSessionInUrl: true,
  });
}

function signOutChannel() {
  const { post, listen } = openTabChannel<'out'>('rollcall-sign-out');
  return { tell: () => post('out'), listen };
}

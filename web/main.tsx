import type { ReactNode } from 'react';
import { createRollcallClient } from './client.ts';
import { Button } from './components/ui/button.tsx';
import { eventStream } from './events/start-feed.ts';
import { useSpeech } from './i18n/use-words.tsx';
import { createCell, type Cell } from './library/cell.ts';
import { readProblem } from './problem.ts';
import { createLibrary, openPage, renderPage } from './render-page.tsx';
import { RefusedPage } from './sign-in/refused-page.tsx';
import { startRollcall } from './start-rollcall.ts';
import { createBrowserRecord } from './upload/browser-record.ts';
import { createSentBefore } from './upload/sent-before.ts';
import { createServerSend, serverRequests } from './upload/server-send.ts';
import { useCell } from './use-rollcall.ts';
import './styles/app.css';

type Refused = 'elsewhere' | 'not_invited' | null;

// The page as the server beside it serves it. Where people sign in, that is done before, and elsewhere.
const page = openPage();
const refused = createCell<Refused>(null);
const client = createRollcallClient({
  fetch: async (input, init) => {
    const response = await fetch(input, init);
    if (response.status === 401) refused.set('elsewhere');
    if (response.status === 403 && (await readProblem(response.clone())).code === 'not_invited')
      refused.set('not_invited');
    return response;
  },
});
const rollcall = startRollcall({
  page,
  client,
  send: createServerSend(client),
  requests: serverRequests,
  sentBefore: createSentBefore({
    record: createBrowserRecord('rollcall-uploads'),
    askServer: client.knownPhotos,
    schedule: (run) => void setTimeout(run, 500),
  }),
  stream: eventStream(client),
  feedName: 'rollcall',
});
renderPage(page, <IfLetIn why={refused}>{createLibrary(rollcall)}</IfLetIn>);

function IfLetIn(props: { why: Cell<Refused>; children: ReactNode }) {
  const { words } = useSpeech();
  const why = useCell(props.why);
  if (why === null) return props.children;
  return (
    <RefusedPage why={why}>
      <Button onClick={() => window.location.reload()}>{words.app.tryNow}</Button>
    </RefusedPage>
  );
}

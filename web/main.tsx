import type { ReactNode } from 'react';
import { createRollcallClient } from './client.ts';
import { Button } from './components/ui/button.tsx';
import { eventStream } from './events/start-feed.ts';
import { useSpeech } from './i18n/use-words.tsx';
import { createCell, type Cell } from './library/cell.ts';
import { createLibrary, openPage, renderPage } from './render-page.tsx';
import { RefusedPage } from './sign-in/refused-page.tsx';
import { startRollcall } from './start-rollcall.ts';
import { createSendFiles } from './upload/send-files.ts';
import { useCell } from './use-rollcall.ts';
import './styles/app.css';

// The page as the server beside it serves it. Where people sign in, that is done before, and elsewhere.
const page = openPage();
const letIn = createCell(true);
const client = createRollcallClient({
  fetch: async (input, init) => {
    const response = await fetch(input, init);
    if (response.status === 401) letIn.set(false);
    return response;
  },
});
const rollcall = startRollcall({
  page,
  client,
  send: createSendFiles(client.uploadAddress),
  stream: eventStream(client),
  feedName: 'rollcall',
});
renderPage(page, <IfLetIn letIn={letIn}>{createLibrary(rollcall)}</IfLetIn>);

function IfLetIn({ letIn, children }: { letIn: Cell<boolean>; children: ReactNode }) {
  const { words } = useSpeech();
  if (useCell(letIn)) return children;
  return (
    <RefusedPage why="elsewhere">
      <Button onClick={() => window.location.reload()}>{words.app.tryNow}</Button>
    </RefusedPage>
  );
}

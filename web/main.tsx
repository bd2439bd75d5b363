import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { createClient } from './client.ts';
import { startFeed } from './events/start-feed.ts';
import { pickLanguage } from './i18n/language.ts';
import { createPageView } from './page-view.ts';
import { createPreferences } from './preferences.ts';
import { jobChoices } from './rename/job-choices.ts';
import { createRollcall } from './rollcall.ts';
import { adoptSettings } from './settings/adopt-settings.ts';
import { createSendFiles } from './upload/send-files.ts';
import { PageContext } from './use-page.ts';
import { RollcallContext } from './use-rollcall.ts';
import './styles/app.css';

const preferences = createPreferences(browserStorage());
const view = createPageView();
view.photoSize.set(preferences.get().photoSize);
const client = createClient({ fetch: (input, init) => fetch(input, init) });
const rollcall = createRollcall({
  client,
  send: createSendFiles(client.uploadAddress),
  now: () => Date.now(),
  createId: () => crypto.randomUUID(),
  choices: () =>
    jobChoices(preferences.get(), pickLanguage(preferences.get().interfaceLanguage, navigator.languages)),
});
void client
  .settings()
  .then((settings) => adoptSettings(settings, preferences))
  .catch(() => undefined);
startFeed({ client, onMessage: rollcall.take });
setTimeout(rollcall.loadWithoutFeed, 400);

const root = document.querySelector('#root');
if (root) {
  createRoot(root).render(
    <QueryClientProvider
      client={new QueryClient({ defaultOptions: { queries: { refetchOnWindowFocus: false } } })}
    >
      <RollcallContext value={rollcall}>
        <PageContext value={{ view, preferences }}>
          <App />
        </PageContext>
      </RollcallContext>
    </QueryClientProvider>,
  );
}

/** Some browsers forbid storage altogether; then nothing is remembered. */
function browserStorage(): Pick<Storage, 'getItem' | 'setItem'> {
  try {
    return window.localStorage;
  } catch {
    return { getItem: () => null, setItem: () => undefined };
  }
}

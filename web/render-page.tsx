import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { createPageView, type PageView } from './page-view.ts';
import { createPreferences, type PreferenceStore } from './preferences.ts';
import type { Rollcall } from './rollcall.ts';
import { Surroundings } from './surroundings.tsx';
import { PageContext } from './use-page.ts';
import { RollcallContext } from './use-rollcall.ts';

/** The page's own state, whoever is served by it and from wherever. */
export interface PageState {
  view: PageView;
  preferences: PreferenceStore;
}

export function openPage(): PageState {
  const preferences = createPreferences(browserStorage());
  const view = createPageView();
  view.photoSize.set(preferences.get().photoSize);
  return { view, preferences };
}

/** Some browsers forbid storage altogether; then nothing is remembered. */
function browserStorage(): Pick<Storage, 'getItem' | 'setItem'> {
  try {
    return window.localStorage;
  } catch {
    return { getItem: () => null, setItem: () => undefined };
  }
}

/** Puts a screen on the page. */
export function renderPage(page: PageState, screen: ReactNode): void {
  const root = document.querySelector('#root');
  if (!root) return;
  createRoot(root).render(
    <PageContext value={page}>
      <Surroundings>{screen}</Surroundings>
    </PageContext>,
  );
}

const createQueries = () => new QueryClient({ defaultOptions: { queries: { refetchOnWindowFocus: false } } });

/** The library and everything around it, of one person. */
export function Library({ rollcall, queries }: { rollcall: Rollcall; queries: QueryClient }) {
  return (
    <QueryClientProvider client={queries}>
      <RollcallContext value={rollcall}>
        <App />
      </RollcallContext>
    </QueryClientProvider>
  );
}

/** Kept over screens that come and go before it. */
export function createLibrary(rollcall: Rollcall): ReactNode {
  return <Library rollcall={rollcall} queries={createQueries()} />;
}

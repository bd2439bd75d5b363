import { useSyncExternalStore } from 'react';

export type Route = 'library' | 'history' | 'settings' | 'connect';

/** The page's address after the #, so that the server needs to know one address only. */
export function useRoute(): Route {
  return useSyncExternalStore(
    (listener) => {
      window.addEventListener('hashchange', listener);
      return () => window.removeEventListener('hashchange', listener);
    },
    () => routeOf(window.location.hash),
  );
}

export function routeOf(hash: string): Route {
  if (hash.startsWith('#/history')) return 'history';
  if (hash.startsWith('#/connect')) return 'connect';
  return hash.startsWith('#/settings') ? 'settings' : 'library';
}

const addresses: Record<Route, string> = {
  library: '#/',
  history: '#/history',
  settings: '#/settings',
  connect: '#/connect',
};

export function goTo(route: Route): void {
  window.location.hash = addresses[route];
}

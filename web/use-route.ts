import { useSyncExternalStore } from 'react';

export type Route = 'library' | 'history' | 'settings';

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
  return hash.startsWith('#/settings') ? 'settings' : 'library';
}

const addresses: Record<Route, string> = { library: '#/', history: '#/history', settings: '#/settings' };

export function goTo(route: Route): void {
  window.location.hash = addresses[route];
}

import { useSyncExternalStore } from 'react';

export type Route = 'library' | 'history' | 'settings' | 'connect' | 'review' | 'disk';

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

function routeOf(hash: string): Route {
  if (hash.startsWith('#/history')) return 'history';
  if (hash.startsWith('#/connect')) return 'connect';
  if (hash.startsWith('#/review/')) return 'review';
  if (/^#\/disk(?:\/|$)/u.test(hash)) return 'disk';
  return hash.startsWith('#/settings') ? 'settings' : 'library';
}

const addresses: Record<Exclude<Route, 'review'>, string> = {
  library: '#/',
  history: '#/history',
  settings: '#/settings',
  connect: '#/connect',
  disk: '#/disk',
};

export function goTo(route: keyof typeof addresses): void {
  window.location.hash = addresses[route];
}

export const reviewAddress = (jobId: string): string => `#/review/${jobId}`;

/** The job under review; '' where the address names none. */
export const useReviewedJob = (): string => useHashId(/^#\/review\/([\w-]+)/u);

export const diskAddress = (folderId: string): string => `#/disk/${folderId}`;

/** The folder on disk that is open; '' where the address names none. */
export const useOpenDisk = (): string => useHashId(/^#\/disk\/([\w-]+)/u);

function useHashId(pattern: RegExp): string {
  return useSyncExternalStore(
    (listener) => {
      window.addEventListener('hashchange', listener);
      return () => window.removeEventListener('hashchange', listener);
    },
    () => pattern.exec(window.location.hash)?.[1] ?? '',
  );
}

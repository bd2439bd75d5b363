import type { DiskRequests } from './disk-requests.ts';
import { createDiskScreen, type DiskScreen } from './disk-screen.ts';

/** One screen for each folder, as long as the page is open: what was unticked is still so after a look elsewhere. */
export function createDiskScreens(options: {
  disk: DiskRequests;
  now: () => number;
  later: (run: () => void, ms: number) => () => void;
}) {
  const screens = new Map<string, DiskScreen>();
  return {
    of: (id: string): DiskScreen => {
      const screen = screens.get(id) ?? createDiskScreen({ ...options, id });
      screens.set(id, screen);
      return screen;
    },
    forget: (id: string): void => {
      screens.get(id)?.close();
      screens.delete(id);
    },
  };
}

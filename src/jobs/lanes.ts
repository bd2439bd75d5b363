import type { Lane } from '../vision/lane.ts';
import type { Providers } from '../vision/providers.ts';
import type { Lanes } from './slice.ts';

/** Lanes of this process as jobs name them: by provider and model. */
export function createLanes(providers: Pick<Providers, 'resolve' | 'lane'>): Lanes {
  const known = new Map<string, Lane>();
  return {
    laneOf({ provider, model }) {
      const resolved = providers.resolve({ provider, model });
      if (resolved === null) return null;
      const lane = providers.lane(resolved);
      known.set(resolved.lane, lane);
      return lane;
    },
    known: () => known.entries(),
  };
}

/** What a call that was lost in a crash is taken to have cost; null where no call is made (on-device). */
export function createCallCost(providers: Pick<Providers, 'resolve'>) {
  return (provider: string, model: string): number | null => {
    const resolved = providers.resolve({ provider, model });
    return resolved?.onDevice === true ? null : (resolved?.expectedCostNano() ?? 0);
  };
}

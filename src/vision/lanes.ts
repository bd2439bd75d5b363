import type { Clock } from '../clock.ts';
import { createLane, createOpenLane, type Lane } from './lane.ts';
import { createLimiter, type Limiter } from './limiter.ts';
import type { VisionModel } from './vision-model.ts';

export interface LanesOptions {
  readonly clock: Clock;
  readonly random: () => number;
  /** Whether other processes use the same limits: then the `limiters` have to be kept in step with theirs. */
  readonly isShared?: boolean;
  /** A lane has something new to tell. */
  readonly onLaneChange?: (lane: string) => void;
  readonly concurrencyOf: (model: VisionModel) => number;
}

/** One lane per rate limit, made when it is first asked for and kept. */
export function createLanes(options: LanesOptions) {
  const { clock, concurrencyOf } = options;
  const lanes = new Map<string, Lane>();
  const limiters = new Map<string, Limiter>();

  function limitedLane(model: VisionModel): Lane {
    const limiter = createLimiter({
      clock,
      concurrency: concurrencyOf(model),
      random: options.random,
      isShared: options.isShared === true,
      onChange: () => options.onLaneChange?.(model.lane),
    });
    limiters.set(model.lane, limiter);
    options.onLaneChange?.(model.lane);
    return createLane({ model, limiter, clock });
  }

  return {
    of(model: VisionModel): Lane {
      const known = lanes.get(model.lane);
      if (known !== undefined) return known;
      const made = model.onDevice ? createOpenLane(model, concurrencyOf(model)) : limitedLane(model);
      lanes.set(model.lane, made);
      return made;
    },
    /** What keeps the rate of each lane, by lane. */
    limiters: (): Iterable<readonly [string, Limiter]> => limiters.entries(),
    /** Rate headers of any response, as soon as they are there. */
    observe: (lane: string, headers: Headers): void => limiters.get(lane)?.observe(headers),
  };
}

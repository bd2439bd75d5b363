/** The first calls start this far apart: a provider that takes five a second refuses one call, not eleven. */
const gapMs = 10;
/** Further apart where others begin as well, who hear of a refusal a little later. */
const sharedGapMs = 25;

/** The first calls of a lane, as many as it has places: they start one after the other. */
export function createOpening(lane: { places: () => number; sharers: () => number }) {
  let starts = 0;
  let lastStartAt = Number.NEGATIVE_INFINITY;
  let isAnswered = false;

  const isOpening = () => starts < lane.places();

  return {
    /** How long the next call has to wait for the one before it. */
    waitMs(now: number): number {
      const sharers = lane.sharers();
      const gap = sharers === 1 ? gapMs : sharedGapMs * sharers;
      return isOpening() ? Math.max(0, lastStartAt + gap - now) : 0;
    },
    started(now: number): void {
      starts += 1;
      lastStartAt = now;
    },
    answered(): void {
      isAnswered = true;
    },
    /** Nobody knows yet what the provider makes of them. */
    isUnanswered: () => isOpening() && !isAnswered,
  };
}

/** How many calls may be in flight: opened wide, cut when the provider says no, grown back call by call. */
export interface CallWindow {
  /** A whole number, at least 1. */
  size(): number;
  /** `sentAt`: when the refused call started; calls sent before the last cut say nothing new. */
  cut(sentAt: number, now: number): void;
  succeeded(): void;
}

const cutTo = 0.7;
const cutEveryMs = 2000;

export function createCallWindow(widest: number): CallWindow {
  let size = widest;
  let lastCutAt = Number.NEGATIVE_INFINITY;
  return {
    size: () => Math.max(1, Math.floor(size)),
    cut(sentAt, now) {
      if (sentAt <= lastCutAt || now - lastCutAt < cutEveryMs) return;
      size = Math.max(1, size * cutTo);
      lastCutAt = now;
    },
    succeeded() {
      size = Math.min(widest, size + 1 / size);
    },
  };
}

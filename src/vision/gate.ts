/** Closed while nothing may start; after that one call goes first and shows whether the others may follow. */
export interface Gate {
  /** `until` only ever moves later while closed. */
  close(until: number, reason: GateReason): void;
  /** A call may start now. */
  admits(now: number): boolean;
  /** A call starts; true if it is the probe. */
  enter(): boolean;
  /** The probe came back: good news opens the gate, unless it was closed for longer meanwhile. */
  probed(good: boolean, now: number): void;
  /** When the next call may start, null while open. */
  closedUntil(): number | null;
  reason(): GateReason | null;
  /** A probe is under way. */
  isProbing(): boolean;
}

/** `stopped`: the key, the money or the settings are wrong; a short pause lets the job stop before the next call. */
export type GateReason = 'rate_limit' | 'unreachable' | 'stopped';

export function createGate(): Gate {
  let closed: { until: number; reason: GateReason; probing: boolean } | null = null;
  return {
    close(until, reason) {
      const later = Math.max(until, closed?.until ?? 0);
      closed = { until: later, reason, probing: closed?.probing ?? false };
    },
    admits: (now) => closed === null || (now >= closed.until && !closed.probing),
    enter() {
      if (closed === null) return false;
      closed.probing = true;
      return true;
    },
    probed(good, now) {
      if (good && closed !== null && now >= closed.until) closed = null;
      else if (closed !== null) closed.probing = false;
    },
    closedUntil: () => closed?.until ?? null,
    reason: () => closed?.reason ?? null,
    isProbing: () => closed?.probing ?? false,
  };
}

import type { Queue } from '../queue/queue.ts';
import { suspectCrashes } from './begin-alone.ts';
import type { ClaimedItem } from './claim.ts';
import { liveHeld } from './live-held.ts';
import type { Finished } from './settle.ts';
import { workOn, type WorkDependencies } from './work-on.ts';

export interface HeldDependencies extends Omit<WorkDependencies, 'onCall'> {
  readonly queue: Queue;
  readonly onFinished: (finished: Finished) => void;
  /** Something ended, so there may be room again. */
  readonly onChange: () => void;
}

interface Held {
  readonly item: ClaimedItem;
  readonly abort: AbortController;
  /** Its call is under way; until then it only waits for its turn. */
  calling: boolean;
  /** When it was last known to be ours. */
  sureAt: number;
}

const touchMs = 15_000;
/** A lease is 45 s and touched every 15: for so long after a look at the database nobody else can have the item. */
const sureMs = 20_000;

/** The items a worker has claimed and not finished: works on them, keeps their leases, lets go of what was taken away. */
export function createHeldItems(dependencies: HeldDependencies) {
  const { clock, onFinished, onChange } = dependencies;
  const held = new Map<string, Held>();
  let suspect: ClaimedItem | null = null;
  let touchedAt = clock.now();

  function start(item: ClaimedItem): void {
    const entry: Held = { item, abort: new AbortController(), calling: false, sureAt: clock.now() };
    held.set(item.id, entry);
    void work(entry).finally(() => {
      // Its lease may have lapsed and the item have come to this very process again.
      if (held.get(item.id) === entry) held.delete(item.id);
      onChange();
    });
  }

  async function work(entry: Held): Promise<void> {
    const { item } = entry;
    const onCall = () => {
      // This process was stopped, or had no database for long: somebody else may be asking by now.
      if (clock.now() - entry.sureAt > sureMs) entry.abort.abort(new Error('Its lease may be over'));
      else entry.calling = true;
    };
    const result = await workOn({ ...dependencies, onCall }, item, entry.abort.signal);
    onFinished({ item, result });
    // The key or the account is at fault: whatever waits behind it would only meet the same.
    if (result.kind === 'pause') letWaitingGo((other) => other.lane === item.lane);
  }

  function letWaitingGo(which: (item: ClaimedItem) => boolean): void {
    for (const { item, abort, calling } of held.values()) {
      if (!calling && which(item)) abort.abort(new Error('Its job is paused'));
    }
  }

  /** Lets go of items that are canceled or taken over; of paused jobs, those whose call has not begun. */
  async function check(): Promise<void> {
    const items = [...held.values()].map(({ item }) => item);
    if (suspect !== null) items.push(suspect);
    if (items.length === 0) return;
    if (clock.now() - touchedAt >= touchMs) {
      await dependencies.queue.touch(
        'items',
        items.map((item) => item.message),
      );
      touchedAt = clock.now();
    }
    const lookedAt = clock.now();
    const standing = await liveHeld(dependencies.database, items);
    for (const { id, claimNo } of items) {
      const entry = held.get(id);
      if (entry?.item.claimNo !== claimNo) continue;
      if (standing.has(id)) entry.sureAt = lookedAt;
      else entry.abort.abort(new Error('This item was taken away'));
    }
    letWaitingGo((item) => standing.get(item.id) === 'paused');
  }

  return {
    size: () => held.size + (suspect === null ? 0 : 1),
    /** True while an item has to run alone: nothing may be claimed beside it. */
    isAlone: () => suspect !== null,
    perLane: () => Map.groupBy(held.values(), ({ item }) => item.lane),
    check,
    take(items: readonly ClaimedItem[]): void {
      for (const item of items) {
        if (item.crashes < suspectCrashes) start(item);
        else if (suspect === null) suspect = item;
        else onFinished({ item, result: { kind: 'later', seconds: 10, costs: 'nothing', call: null } });
      }
    },
    /** Runs the item that has to be alone, once everything else has ended. */
    runAlone(): void {
      if (suspect === null || held.size > 0) return;
      const item = suspect;
      suspect = null;
      start(item);
    },
    /** Waits for the calls in flight, then aborts what is left; everything unfinished is given back. */
    async finish(
      { graceMs, giveBackNow }: { graceMs: number; giveBackNow: AbortSignal },
      changed: () => Promise<void>,
    ): Promise<void> {
      if (suspect !== null) onFinished({ item: suspect, result: { kind: 'give_back' } });
      suspect = null;
      letWaitingGo(() => true);
      const over = new AbortController();
      const allEnded = (async () => {
        while (held.size > 0) await changed();
      })();
      const graceOver = clock.sleep(graceMs, AbortSignal.any([over.signal, giveBackNow])).catch(() => {});
      await Promise.race([allEnded, graceOver]);
      over.abort(new Error('Ended'));
      for (const { abort } of held.values()) abort.abort(new Error('Shutting down'));
      await allEnded;
    },
  };
}

export type HeldItems = ReturnType<typeof createHeldItems>;

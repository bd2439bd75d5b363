import type { Finished } from './settle.ts';

/** What this process has done since it began; only ever rises. */
export interface WorkCounts {
  /** Results written, late ones too. */
  readonly items: Readonly<Record<'answered' | 'reused' | 'failed', number>>;
  /** Items put back to be tried again: without an attempt counted, after an error, after an unusable answer. */
  readonly retries: Readonly<Record<'waited' | 'error' | 'unusable', number>>;
  /** Items found held by a process that did not come back for them. */
  readonly leasesExpired: number;
  readonly pictures: number;
}

export interface WorkCounters {
  settled(batch: readonly Finished[]): void;
  leasesExpired(count: number): void;
  pictureDone(): void;
  read(): WorkCounts;
}

export function createWorkCounters(): WorkCounters {
  const items = { answered: 0, reused: 0, failed: 0 };
  const retries = { waited: 0, error: 0, unusable: 0 };
  let expired = 0;
  let pictures = 0;
  return {
    settled(batch) {
      for (const { result } of batch) {
        if (result.kind === 'answer') items[result.reused ? 'reused' : 'answered'] += 1;
        else if (result.kind === 'fail') items.failed += 1;
        else if (result.kind === 'later') retries[result.costs === 'nothing' ? 'waited' : result.costs] += 1;
      }
    },
    leasesExpired(count) {
      expired += count;
    },
    pictureDone() {
      pictures += 1;
    },
    read: () => ({ items: { ...items }, retries: { ...retries }, leasesExpired: expired, pictures }),
  };
}

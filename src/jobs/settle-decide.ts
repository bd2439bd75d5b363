import { nameKey } from '../names/name-key.ts';
import { lowerExtension } from '../names/file-name.ts';
import { apartStems } from '../names/tell-apart.ts';
import { styleOf } from '../names/template.ts';
import { stateForSource, type NameSource, type StoredState } from '../photos/photo.ts';
import type { ClaimedItem } from './claim.ts';
import type { Result } from './handle.ts';
import type { ItemStatus, JobStatus } from './job.ts';
import type { PauseReason } from './retry-policy.ts';

/** What the tables say of an item when it is settled, read under its owner's row. */
export interface Standing {
  /** Still processing under the claim the result was made for; a late result writes analysis and cost, nothing else. */
  readonly mine: boolean;
  readonly jobStatus: JobStatus;
  readonly nameRev: number;
  readonly nameSource: NameSource;
  readonly state: StoredState;
  readonly stem: string;
  readonly extension: string;
  readonly baseKey: string;
  readonly folder: string;
  readonly stackId: string | null;
}

/** What happens to the item, and to its photo. */
export interface Verdict {
  readonly status: ItemStatus;
  readonly code: string | null;
  readonly detail: string | null;
  readonly errors: number;
  readonly unusable: number;
  readonly suggestedStem: string | null;
  readonly flags: readonly string[];
  readonly open: boolean;
  readonly reused: boolean;
  /** What an older job proposed for the photo is overtaken by this. */
  readonly closesProposals: boolean;
  /** The name to apply, null if the photo keeps its own. */
  readonly rename: string | null;
  /** A new stored state for the photo, null to leave it. */
  readonly photoState: StoredState | null;
  readonly pause: { reason: PauseReason; detail: string } | null;
}

const nothing: Verdict = {
  status: 'completed',
  code: null,
  detail: null,
  errors: 0,
  unusable: 0,
  suggestedStem: null,
  flags: [],
  open: false,
  reused: false,
  closesProposals: false,
  rename: null,
  photoState: null,
  pause: null,
};

/** Pure: item, result and standing → verdict. Only for results that are still the item's own. */
export function verdictOf(item: ClaimedItem, result: Result, standing: Standing): Verdict {
  const tried = { errors: item.errors, unusable: item.unusable };
  switch (result.kind) {
    case 'give_back':
      return { ...nothing, ...tried, status: 'pending' };
    case 'later':
      return {
        ...nothing,
        status: 'pending',
        errors: tried.errors + (result.costs === 'error' ? 1 : 0),
        unusable: tried.unusable + (result.costs === 'unusable' ? 1 : 0),
      };
    case 'pause':
      return {
        ...nothing,
        ...tried,
        status: 'pending',
        pause: { reason: result.reason, detail: result.detail },
      };
    case 'fail':
      return {
        ...nothing,
        ...tried,
        status: 'error',
        code: result.code,
        detail: result.detail,
        // A name once given or proposed is not hidden behind a later failure; the problem is shown beside it.
        photoState: standing.nameSource === 'upload' && !isProposed(standing.state) ? 'failed' : null,
      };
    case 'answer':
      return answered(item, result, standing);
  }
}

type Answer = Extract<Result, { kind: 'answer' }>;

function answered(item: ClaimedItem, result: Answer, standing: Standing): Verdict {
  const base: Verdict = { ...nothing, reused: result.reused, errors: item.errors, unusable: item.unusable };
  // A failure of an earlier job is over once the photo has an answer.
  const healed: StoredState | null = standing.state === 'failed' ? 'ready' : null;
  if (item.options.apply === 'nothing') return { ...base, photoState: healed };
  if (result.stem === '') return { ...base, status: 'skipped', code: 'nothing_known', photoState: healed };
  if (standing.nameRev !== item.nameRev) return { ...base, status: 'skipped', code: 'renamed_since' };
  const proposal = { ...base, suggestedStem: result.stem, closesProposals: true };
  if (isNamedSo(item, result, standing)) {
    const decided = isProposed(standing.state) ? stateForSource(standing.nameSource) : healed;
    return { ...proposal, code: 'unchanged', photoState: decided };
  }
  if (result.flags.length > 0)
    return { ...proposal, flags: result.flags, open: true, photoState: 'needs_look' };
  if (item.options.apply === 'review') return { ...proposal, open: true, photoState: 'suggested' };
  return { ...proposal, rename: result.stem };
}

/** By the very name, with or without a number, or with a word that tells it apart. */
function isNamedSo(item: ClaimedItem, result: Answer, { extension, baseKey }: Standing): boolean {
  const hasBase = (stem: string) => nameKey(stem, lowerExtension(extension)) === baseKey;
  return (
    hasBase(result.stem) ||
    apartStems(result.stem, result.telling, styleOf(item.options.template)).some(({ stem }) => hasBase(stem))
  );
}

const isProposed = (state: StoredState): boolean => state === 'suggested' || state === 'needs_look';

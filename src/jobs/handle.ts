import { cleanText } from '../names/clean-text.ts';
import { nameFlags } from '../names/name-flags.ts';
import { renderStem } from '../names/render-stem.ts';
import { tellingWords } from '../names/tell-apart.ts';
import { styleOf } from '../names/template.ts';
import { nameValues } from '../photos/name-values.ts';
import { ObjectMissing, StoreUnavailable, type ObjectStore } from '../storage/object-store.ts';
import type {
  Analysis,
  DescribeRequest,
  Facts,
  Outcome,
  Question,
  Usage,
  VisionModel,
} from '../vision/vision-model.ts';
import type { ClaimedItem } from './claim.ts';
import { decide, type PauseReason } from './retry-policy.ts';

/** A call that was made, for the ledger. */
export interface CallMade {
  readonly outcome: Outcome['kind'];
  readonly detail: string | null;
  readonly usage: Usage;
  readonly requestId: string | null;
}

export type Result =
  | {
      readonly kind: 'answer';
      readonly analysis: Analysis;
      readonly reused: boolean;
      readonly factsHash: string;
      /** The name the job's template makes of it, '' if nothing is known to name it by. */
      readonly stem: string;
      /** What tells the photo from others of that name, best first. */
      readonly telling: readonly string[];
      readonly flags: readonly string[];
      readonly call: CallMade | null;
    }
  | { readonly kind: 'fail'; readonly code: string; readonly detail: string; readonly call: CallMade | null }
  | {
      readonly kind: 'later';
      readonly seconds: number;
      readonly costs: 'nothing' | 'error' | 'unusable';
      readonly call: CallMade | null;
    }
  | {
      readonly kind: 'pause';
      readonly reason: PauseReason;
      readonly detail: string;
      readonly call: CallMade | null;
    }
  /** Not finished here (shutdown, cancel): back to where it was, nothing counted. */
  | { readonly kind: 'give_back' };

/** A model with its lane's limiter in front: waits for its turn, then asks once. */
export interface Asker {
  readonly model: VisionModel;
  describe(request: DescribeRequest, signal: AbortSignal, onStart: () => void): Promise<Outcome>;
  /** Whether the lane has answered any photo since then. */
  succeededSince(time: number): boolean;
}

export interface HandleDependencies {
  readonly store: ObjectStore;
  readonly asker: (item: ClaimedItem) => Asker | null;
  readonly factsHash: (facts: Facts) => string;
  /** The call begins; before that the item only waits for its turn. */
  readonly onCall: () => void;
  readonly now: () => number;
  readonly random: () => number;
}

const crashLimit = 5;
const othersWindowMs = 30_000;
const storeAwaySeconds = 10;

/** What becomes of one claimed item. No transaction is open meanwhile; it rejects only for a mistake of ours. */
export async function handle(
  dependencies: HandleDependencies,
  item: ClaimedItem,
  signal: AbortSignal,
): Promise<Result> {
  if (item.crashes >= crashLimit)
    return failed('crashed', 'Its worker ended again and again while it looked at this photo alone.');
  // A RAW file that shows nothing by itself has the name of the JPEG beside it.
  if (item.prepareError !== null && !item.storedOfStack) return failed(item.prepareError, '');
  if (item.stored !== null)
    return answer(item, toAnalysis(item.stored), { reused: true, factsHash: '', call: null });
  const asker = dependencies.asker(item);
  if (asker === null) {
    return {
      kind: 'pause',
      reason: 'config',
      detail: `${item.model} is not set up on this server.`,
      call: null,
    };
  }
  try {
    return await ask(dependencies, { item, asker }, signal);
  } catch (error) {
    if (signal.aborted) return { kind: 'give_back' };
    // Not the photo's fault, and over sooner or later.
    if (error instanceof StoreUnavailable) {
      return { kind: 'later', seconds: storeAwaySeconds, costs: 'nothing', call: null };
    }
    throw error;
  }
}

async function ask(
  { store, factsHash, onCall, now, random }: HandleDependencies,
  { item, asker }: { item: ClaimedItem; asker: Asker },
  signal: AbortSignal,
): Promise<Result> {
  const { model } = asker;
  const preview = model.looks ? await readPreview(store, item) : new Uint8Array();
  // The on-device namer has the facts to go by.
  if (preview === null && !model.onDevice) return failed('file_damaged', 'Its preview is missing.');
  const question: Question = { language: item.options.language, context: item.options.context };
  const facts = model.usesFacts ? factsOf(item) : undefined;
  const outcome = await asker.describe(
    {
      preview: preview ?? new Uint8Array(),
      question,
      attempt: item.unusable + 1,
      ...(facts === undefined ? {} : { facts }),
    },
    signal,
    onCall,
  );
  const call = model.onDevice ? null : callOf(outcome);
  const decision = decide(
    outcome,
    { errors: item.errors, unusable: item.unusable },
    { othersSucceed: asker.succeededSince(now() - othersWindowMs), random: random() },
  );
  if (decision.kind === 'answer') {
    return answer(item, decision.analysis, {
      reused: false,
      factsHash: facts === undefined ? '' : factsHash(facts),
      call,
    });
  }
  return { ...decision, call };
}

async function readPreview(store: ObjectStore, item: ClaimedItem): Promise<Uint8Array | null> {
  if (item.previewKey === null) return null;
  try {
    return await store.read(item.previewKey);
  } catch (error) {
    if (error instanceof ObjectMissing) return null;
    throw error;
  }
}

function answer(
  item: ClaimedItem,
  analysis: Analysis,
  how: { reused: boolean; factsHash: string; call: CallMade | null },
): Result {
  const name = item.options.apply === 'nothing' ? noName : nameOf(item, analysis);
  const flags = nameFlags({ ...analysis, language: item.options.language });
  return { kind: 'answer', analysis, ...name, flags, ...how };
}

interface RenderedName {
  readonly stem: string;
  readonly telling: readonly string[];
}

const noName: RenderedName = { stem: '', telling: [] };

/** Renders the job's template; what a model says of a picture without anything to say is no name. */
function nameOf(item: ClaimedItem, analysis: Analysis): RenderedName {
  if (analysis.problem === 'nothing_known') return noName;
  const { template } = item.options;
  const values = nameValues(
    {
      folder: item.folder,
      stem: '',
      extension: item.extension,
      original_name: item.originalName,
      taken_local: item.takenLocal,
      city: item.city,
      country_code: item.countryCode,
      camera: item.camera,
      answer: { ...analysis, keywords: [...analysis.keywords] },
      language: item.options.language,
    },
    item.options.language,
  );
  return {
    stem: renderStem({ template, values, position: item.position, total: item.jobTotal }),
    telling: tellingWords(values, styleOf(template)),
  };
}

function factsOf(item: ClaimedItem): Facts {
  return {
    takenLocal: item.takenLocal === null ? null : item.takenLocal.slice(0, 19).replace(' ', 'T'),
    city: item.city,
    countryCode: item.countryCode,
    kind: item.kind,
    brightness: item.brightness,
  };
}

const nothingUsed: Usage = { inputTokens: 0, outputTokens: 0, costNano: 0 };

function callOf(outcome: Outcome): CallMade {
  return {
    outcome: outcome.kind,
    detail: 'detail' in outcome ? cleanText(outcome.detail, 300) : null,
    usage: 'usage' in outcome ? outcome.usage : nothingUsed,
    requestId: outcome.kind === 'ok' ? outcome.requestId : null,
  };
}

const problems: readonly Analysis['problem'][] = [
  'none',
  'blank',
  'too_blurry',
  'unreadable',
  'not_a_photo',
  'declined',
  'nothing_known',
];

function toAnalysis(stored: NonNullable<ClaimedItem['stored']>): Analysis {
  return { ...stored, problem: problems.find((problem) => problem === stored.problem) ?? 'none' };
}

const failed = (code: string, detail: string): Result => ({ kind: 'fail', code, detail, call: null });

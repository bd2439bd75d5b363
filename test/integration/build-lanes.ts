import type { Lanes } from '../../src/jobs/slice.ts';
import type { Lane } from '../../src/vision/lane.ts';
import type { Analysis, DescribeRequest, Outcome, VisionModel } from '../../src/vision/vision-model.ts';

/** One call as the test's script sees it. */
export interface Asked {
  /** The photo's bytes as text; `beach#3` is the third picture of a beach. */
  readonly photo: string;
  readonly request: DescribeRequest;
  readonly signal: AbortSignal;
}

export type Script = (asked: Asked) => Outcome | Promise<Outcome>;

export interface ScriptedLanes extends Lanes {
  /** Every call made, in order. */
  readonly calls: Asked[];
  /** What is answered from now on; a title made of what stands before the `#` if nothing is said. */
  script(script: Script): void;
  /** Whether others are said to succeed. */
  othersSucceed(do_: boolean): void;
}

export const usage = { inputTokens: 1000, outputTokens: 100, costNano: 500_000 };

export const analysis = (title: string, more: Partial<Analysis> = {}): Analysis => ({
  subject: title,
  title,
  short: title,
  alt: `A picture of ${title}.`,
  keywords: [title],
  text: '',
  confidence: 'high',
  problem: 'none',
  ...more,
});

export const ok = (title: string, more: Partial<Analysis> = {}): Outcome => ({
  kind: 'ok',
  analysis: analysis(title, more),
  usage,
  requestId: `req-${title.slice(0, 20)}`,
});

export const titled: Script = ({ photo }) => ok(photo.split('#')[0] ?? photo);

/** A lane whose model does what the test says; as many calls at a time as there are items held. */
export function createScriptedLanes(concurrency = 16): ScriptedLanes {
  const calls: Asked[] = [];
  let script: Script = titled;
  let others = true;
  let inFlight = 0;
  const model: VisionModel = {
    provider: 'scripted',
    model: 'm1',
    usesFacts: false,
    onDevice: false,
    looks: true,
    lane: 'scripted:m1',
    async describe(request, signal) {
      signal.throwIfAborted();
      const asked = { photo: new TextDecoder().decode(request.preview), request, signal };
      calls.push(asked);
      return script(asked);
    },
    expectedCostNano: () => 400_000,
  };
  const lane: Lane = {
    model,
    concurrency,
    room: () => Math.max(0, concurrency - inFlight),
    async describe(request, signal, onStart) {
      inFlight += 1;
      try {
        onStart?.();
        return await model.describe(request, signal);
      } finally {
        inFlight -= 1;
      }
    },
    state: () => ({
      window: concurrency,
      inFlight,
      waitingUntil: null,
      reason: null,
      unreachableSince: null,
      rates: null,
    }),
    succeededSince: () => others,
  };
  return {
    calls,
    script: (next) => void (script = next),
    othersSucceed: (do_) => void (others = do_),
    laneOf: ({ provider }) => (provider === 'scripted' ? lane : null),
    known: () => [['scripted:m1', lane] as const],
  };
}

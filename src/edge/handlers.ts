import { z } from 'zod';
import type { Clock } from '../clock.ts';
import { ApiProblem, problemResponse } from '../http/problem.ts';
import { answerCrossOrigin } from './cross-origin.ts';
import type { EdgeConfig } from './edge-config.ts';
import { joinRooms, notReadyDetail } from './join-rooms.ts';
import { createNextSlice, workerNameIn } from './next-slice.ts';
import { createSliceBudget } from './slice-budget.ts';
import { createSlices } from './slices.ts';
import { isWorkerSecret } from './worker-secret.ts';

/** What the platform lends a function. */
export interface EdgeRuntime {
  /** Keeps the isolate alive for work that goes on after the answer. */
  waitUntil(work: Promise<unknown>): void;
  log(line: Readonly<Record<string, unknown>>): void;
}

export interface EdgeHandlers {
  /** `batch-ai-analysis`: creates the job, answers 202 with its id, begins to work on it. */
  createJob(request: Request): Promise<Response>;
  /** `rollcall-api`: everything under `/api/v1`. */
  api(request: Request): Promise<Response>;
  /** `rollcall-worker` and its likes: one slice, for callers that know the secret. */
  worker(request: Request): Promise<Response>;
  /** The isolate is about to be ended: leases are given back if there is time. Nothing depends on it. */
  giveBack(): void;
}

const wishSchema = z.object({ housekeeping: z.boolean().default(false) });

export function createHandlers(options: {
  readonly config: EdgeConfig;
  readonly runtime: EdgeRuntime;
  readonly clock: Clock;
  readonly fetch: typeof fetch;
}): EdgeHandlers {
  const { config, runtime, clock, fetch } = options;
  const ending = new AbortController();
  const onError = (error: unknown, what: string) => {
    if (!ending.signal.aborted) runtime.log({ level: 'error', what, message: messageOf(error) });
  };
  const rooms = joinRooms({ config, fetch, clock, onError });
  const askNext = createNextSlice({ config, fetch, onError });
  let ownName: string | undefined;
  const startNext = () => askNext(ownName);
  const slices = createSlices({
    rooms,
    clock,
    budget: createSliceBudget({
      clock,
      bornAt: clock.now(),
      wallClockMs: config.wallClockMs,
      photos: config.sliceItems,
    }),
    wanted: config.slices,
    startNext,
    onError,
    giveBackNow: ending.signal,
  });

  async function beginHere(): Promise<void> {
    const { slice, work } = await slices.start();
    if (slice === 'busy') await startNext();
    await work;
  }

  const keepHouse = () => rooms.housekeeping().catch((error: unknown) => onError(error, 'housekeeping'));

  const ask = async (request: Request, path: string): Promise<Response> => {
    const url = new URL(request.url);
    url.pathname = path;
    try {
      await rooms.ready();
    } catch (error) {
      onError(error, 'queue');
      return notReady();
    }
    const api = await rooms.api();
    return api.fetch(new Request(url, request));
  };

  return {
    createJob: (request) =>
      answerCrossOrigin(request, async (own) => {
        const response = await ask(own, '/api/v1/jobs');
        if (response.status === 202) runtime.waitUntil(beginHere());
        return response;
      }),
    api: (request) =>
      answerCrossOrigin(request, async (own) => {
        const path = pathInside(own.url);
        const response = await ask(own, path);
        const maybeWork = own.method === 'POST' && response.ok && path.startsWith('/api/v1/jobs');
        if (maybeWork) runtime.waitUntil(startNext());
        return response;
      }),
    async worker(request) {
      if (!(await isWorkerSecret(request, config.workerSecret)))
        return json(401, { code: 'unauthenticated' });
      if (request.method !== 'POST') return json(405, { code: 'method_not_allowed' });
      const wish = wishSchema.catch({ housekeeping: false }).parse(await request.json().catch(() => ({})));
      ownName = workerNameIn(request.url);
      if (wish.housekeeping) runtime.waitUntil(keepHouse());
      const { slice, work } = await slices.start();
      if (work !== null) runtime.waitUntil(work);
      return json(202, { slice });
    },
    giveBack: () => ending.abort(new Error('The isolate ends')),
  };
}

/** `/rollcall-api/api/v1/photos` is how the platform calls it; only the interface itself is reachable. */
function pathInside(address: string): string {
  const path = new URL(address).pathname.replace(/^(?:\/functions\/v1)?\/rollcall-api(?=\/|$)/u, '');
  return path.startsWith('/api/v1/') || path === '/healthz' || path === '/readyz' ? path : '/not-here';
}

const notReady = (): Response =>
  problemResponse(new ApiProblem('not_ready', notReadyDetail), { 'retry-after': '5' });

const json = (status: number, body: object): Response =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } });

/** The causes as well: "the store does not answer" alone helps nobody who looks for why. */
function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined ? error.message : `${error.message} (${messageOf(error.cause)})`;
}

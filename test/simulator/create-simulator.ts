import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { answerReply, readWork, sha256, type Work } from './answer-reply.ts';
import { createContractCheck } from './contract.ts';
import { errorMode, errorReply, noteFailure, type ErrorMode } from './error-reply.ts';
import { findMode, refusedParameter } from './modes.ts';
import { createRateLimits } from './rate-limits.ts';
import { seededRandom } from './seeded-random.ts';
import { sendReply } from './send-reply.ts';
import { closeServer, json, listenOn, readBody } from './server-sockets.ts';
import type { SimulatorOptions } from './simulator-options.ts';
import { createStats, type Stats } from './stats.ts';
import { createTurns } from './turns.ts';

export interface Simulator {
  /** Ends in `/v1`. */
  readonly baseUrl: string;
  readonly origin: string;
  readonly stats: () => Stats;
  readonly configure: (options: SimulatorOptions) => void;
  /** Counts, limits and chance from the start again; the options stay. */
  readonly reset: () => void;
  /** From now on connections are refused, until `listen`. */
  readonly refuse: () => Promise<void>;
  readonly listen: () => Promise<void>;
  readonly close: () => Promise<void>;
}

interface Remembered {
  readonly at: number;
  readonly mode: string;
  readonly status: number | null;
  readonly model: string;
  readonly sha256: string | null;
}

/** An OpenAI-compatible vision server on a port of its own; see the README beside this file. */
export async function createSimulator(
  initial: SimulatorOptions = {},
  now: () => number = Date.now,
): Promise<Simulator> {
  const checkContract = createContractCheck();
  let options = initial;
  let run = newRun(options, now());

  const server = createServer((request, response) => {
    response.on('error', () => undefined);
    route(request, response).catch((error: unknown) => {
      if (!response.headersSent)
        json(response, 500, { error: { message: String(error), type: 'simulator' } });
    });
  });
  const port = await listenOn(server, 0);
  const origin = `http://127.0.0.1:${port}`;

  async function route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = new URL(request.url ?? '/', origin).pathname;
    const body = await readBody(request);
    if (request.method === 'POST' && path === '/v1/chat/completions') return chat(request, response, body);
    if (path === '/v1/models') return json(response, 200, listModels(options));
    if (path === '/__sim/stats') return json(response, 200, run.keeper.stats);
    if (path === '/__sim/requests') return json(response, 200, run.remembered.slice(-100));
    if (path === '/__sim/reset' && request.method === 'POST') {
      run = newRun(options, now());
      return json(response, 200, {});
    }
    if (path === '/__sim/config' && request.method === 'POST') {
      configure(JSON.parse(body.toString() || '{}'));
      return json(response, 200, options);
    }
    json(response, 404, {
      error: { message: `Invalid URL (${request.method} ${path})`, type: 'invalid_request_error' },
    });
  }

  function configure(next: SimulatorOptions): void {
    options = { ...options, ...next };
    run.limits = createRateLimits(options.limits ?? {}, now());
  }

  async function chat(request: IncomingMessage, response: ServerResponse, body: Buffer): Promise<void> {
    const current = run;
    const { keeper } = current;
    const bodyHash = sha256(body);
    const arrivedAt = now();
    keeper.arrived(bodyHash, arrivedAt);
    current.calls += 1;
    const call = {
      index: current.calls,
      luck: current.random(),
      factor: spreadFactor(current.random, options),
    };
    let left = false;
    const leave = () => {
      if (left) return;
      left = true;
      if (!response.writableFinished) keeper.stats.abortedByClient += 1;
      keeper.left();
    };
    response.once('close', leave);
    const work = readWork(body);
    const mode = chooseMode(request, work, call);
    keeper.stats.byMode[mode] = (keeper.stats.byMode[mode] ?? 0) + 1;
    const misbehaviour = findMode(mode, arrivedAt);
    const refusal = misbehaviour?.kind === 'error' ? misbehaviour : refuse(request, work, body.length);
    const verdict = current.limits.charge(work.promptTokens + work.chat.answerTokens, arrivedAt);
    const limit = refusal === null && !verdict.ok ? errorMode('429-no-ra') : null;
    const remembered = { at: arrivedAt, mode, model: work.chat.model, sha256: work.sha256 };
    const failure = refusal ?? limit;
    if (failure !== null) {
      current.remembered.push({ ...remembered, status: failure.status });
      noteFailure(keeper, failure, { limitHeaders: verdict.headers, bodyHash, now: arrivedAt });
      return sendReply(response, errorReply(failure, options.dialect ?? 'openai', verdict.headers), 'plain');
    }
    await current.turns.take(options.parallel ?? Number.POSITIVE_INFINITY);
    try {
      const late =
        misbehaviour?.kind === 'transport' && misbehaviour.how === 'late' ? (options.lateMs ?? 1000) : 0;
      const wait = (options.latencyMs ?? 0) * call.factor + late;
      if (wait > 0) await sleep(wait);
    } finally {
      current.turns.give();
    }
    // A call the client gave up on is done and billed all the same, as with the real ones.
    const reply = answerReply({ work, mode, misbehaviour, previous: current.previous, index: call.index });
    current.previous = work.sha256;
    current.remembered.push({ ...remembered, status: 200 });
    keeper.billed(work.sha256, { input: work.promptTokens, output: reply.outputTokens });
    if (response.destroyed) return;
    const how = misbehaviour?.kind === 'transport' ? misbehaviour.how : 'plain';
    sendReply(response, { ...reply, headers: { ...verdict.headers, ...reply.headers } }, how);
  }

  function chooseMode(request: IncomingMessage, work: Work, call: { index: number; luck: number }): string {
    const header = request.headers['x-sim-mode'];
    const suffix = /\+(.+)$/u.exec(work.chat.model)?.[1];
    const told =
      (typeof header === 'string' ? header : undefined) ??
      suffix ??
      options.poison?.[work.sha256] ??
      options.script?.[String(call.index)];
    if (told !== undefined) return told;
    let luck = call.luck;
    for (const [mode, rate] of Object.entries(options.failures ?? {})) {
      if (luck < rate) return mode;
      luck -= rate;
    }
    return 'ok';
  }

  /** What any careful server checks before it works. */
  function refuse(request: IncomingMessage, work: Work, bytes: number): ErrorMode | null {
    const { stats } = run.keeper;
    if (!work.chat.hasDetail) stats.missingDetail += 1;
    if (work.chat.keys.includes('max_tokens') && work.chat.keys.includes('max_completion_tokens'))
      stats.bothTokenCaps += 1;
    if (/^https?:/u.test(work.chat.imageUrl ?? '')) stats.httpImageUrls += 1;
    if (options.apiKey !== undefined && request.headers.authorization !== `Bearer ${options.apiKey}`)
      return errorMode('401');
    if (bytes > (options.maxBodyBytes ?? 20_000_000)) return errorMode('413-html');
    const rejected = options.rejects?.find(
      (param) => work.chat.keys.includes(param) || work.formats.includes(param),
    );
    if (rejected !== undefined) return refusedParameter(rejected);
    const violation = checkContract(work.parsed);
    if (violation === null) {
      const edge = work.picture === null ? 0 : Math.max(work.picture.width, work.picture.height);
      stats.longestEdge = Math.max(stats.longestEdge, edge);
      return work.picture === null ? errorMode('400-image') : null;
    }
    stats.contractViolations.push(violation);
    const { param, message } = violation;
    return {
      kind: 'error',
      status: 400,
      body: { error: { message, type: 'invalid_request_error', param, code: null } },
    };
  }

  return {
    baseUrl: `${origin}/v1`,
    origin,
    stats: () => run.keeper.stats,
    configure,
    reset: () => {
      run = newRun(options, now());
    },
    refuse: () => closeServer(server),
    listen: async () => void (await listenOn(server, port)),
    close: () => closeServer(server),
  };
}

function newRun(options: SimulatorOptions, startedAt: number) {
  const remembered: Remembered[] = [];
  return {
    keeper: createStats(),
    random: seededRandom(options.seed ?? 1),
    limits: createRateLimits(options.limits ?? {}, startedAt),
    turns: createTurns(),
    calls: 0,
    previous: '',
    remembered,
  };
}

function listModels(options: SimulatorOptions) {
  const data = (options.models ?? ['gpt-sim']).map((id) => ({
    id,
    object: 'model',
    created: 1,
    owned_by: 'simulator',
  }));
  return { object: 'list', data };
}

function spreadFactor(random: () => number, options: SimulatorOptions): number {
  if (options.spread === undefined) return 1;
  // Box and Muller.
  const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return Math.exp(options.spread * normal);
}

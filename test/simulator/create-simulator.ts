import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { answerFor, type SimulatedAnswer } from './answers.ts';
import { languageOf, readChatRequest, type ChatRequest } from './chat-request.ts';
import { createContractCheck } from './contract.ts';
import { findMode, refusedParameter, type Envelope, type Misbehaviour } from './modes.ts';
import { imageTokens, readPicture } from './pictures.ts';
import { createRateLimits } from './rate-limits.ts';
import { seededRandom } from './seeded-random.ts';
import { sendReply, type Reply } from './send-reply.ts';
import type { SimulatorOptions } from './simulator-options.ts';
import { createStats, type Stats } from './stats.ts';

export interface Simulator {
  /** Ends in `/v1`. */
  readonly baseUrl: string;
  readonly origin: string;
  stats(): Stats;
  configure(options: SimulatorOptions): void;
  /** Counts, limits and chance from the start again; the options stay. */
  reset(): void;
  /** From now on connections are refused, until `listen`. */
  refuse(): Promise<void>;
  listen(): Promise<void>;
  close(): Promise<void>;
}

interface Remembered {
  readonly at: number;
  readonly mode: string;
  readonly status: number | null;
  readonly model: string;
  readonly sha256: string | null;
}

/** An OpenAI-compatible vision server on a port of its own; see the README beside this file. */
export async function createSimulator(initial: SimulatorOptions = {}): Promise<Simulator> {
  const checkContract = createContractCheck();
  let options = initial;
  let run = newRun(options);

  const server = createServer((request, response) => {
    response.on('error', () => undefined);
    route(request, response).catch((error: unknown) => {
      if (!response.headersSent) json(response, 500, { error: { message: String(error), type: 'simulator' } });
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
      run = newRun(options);
      return json(response, 200, {});
    }
    if (path === '/__sim/config' && request.method === 'POST') {
      configure(JSON.parse(body.toString() || '{}'));
      return json(response, 200, options);
    }
    json(response, 404, { error: { message: `Invalid URL (${request.method} ${path})`, type: 'invalid_request_error' } });
  }

  function configure(next: SimulatorOptions): void {
    options = { ...options, ...next };
    run.limits = createRateLimits(options.limits ?? {}, Date.now());
  }

  async function chat(request: IncomingMessage, response: ServerResponse, body: Buffer): Promise<void> {
    const current = run;
    const { keeper } = current;
    const bodyHash = sha256(body);
    const arrivedAt = Date.now();
    keeper.arrived(bodyHash, arrivedAt);
    current.calls += 1;
    const call = { index: current.calls, luck: current.random(), factor: spreadFactor(current.random, options) };
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
    const limit = refusal === null && !verdict.ok ? findMode('429-no-ra', arrivedAt) : null;
    const remembered = { at: arrivedAt, mode, model: work.chat.model, sha256: work.sha256 };
    const failure = refusal ?? (limit?.kind === 'error' ? limit : null);
    if (failure !== null) {
      current.remembered.push({ ...remembered, status: failure.status });
      noteFailure(failure, verdict.headers, bodyHash, arrivedAt);
      return sendReply(response, errorReply(failure, verdict.headers), 'plain');
    }
    await current.turns.take(options.parallel ?? Number.POSITIVE_INFINITY);
    try {
      const late = misbehaviour?.kind === 'transport' && misbehaviour.how === 'late' ? (options.lateMs ?? 1000) : 0;
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
      return errorMode(findMode('401', 0));
    if (bytes > (options.maxBodyBytes ?? 20_000_000)) return errorMode(findMode('413-html', 0));
    const rejected = options.rejects?.find((param) => work.chat.keys.includes(param) || work.formats.includes(param));
    if (rejected !== undefined) return errorMode(refusedParameter(rejected));
    const violation = checkContract(work.parsed);
    if (violation === null) {
      const edge = work.picture === null ? 0 : Math.max(work.picture.width, work.picture.height);
      stats.longestEdge = Math.max(stats.longestEdge, edge);
      return work.picture === null ? errorMode(findMode('400-image', 0)) : null;
    }
    stats.contractViolations.push(violation);
    const { param, message } = violation;
    return { kind: 'error', status: 400, body: { error: { message, type: 'invalid_request_error', param, code: null } } };
  }

  function noteFailure(failure: ErrorMode, limitHeaders: Headers_, bodyHash: string, now: number): void {
    const { keeper } = run;
    const code = JSON.stringify(failure.body);
    const isMoney = /insufficient_quota|credit_balance|spend_limit/u.test(code);
    if (failure.status === 401 || isMoney) keeper.stopped(now);
    if (failure.status >= 400 && failure.status < 429) keeper.refusedForGood(bodyHash);
    if (failure.status !== 429 || isMoney) return;
    keeper.stats.throttled += 1;
    const headers = { ...limitHeaders, ...failure.headers };
    const ms = Number(headers['retry-after-ms'] ?? Number(headers['retry-after']) * 1000);
    if (ms > 0) keeper.retryAfter(now + ms, now);
  }

  function errorReply(failure: ErrorMode, limitHeaders: Headers_): Reply {
    const isText = typeof failure.body === 'string';
    const shaped = isText ? failure.body : JSON.stringify(shapeError(failure, options.dialect ?? 'openai'));
    const headers = { 'content-type': isText ? 'text/html' : 'application/json', ...limitHeaders, ...failure.headers };
    return { status: failure.status, headers, body: Buffer.from(String(shaped)) };
  }

  return {
    baseUrl: `${origin}/v1`,
    origin,
    stats: () => run.keeper.stats,
    configure,
    reset: () => {
      run = newRun(options);
    },
    refuse: () => closeServer(server),
    listen: async () => void (await listenOn(server, port)),
    close: () => closeServer(server),
  };
}

type ErrorMode = Extract<Misbehaviour, { kind: 'error' }>;
type Headers_ = Readonly<Record<string, string>>;

function errorMode(mode: Misbehaviour | null): ErrorMode | null {
  return mode?.kind === 'error' ? mode : null;
}

function newRun(options: SimulatorOptions) {
  const remembered: Remembered[] = [];
  return {
    keeper: createStats(),
    random: seededRandom(options.seed ?? 1),
    limits: createRateLimits(options.limits ?? {}, Date.now()),
    turns: createTurns(),
    calls: 0,
    previous: '',
    remembered,
  };
}

interface Work {
  readonly parsed: unknown;
  readonly chat: ChatRequest;
  readonly picture: ReturnType<typeof readPicture>;
  readonly sha256: string;
  readonly promptTokens: number;
  /** `json_schema` where the answer's form is enforced. */
  readonly formats: readonly string[];
}

function readWork(body: Buffer): Work {
  let parsed: unknown = null;
  try {
    parsed = JSON.parse(body.toString());
  } catch {
    // The contract check says what is wrong.
  }
  const chat = readChatRequest(parsed);
  const picture = chat.imageUrl === null ? null : readPicture(chat.imageUrl);
  const promptTokens = Math.ceil(chat.text.length / 4) + 150 + (picture === null ? 0 : imageTokens(picture));
  const formats = body.includes('"type":"json_schema"') ? ['json_schema'] : [];
  return { parsed, chat, picture, promptTokens, formats, sha256: picture === null ? '' : sha256(picture.bytes) };
}

function answerReply(call: {
  readonly work: Work;
  readonly mode: string;
  readonly misbehaviour: Misbehaviour | null;
  readonly previous: string;
  readonly index: number;
}): Reply & { readonly outputTokens: number } {
  const { work, mode, misbehaviour } = call;
  const of = mode === 'off-by-one' ? (call.previous || work.sha256) : work.sha256;
  const answer = answerFor(of, languageOf(work.chat.text));
  const written = writeContent(answer, misbehaviour);
  const outputTokens = Math.ceil(written.text.length / 4);
  const usual: Envelope = {
    id: `chatcmpl-sim-${call.index}`,
    object: 'chat.completion',
    created: 1_790_000_000,
    model: work.chat.model,
    choices: [
      { index: 0, message: { role: 'assistant', content: written.text, refusal: null }, finish_reason: written.finish },
    ],
    usage: {
      prompt_tokens: work.promptTokens,
      completion_tokens: outputTokens,
      total_tokens: work.promptTokens + outputTokens,
    },
  };
  const made = misbehaviour?.kind === 'envelope' ? misbehaviour.make(usual) : usual;
  const text = typeof made === 'string' ? made : JSON.stringify(made);
  const isLatin1 = mode === 'latin1';
  const headers = {
    'content-type': isLatin1 ? 'application/json; charset=iso-8859-1' : 'application/json',
    'x-request-id': `req_sim_${call.index}`,
    ...(misbehaviour?.kind === 'envelope' ? misbehaviour.headers : {}),
  };
  return { status: 200, headers, body: Buffer.from(text, isLatin1 ? 'latin1' : 'utf8'), outputTokens };
}

function writeContent(answer: SimulatedAnswer, mode: Misbehaviour | null): { text: string; finish: string } {
  if (mode?.kind === 'content') return { text: mode.write(answer), finish: mode.finish ?? 'stop' };
  const said = mode?.kind === 'answer' ? mode.change(answer) : answer;
  return { text: JSON.stringify(said), finish: 'stop' };
}

/** The same error as other servers would put it. */
function shapeError(failure: ErrorMode, dialect: NonNullable<SimulatorOptions['dialect']>): unknown {
  const { body, status } = failure;
  const told = typeof body === 'object' && body !== null && 'error' in body ? body.error : null;
  if (dialect === 'openai' || typeof told !== 'object' || told === null) return body;
  const message = 'message' in told ? told.message : '';
  if (dialect === 'lm-studio') return { error: message };
  if (dialect === 'gemini') return [{ error: { ...told, code: status } }];
  return { object: 'error', ...told };
}

function spreadFactor(random: () => number, options: SimulatorOptions): number {
  if (options.spread === undefined) return 1;
  // Box and Muller.
  const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return Math.exp(options.spread * normal);
}

/** Places at the machine: who comes when all are taken waits. */
function createTurns() {
  const waiting: (() => void)[] = [];
  let taken = 0;
  return {
    async take(places: number): Promise<void> {
      if (taken >= places) await new Promise<void>((resolve) => waiting.push(resolve));
      taken += 1;
    },
    give(): void {
      taken -= 1;
      waiting.shift()?.();
    },
  };
}

function listModels(options: SimulatorOptions) {
  const data = (options.models ?? ['gpt-sim']).map((id) => ({ id, object: 'model', created: 1, owned_by: 'simulator' }));
  return { object: 'list', data };
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function listenOn(server: ReturnType<typeof createServer>, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}

function closeServer(server: ReturnType<typeof createServer>): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

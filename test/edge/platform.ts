import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { exportJWK, generateKeyPair, jwtVerify, SignJWT } from 'jose';
import { closeServer, json, listenOn, readBody } from '../simulator/server-sockets.ts';
import { createAuthStandIn, type AuthStandIn } from './auth-stand-in.ts';
import { functions, type FunctionName } from './deno.ts';
import { startIsolate, type Isolate } from './isolate.ts';
import { createRealtimeStandIn, type RealtimeStandIn } from './realtime-stand-in.ts';
import type { Database } from '../../src/database/sql.ts';
import { createStoragePeople } from './storage-people.ts';
import { createStorageStandIn, type StorageStandIn } from './storage-stand-in.ts';

export interface PlatformOptions {
  readonly deno: string;
  readonly root?: string | undefined;
  readonly databaseUrl: string;
  /** Where Realtime reads what is to be told; the functions' database if nothing is said. */
  readonly realtimeUrl?: string;
  /** Where Storage keeps its list of objects and their policies; nobody but the functions may reach them without it. */
  readonly storageDatabase?: Database;
  /** After so long an isolate is ended, in the middle of whatever it does; new requests go elsewhere from half of it on. */
  readonly wallClockMs: number;
  /** Secrets of the functions. */
  readonly secrets: Readonly<Record<string, string>>;
}

export interface Platform {
  readonly url: string;
  readonly storage: StorageStandIn;
  readonly auth: AuthStandIn;
  readonly realtime: RealtimeStandIn;
  readonly workerSecret: string;
  /** A token of this project's Auth. */
  token(sub: string, more?: TokenClaims): Promise<string>;
  /** Calls a function as a page would. */
  call(name: FunctionName, path: string, init?: RequestInit): Promise<Response>;
  /** From now on no function can call another; the schedule of the database still can. */
  breakChain(): void;
  /** Ends the isolates of a function at once. Returns how many there were. */
  killAll(name: FunctionName): Promise<number>;
  /** Tells the isolates of a function that they end soon. */
  warnAll(name: FunctionName): void;
  readonly told: {
    /** Isolates started, and those ended by the wall clock while they were busy. */
    started: number;
    cutOff: number;
    /** Those ended for their CPU, and the most that one used. */
    cutOffByCpu: number;
    mostCpuMs: number;
    /** The most memory that the process of one had. */
    mostBytes: number;
    /** Calls from one function to another. */
    chained: number;
    /** What the functions logged. */
    readonly log: string[];
  };
  close(): Promise<void>;
}

export interface TokenClaims {
  readonly issuer?: string;
  readonly audience?: string;
  readonly expiresAt?: number;
  readonly email?: string;
}

/** From the first on an isolate gets no more requests; at the second it is ended. */
const cpuLimits = { retiredMs: 1000, endedMs: 2000, lookMs: 200 };

const serviceKey = 'sb_secret_of_the_test_project';
/** A call that comes from a function itself; the schedule's and the page's say where they come from. */
const fromOutside = 'x-test-outside';

/** As much of Supabase as the functions meet: the gateway, isolates that live only so long, Auth's keys, Storage. */
export async function createPlatform(options: PlatformOptions): Promise<Platform> {
  const { deno, wallClockMs } = options;
  const workerSecret = 'the worker secret of the test project';
  const keys = await generateKeyPair('ES256');
  const bucket = 'rollcall';
  const claimsOf = (given: string) =>
    jwtVerify(given, keys.publicKey).then(
      ({ payload }) => payload,
      () => null,
    );
  const { storageDatabase } = options;
  const storage = createStorageStandIn({
    bucket,
    key: serviceKey,
    ...(storageDatabase === undefined
      ? {}
      : { people: createStoragePeople({ database: storageDatabase, bucket, claimsOf }) }),
  });
  const jwks = { keys: [{ ...(await exportJWK(keys.publicKey)), alg: 'ES256', kid: 'test' }] };
  const current = new Map<FunctionName, Promise<Isolate>>();
  const alive = new Map<Isolate, { name: FunctionName; timers: NodeJS.Timeout[] }>();
  const told = {
    started: 0,
    cutOff: 0,
    cutOffByCpu: 0,
    mostCpuMs: 0,
    mostBytes: 0,
    chained: 0,
    log: [] as string[],
  };
  let chainBroken = false;
  let closing = false;

  const token = (sub: string, claims: TokenClaims = {}): Promise<string> => {
    const { issuer = `${url}/auth/v1`, audience = 'authenticated', expiresAt, email } = claims;
    return new SignJWT({ role: 'authenticated', ...(email === undefined ? {} : { email }) })
      .setProtectedHeader({ alg: 'ES256', kid: 'test' })
      .setSubject(sub)
      .setIssuer(issuer)
      .setAudience(audience)
      .setExpirationTime(expiresAt ?? Math.floor(Date.now() / 1000) + 3600)
      .sign(keys.privateKey);
  };
  const auth = createAuthStandIn({ token: (id, email) => token(id, { email }), tokenSeconds: 3600 });
  const realtime = createRealtimeStandIn({
    connectionString: options.realtimeUrl ?? options.databaseUrl,
    subjectOf: (given) =>
      jwtVerify(given, keys.publicKey).then(
        ({ payload }) => payload.sub ?? null,
        () => null,
      ),
  });

  const server = createServer((request, response) => {
    route(request, response).catch((error: unknown) => {
      if (!response.headersSent) json(response, 502, { error: String(error) });
      else response.destroy();
    });
  });
  server.on('upgrade', (request, stream) => {
    if (request.url?.startsWith('/realtime/v1/websocket')) realtime.upgrade(request, stream);
    else stream.destroy();
  });
  const url = `http://127.0.0.1:${await listenOn(server, 0)}`;
  const env = {
    SUPABASE_URL: url,
    SUPABASE_DB_URL: options.databaseUrl,
    SUPABASE_SECRET_KEYS: JSON.stringify({ default: serviceKey }),
    ROLLCALL_WORKER_SECRET: workerSecret,
    ROLLCALL_WALL_CLOCK_SECONDS: String(wallClockMs / 1000),
    ...options.secrets,
  };

  async function route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? '/';
    if (path.startsWith('/storage/v1/')) return storage.handle(request, response);
    if (path === '/auth/v1/.well-known/jwks.json') return json(response, 200, jwks);
    if (path.startsWith('/auth/v1/')) return auth.handle(request, response);
    const name = functions.find((one) => new RegExp(`^/functions/v1/${one}(?:[/?]|$)`, 'u').test(path));
    if (name === undefined) return json(response, 404, { error: 'no such function' });
    if (request.headers[fromOutside] === undefined) {
      told.chained += 1;
      if (chainBroken) return json(response, 503, { error: 'the chain is broken' });
    }
    const isolate = await isolateOf(name);
    await forward(request, response, `${isolate.address}${path.slice('/functions/v1'.length)}`);
  }

  function isolateOf(name: FunctionName): Promise<Isolate> {
    const known = current.get(name);
    if (known !== undefined) return known;
    const started = start(name);
    current.set(name, started);
    // One that did not start is nobody's: the next request tries anew.
    started.catch(() => current.get(name) === started && current.delete(name));
    return started;
  }

  async function start(name: FunctionName): Promise<Isolate> {
    told.started += 1;
    let isRetired = false;
    const isolate = await startIsolate(name, {
      deno,
      root: options.root,
      env,
      onLog: (line) => told.log.push(line),
      onIdle: () => {
        if (isRetired) void end(isolate);
      },
    });
    const retire = () => {
      if (isRetired) return;
      isRetired = true;
      current.delete(name);
      if (!isolate.isBusy()) void end(isolate);
    };
    // Real time on purpose: what it ends is a real process, which has a clock and a CPU of its own.
    const timers = [
      setTimeout(retire, wallClockMs / 2),
      setInterval(() => {
        const cpuMs = isolate.cpuMs();
        told.mostCpuMs = Math.max(told.mostCpuMs, cpuMs);
        told.mostBytes = Math.max(told.mostBytes, isolate.mostBytes());
        if (cpuMs >= cpuLimits.retiredMs) retire();
        if (cpuMs < cpuLimits.endedMs) return;
        told.cutOffByCpu += 1;
        void end(isolate);
      }, cpuLimits.lookMs),
      setTimeout(() => {
        if (isolate.isBusy()) told.cutOff += 1;
        void end(isolate);
      }, wallClockMs),
    ];
    alive.set(isolate, { name, timers });
    if (closing) {
      // Not by `end`, which would wait for this very start.
      for (const timer of timers) clearInterval(timer);
      alive.delete(isolate);
      await isolate.kill();
    }
    return isolate;
  }

  async function end(isolate: Isolate): Promise<void> {
    const entry = alive.get(isolate);
    if (entry === undefined) return;
    alive.delete(isolate);
    // Either kind.
    for (const timer of entry.timers) clearInterval(timer);
    if ((await current.get(entry.name)?.catch(() => null)) === isolate) current.delete(entry.name);
    await isolate.kill();
  }

  const aliveOf = (name: FunctionName) =>
    [...alive].filter(([, entry]) => entry.name === name).map(([isolate]) => isolate);

  return {
    url,
    storage,
    workerSecret,
    auth,
    realtime,
    token,
    call: (name, path, init = {}) => {
      const headers = new Headers(init.headers);
      headers.set(fromOutside, 'yes');
      return fetch(`${url}/functions/v1/${name}${path}`, { ...init, headers });
    },
    breakChain: () => void (chainBroken = true),
    killAll: async (name) => {
      const found = aliveOf(name);
      await Promise.all(found.map(end));
      return found.length;
    },
    warnAll: (name) => {
      for (const isolate of aliveOf(name)) isolate.warn();
    },
    told,
    async close() {
      closing = true;
      await realtime.close();
      await Promise.all([...alive.keys()].map(end));
      await closeServer(server);
    },
  };
}

async function forward(request: IncomingMessage, response: ServerResponse, to: string): Promise<void> {
  const method = request.method ?? 'GET';
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) {
    const isHop = ['host', 'connection', 'content-length', 'transfer-encoding', fromOutside].includes(name);
    if (!isHop && typeof value === 'string') headers.set(name, value);
  }
  const body = method === 'GET' || method === 'HEAD' ? null : new Uint8Array(await readBody(request));
  const answer = await fetch(to, { method, headers, body });
  const bytes = Buffer.from(await answer.arrayBuffer());
  const hop = new Set(['connection', 'transfer-encoding', 'content-encoding', 'content-length']);
  response.writeHead(
    answer.status,
    Object.fromEntries([...answer.headers].filter(([name]) => !hop.has(name))),
  );
  response.end(bytes);
}

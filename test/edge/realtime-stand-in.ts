import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { acceptSocket, type Socket } from './web-socket.ts';

export interface RealtimeStandIn {
  upgrade(request: IncomingMessage, stream: Duplex): void;
  /** Closes every line and refuses new ones, until it is up again. */
  setDown(isDown: boolean): void;
  readonly told: { joined: number; refused: number; sent: number };
  close(): Promise<void>;
}

type Message = readonly [
  joinRef: string | null,
  ref: string | null,
  topic: string,
  event: string,
  payload: object,
];

interface Joined {
  readonly socket: Socket;
  readonly joinRef: string | null;
  readonly topic: string;
}

/** Supabase Realtime at the network edge: private topics, let in by the policies, told what `realtime.send` wrote. */
export function createRealtimeStandIn(options: {
  connectionString: string;
  /** Whose token it is; null if it is nobody's. */
  subjectOf: (token: string) => Promise<string | null>;
}): RealtimeStandIn {
  const joined = new Set<Joined>();
  const sockets = new Set<Socket>();
  const told = { joined: 0, refused: 0, sent: 0 };
  let isDown = false;
  const over = new AbortController();

  /** Not before somebody joins: most projects of the tests have no page. */
  let opened: Promise<Client> | null = null;
  const open = (): Promise<Client> =>
    (opened ??= (async () => {
      const client = new Client({ connectionString: options.connectionString });
      client.on('error', () => {});
      await client.connect();
      return client;
    })());

  /** What the real one does: a row of that topic, seen through the policies or not. */
  async function mayRead(subject: string, topic: string): Promise<boolean> {
    const client = await open();
    await client.query('begin');
    try {
      await client.query(
        `insert into realtime.messages (topic, extension, private) values ($1, 'broadcast', true)`,
        [topic],
      );
      await client.query(
        `select set_config('role', 'authenticated', true), set_config('realtime.topic', $1, true),
           set_config('request.jwt.claims', $2, true)`,
        [topic, JSON.stringify({ sub: subject, role: 'authenticated' })],
      );
      const { rowCount } = await client.query('select from realtime.messages where topic = $1', [topic]);
      return (rowCount ?? 0) > 0;
    } finally {
      await client.query('rollback');
    }
  }

  async function join(socket: Socket, [joinRef, ref, topic, , payload]: Message): Promise<void> {
    const answer = (status: 'ok' | 'error', response: object) =>
      socket.send(JSON.stringify([joinRef, ref, topic, 'phx_reply', { status, response }]));
    const { access_token: token = '' } = payload as { access_token?: string };
    const subject = await options.subjectOf(token);
    const name = topic.replace(/^realtime:/u, '');
    if (subject === null || !(await mayRead(subject, name))) {
      told.refused += 1;
      return answer('error', {
        reason: `Unauthorized: You do not have permissions to read from this Channel topic: ${name}`,
      });
    }
    told.joined += 1;
    joined.add({ socket, joinRef, topic });
    answer('ok', { postgres_changes: [] });
  }

  let asking: Promise<unknown> = Promise.resolve();
  function hear(socket: Socket, text: string): void {
    const message = JSON.parse(text) as Message;
    const [joinRef, ref, topic, event] = message;
    const ok = () =>
      socket.send(JSON.stringify([joinRef, ref, topic, 'phx_reply', { status: 'ok', response: {} }]));
    if (event === 'phx_join') asking = asking.then(() => join(socket, message)).catch(() => {});
    if (event === 'phx_leave') {
      for (const one of joined) if (one.socket === socket && one.topic === topic) joined.delete(one);
      ok();
    }
    if (event === 'heartbeat') ok();
  }

  async function broadcast(): Promise<void> {
    if (joined.size === 0) return;
    const client = await open();
    const { rows } = await client.query<{ topic: string; event: string; payload: object }>(
      'delete from realtime.messages where private returning topic, event, payload',
    );
    for (const { topic, event, payload } of rows) {
      for (const { socket, joinRef, topic: theirs } of joined) {
        if (theirs !== `realtime:${topic}`) continue;
        told.sent += 1;
        socket.send(
          JSON.stringify([joinRef, null, theirs, 'broadcast', { type: 'broadcast', event, payload }]),
        );
      }
    }
  }

  const running = (async () => {
    while (!over.signal.aborted) {
      asking = asking.then(broadcast).catch(() => {});
      await asking;
      await sleep(50, undefined, { signal: over.signal }).catch(() => {});
    }
  })();

  return {
    told,
    upgrade(request, stream) {
      if (isDown) return void stream.destroy();
      const socket = acceptSocket(request, stream, {
        text: (text) => hear(socket, text),
        close: () => {
          sockets.delete(socket);
          for (const one of joined) if (one.socket === socket) joined.delete(one);
        },
      });
      sockets.add(socket);
    },
    setDown(down) {
      isDown = down;
      if (down) for (const socket of sockets) socket.close();
    },
    async close() {
      over.abort();
      for (const socket of sockets) socket.close();
      await running;
      await (await opened?.catch(() => null))?.end();
    },
  };
}

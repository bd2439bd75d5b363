import { connect, createServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { createSecureContext, TLSSocket } from 'node:tls';

const readyForQuery = 'Z'.charCodeAt(0);
const idle = 'I'.charCodeAt(0);
const discardAll = message('Q', Buffer.from('discard all\0'));
const tooManyClients = message(
  'E',
  Buffer.from('SFATAL\0VFATAL\0C53300\0MMax client connections reached\0\0'),
);

const sslRequest = Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]);
const notEncrypted = message('E', Buffer.from('SFATAL\0VFATAL\0C08P01\0MSSL connection is required\0\0'));

/** What a server shows of itself, as PEM. */
export interface ServerCertificate {
  readonly key: string;
  readonly cert: string;
}

export interface Pooler {
  readonly connectionString: string;
  /** Most clients at the same time so far. */
  mostClients(): number;
  /** What has been agreed on with those that came encrypted, as `TLSv1.3`. */
  readonly protocols: ReadonlySet<string>;
  /** From now on new clients are told that there are too many, or let in again; those it has are cut off once. */
  refuse(isFull: boolean): void;
  /** Cuts everybody off and lets nobody in for so long, as PostgreSQL does when it is started again. */
  restart(downMs: number): Promise<void>;
  close(): Promise<void>;
}

/**
 * A pooler in transaction mode as its clients feel it: after each transaction the session has forgotten everything that
 * was set, prepared, listened to or locked for longer, as if the next one ran on somebody else's connection.
 */
export async function startPooler(
  connectionString: string,
  /** With one, only those are let in who ask for encryption first, as a project does that enforces it. */
  certificate: ServerCertificate | null = null,
): Promise<Pooler> {
  const target = new URL(connectionString);
  const sockets = new Set<Socket>();
  let clients = 0;
  let most = 0;
  let isFull = false;
  let isDown = false;
  const cutAll = () => {
    for (const socket of sockets) socket.destroy();
  };
  const protocols = new Set<string>();
  const secure = certificate === null ? null : createSecureContext(certificate);
  const server = createServer((client) => {
    client.on('error', () => {});
    if (isDown) return void client.destroy();
    if (isFull) return void client.once('data', () => client.end(tooManyClients));
    if (secure === null) return begin(client);
    client.once('data', (data) => {
      if (!data.equals(sslRequest)) return void client.end(notEncrypted);
      client.write('S');
      const encrypted = new TLSSocket(client, { isServer: true, secureContext: secure });
      encrypted.on('error', () => {});
      encrypted.once('secure', () => protocols.add(encrypted.getProtocol() ?? ''));
      begin(encrypted);
    });
  });

  function begin(client: Socket): void {
    const database = connect(Number(target.port), target.hostname);
    clients += 1;
    most = Math.max(most, clients);
    client.once('close', () => (clients -= 1));
    for (const socket of [client, database]) {
      sockets.add(socket);
      socket.setNoDelay(true);
      socket.on('error', () => {});
      socket.once('close', () => {
        sockets.delete(socket);
        client.destroy();
        database.destroy();
      });
    }
    joinClient(client, database);
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const pooled = new URL(connectionString);
  pooled.port = String(typeof address === 'object' && address !== null ? address.port : 0);
  pooled.hostname = '127.0.0.1';
  return {
    connectionString: pooled.href,
    mostClients: () => most,
    protocols,
    refuse(full) {
      isFull = full;
      if (full) cutAll();
    },
    async restart(downMs) {
      isDown = true;
      cutAll();
      await sleep(downMs);
      isDown = false;
    },
    async close() {
      cutAll();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

function joinClient(client: Socket, database: Socket): void {
  let discarding = false;
  let begun = false;
  let waiting: Buffer[] = [];
  let left: Buffer = Buffer.alloc(0);
  client.on('data', (data) => {
    if (discarding) waiting.push(data);
    else database.write(data);
  });
  database.on('data', (data) => {
    left = Buffer.concat([left, data]);
    while (left.length >= 5) {
      const length = 1 + left.readUInt32BE(1);
      if (left.length < length) return;
      take(left.subarray(0, length));
      left = left.subarray(length);
    }
  });

  function take(one: Buffer): void {
    const isReady = one[0] === readyForQuery;
    if (discarding) {
      // Of what the pooler asked itself the client hears nothing, but that it may go on.
      if (!isReady) return;
      discarding = false;
      client.write(one);
      for (const data of waiting) database.write(data);
      waiting = [];
      return;
    }
    // The first one ends the sign-in.
    if (isReady && one[5] === idle && begun) {
      discarding = true;
      database.write(discardAll);
      return;
    }
    begun ||= isReady;
    client.write(one);
  }
}

function message(type: string, body: Buffer): Buffer {
  const head = Buffer.alloc(5);
  head.write(type, 0, 'latin1');
  head.writeUInt32BE(4 + body.length, 1);
  return Buffer.concat([head, body]);
}

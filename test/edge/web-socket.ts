import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';

export interface Socket {
  send(text: string): void;
  close(): void;
}

/** The server's end of one WebSocket, as far as text goes (RFC 6455). */
export function acceptSocket(
  request: IncomingMessage,
  stream: Duplex,
  on: { text: (text: string) => void; close: () => void },
): Socket {
  const key = `${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`;
  const accept = createHash('sha1').update(key).digest('base64');
  stream.write(
    `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
  );
  let rest = Buffer.alloc(0);
  let parts: Buffer[] = [];
  stream.on('error', () => stream.destroy());
  stream.on('close', on.close);
  stream.on('data', (chunk: Buffer) => {
    rest = Buffer.concat([rest, chunk]);
    for (let frame = readFrame(rest); frame !== null; frame = readFrame(rest)) {
      rest = rest.subarray(frame.bytes);
      if (frame.opcode === 0x8) return void stream.end();
      if (frame.opcode === 0x9) stream.write(writeFrame(0xa, frame.payload));
      if (frame.opcode > 0x2) continue;
      parts.push(frame.payload);
      if (!frame.isLast) continue;
      const whole = Buffer.concat(parts);
      parts = [];
      on.text(whole.toString());
    }
  });
  return {
    send: (text) => void stream.write(writeFrame(0x1, Buffer.from(text))),
    close: () => stream.destroy(),
  };
}

function readFrame(bytes: Buffer) {
  if (bytes.length < 2) return null;
  const short = bytes.readUInt8(1) & 0x7f;
  const head = 2 + (short === 126 ? 2 : short === 127 ? 8 : 0);
  if (bytes.length < head + 4) return null;
  const length =
    short === 126 ? bytes.readUInt16BE(2) : short === 127 ? Number(bytes.readBigUInt64BE(2)) : short;
  if (bytes.length < head + 4 + length) return null;
  const mask = bytes.subarray(head, head + 4);
  const payload = Buffer.from(bytes.subarray(head + 4, head + 4 + length));
  for (const [at, byte] of payload.entries()) payload[at] = byte ^ (mask[at % 4] ?? 0);
  const first = bytes.readUInt8(0);
  return { opcode: first & 0x0f, isLast: (first & 0x80) !== 0, payload, bytes: head + 4 + length };
}

function writeFrame(opcode: number, payload: Buffer): Buffer {
  const head = Buffer.alloc(payload.length < 126 ? 2 : 4);
  head.writeUInt8(0x80 | opcode, 0);
  if (payload.length < 126) head.writeUInt8(payload.length, 1);
  else {
    head.writeUInt8(126, 1);
    head.writeUInt16BE(payload.length, 2);
  }
  return Buffer.concat([head, payload]);
}

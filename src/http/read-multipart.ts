import { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { Busboy, type BusboyFileStream, type BusboyHeaders } from '@fastify/busboy';
import type { Context } from 'hono';
import type { IncomingFile } from '../photos/intake.ts';
import { ApiProblem } from './problem.ts';

/** A request may carry this many files; the page sends far fewer at a time. */
const maxFiles = 2000;

/**
 * Files of a multipart body as they arrive, never whole in memory: the next part is read once the one before has
 * been. A field `path` in front of a file is the folder it comes from.
 */
export async function* readMultipart(c: Context): AsyncGenerator<IncomingFile> {
  const source = bodyStream(c);
  const parts: IncomingFile[] = [];
  let failure: Error | null = null;
  let ended = false;
  let wake = () => {};
  const parser = createParser(c);
  let folder = '';
  const open = new Set<BusboyFileStream>();
  parser.on('field', (name: string, value: string) => {
    if (name === 'path') folder = value;
  });
  parser.on('file', (name: string, stream: BusboyFileStream, filename: string | undefined) => {
    open.add(stream);
    // Its reader hears of errors too; without a listener of ours one that nobody reads would end the process.
    stream.on('error', () => {}).on('close', () => open.delete(stream));
    if (name === 'file') parts.push({ filename: filename ?? '', folder, body: stream });
    else stream.resume();
    folder = '';
    wake();
  });
  const fail = (error: unknown) => {
    failure ??= error instanceof Error ? error : new Error(String(error));
    ended = true;
    // Whoever reads a part must not wait for bytes that never come.
    for (const stream of open) stream.destroy(failure);
    wake();
  };
  parser.on('error', fail);
  parser.on('finish', () => {
    ended = true;
    wake();
  });
  source.on('error', fail);
  source.on('aborted', () => fail(new Error('The upload broke off')));
  source.pipe(parser);
  try {
    for (;;) {
      const next = parts.shift();
      if (next !== undefined) yield next;
      else if (ended) break;
      else await new Promise<void>((resolve) => (wake = resolve));
    }
  } finally {
    source.unpipe(parser);
    source.resume();
  }
  if (failure !== null) throw new ApiProblem('malformed_multipart');
}

function createParser(c: Context): InstanceType<typeof Busboy> {
  const contentType = c.req.header('content-type') ?? '';
  if (!contentType.startsWith('multipart/form-data')) throw new ApiProblem('unsupported_media_type');
  const headers: BusboyHeaders = { 'content-type': contentType };
  try {
    return new Busboy({
      headers,
      limits: { files: maxFiles, fieldSize: 8192, fields: maxFiles, parts: 2 * maxFiles },
    });
  } catch (error) {
    throw new ApiProblem('malformed_multipart', error instanceof Error ? error.message : undefined);
  }
}

/** Under Node's server the socket itself; elsewhere (tests) the request's web stream. */
function bodyStream(c: Context): Readable {
  const env: unknown = c.env;
  if (
    typeof env === 'object' &&
    env !== null &&
    'incoming' in env &&
    env.incoming instanceof IncomingMessage
  ) {
    return env.incoming;
  }
  const { body } = c.req.raw;
  if (body === null) throw new ApiProblem('malformed_multipart', 'There is no body.');
  return Readable.from(readChunks(body));
}

async function* readChunks(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = body.getReader();
  for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
}

import type { ObjectStart } from './object-store.ts';
import { NothingInRange, type SupabaseSend } from './supabase-request.ts';

/** Asks for the beginning only; whoever answers with more is not listened to any further. */
export async function readSupabaseStart(
  send: SupabaseSend,
  path: string,
  length: number,
): Promise<ObjectStart> {
  // A range counts bytes as they are stored, so they must not be compressed on their way.
  const headers = { range: `bytes=0-${length - 1}`, 'accept-encoding': 'identity' };
  try {
    return await send({ method: 'GET', path, headers }, async (answer) => {
      const head = await takeBytes(answer.body, length);
      const total = /\/(\d+)$/u.exec(answer.headers.get('content-range') ?? '')?.[1];
      const bytes = Number(total ?? answer.headers.get('content-length') ?? head.byteLength);
      const storedAt = Date.parse(answer.headers.get('last-modified') ?? '');
      return { head, bytes, storedAt: Number.isNaN(storedAt) ? null : storedAt };
    });
  } catch (error) {
    if (error instanceof NothingInRange) return { head: new Uint8Array(), bytes: 0, storedAt: null };
    throw error;
  }
}

async function takeBytes(body: ReadableStream<Uint8Array> | null, most: number): Promise<Uint8Array> {
  const taken = new Uint8Array(most);
  let length = 0;
  // Leaving the loop cancels the stream.
  for await (const part of body ?? []) {
    const fits = part.subarray(0, most - length);
    taken.set(fits, length);
    length += fits.byteLength;
    if (length === most) break;
  }
  return taken.subarray(0, length);
}

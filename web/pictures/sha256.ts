import { toHex } from '../../src/hex.ts';
import type { OpenFile } from './blob-file.ts';

const blockBytes = 64;
const pieceBytes = 8 * 1024 * 1024;

/** SHA-256 of a file in hexadecimal. The browser's own wants all bytes at once, so a large file is hashed in pieces. */
export async function hashFile(file: OpenFile): Promise<string> {
  if (file.bytes) return toHex(new Uint8Array(await crypto.subtle.digest('SHA-256', file.bytes)));
  const hash = createSha256();
  for (let at = 0; at < file.size; at += pieceBytes) hash.update(await file.read(at, pieceBytes));
  return toHex(hash.digest());
}

/** FIPS 180-4, fed piece by piece. */
export function createSha256() {
  const state = Uint32Array.from(firstState);
  const rest = new Uint8Array(blockBytes);
  const words = new Uint32Array(64);
  let restBytes = 0;
  let total = 0;

  function compress(bytes: Uint8Array, at: number): void {
    for (let index = 0, from = at; index < 16; index += 1, from += 4)
      words[index] =
        ((bytes[from] ?? 0) << 24) |
        ((bytes[from + 1] ?? 0) << 16) |
        ((bytes[from + 2] ?? 0) << 8) |
        (bytes[from + 3] ?? 0);
    for (let index = 16; index < 64; index += 1) {
      const early = words[index - 15] ?? 0;
      const late = words[index - 2] ?? 0;
      const s0 = rotate(early, 7) ^ rotate(early, 18) ^ (early >>> 3);
      const s1 = rotate(late, 17) ^ rotate(late, 19) ^ (late >>> 10);
      words[index] = ((words[index - 16] ?? 0) + s0 + (words[index - 7] ?? 0) + s1) | 0;
    }
    mix(state, words);
  }

  function update(bytes: Uint8Array): void {
    total += bytes.length;
    let at = 0;
    if (restBytes > 0) {
      at = Math.min(bytes.length, blockBytes - restBytes);
      rest.set(bytes.subarray(0, at), restBytes);
      restBytes += at;
      if (restBytes < blockBytes) return;
      compress(rest, 0);
      restBytes = 0;
    }
    for (; at + blockBytes <= bytes.length; at += blockBytes) compress(bytes, at);
    rest.set(bytes.subarray(at));
    restBytes = bytes.length - at;
  }

  return {
    update,
    digest: (): Uint8Array => {
      const bits = BigInt(total) * 8n;
      const padding = new Uint8Array((restBytes < 56 ? 56 : 120) - restBytes + 8);
      padding[0] = 0x80;
      new DataView(padding.buffer).setBigUint64(padding.length - 8, bits);
      update(padding);
      const result = new DataView(new ArrayBuffer(32));
      for (const [index, word] of state.entries()) result.setUint32(index * 4, word);
      return new Uint8Array(result.buffer);
    },
  };
}

const rotate = (word: number, by: number) => (word >>> by) | (word << (32 - by));

function mix(state: Uint32Array, words: Uint32Array): void {
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state;
  for (let round = 0; round < 64; round += 1) {
    const s1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
    const choice = (e & f) ^ (~e & g);
    const one = (h + s1 + choice + (constants[round] ?? 0) + (words[round] ?? 0)) | 0;
    const s0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22);
    const majority = (a & b) ^ (a & c) ^ (b & c);
    h = g;
    g = f;
    f = e;
    e = (d + one) | 0;
    d = c;
    c = b;
    b = a;
    a = (one + s0 + majority) | 0;
  }
  for (const [index, word] of [a, b, c, d, e, f, g, h].entries())
    state[index] = ((state[index] ?? 0) + word) | 0;
}

/** The first 32 bits behind the point of the square roots of the first eight primes … */
const firstState = firstPrimes(8).map((prime) => fraction(Math.sqrt(prime)));
/** … and of the cube roots of the first 64. */
const constants = Uint32Array.from(firstPrimes(64), (prime) => fraction(Math.cbrt(prime)));

function fraction(root: number): number {
  return Math.floor((root - Math.floor(root)) * 2 ** 32);
}

function firstPrimes(count: number): number[] {
  const primes: number[] = [];
  for (let n = 2; primes.length < count; n += 1) if (primes.every((prime) => n % prime !== 0)) primes.push(n);
  return primes;
}

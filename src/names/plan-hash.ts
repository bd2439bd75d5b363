/** What a plan says of one photo. */
export interface PlannedName {
  readonly photoId: string;
  readonly from: string;
  readonly to: string;
  readonly status: string;
}

/**
 * The plan in 16 hex digits: two plans with the same hash say the same. It tells a stale preview from a fresh one
 * and guards against nothing else (FNV-1a, 64 bit, in two halves, since BigInt is slow).
 */
export function planHash(rows: readonly PlannedName[]): string {
  let high = 0xcbf29ce4;
  let low = 0x84222325;
  const feed = (byte: number) => {
    low = (low ^ byte) >>> 0;
    // Times 2^40 + 0x1b3, modulo 2^64.
    const product = low * 0x1b3;
    high = (Math.imul(high, 0x1b3) + Math.imul(low, 0x100) + Math.floor(product / 0x1_0000_0000)) >>> 0;
    low = product >>> 0;
  };
  for (const { photoId, from, to, status } of rows) {
    const line = `${photoId}\0${from}\0${to}\0${status}\n`;
    for (let index = 0; index < line.length; index += 1) {
      const unit = line.charCodeAt(index);
      feed(unit & 0xff);
      feed(unit >>> 8);
    }
  }
  return high.toString(16).padStart(8, '0') + low.toString(16).padStart(8, '0');
}

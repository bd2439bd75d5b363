import type { Clock } from '../clock.ts';
import { assertObjectKey } from './object-key.ts';
import { StoreUnavailable, type WantedLink } from './object-store.ts';
import type { SupabaseSend } from './supabase-request.ts';

const dayMs = 86_400_000;
/** All links made on one day end together, 7 to 8 days later. */
const daysGood = 8;
/** One made before is given out again while it is good for so long. */
const leastDaysLeft = 6;
/** As many as one request may name. */
const signedAtOnce = 1000;
/** About 2 MB. */
const mostRemembered = 4000;
const timeoutMs = 3000;
/** After a failure nobody waits for the next one. */
const awayMs = 10_000;

export interface SupabaseLinksOptions {
  readonly publicUrl: string;
  readonly bucket: string;
  readonly send: SupabaseSend;
  readonly clock: Pick<Clock, 'now'>;
}

interface Known {
  readonly address: string;
  readonly until: number;
}

/**
 * Signed addresses. Storage writes the second of signing into each, so two of the same object differ and a browser
 * would fetch it twice: this process keeps what it was given, and gives the same again.
 */
export function createSupabaseLinks({ publicUrl, bucket, send, clock }: SupabaseLinksOptions) {
  const known = new Map<string, Known>();
  let awayUntil = 0;

  async function sign(keys: readonly string[], until: number): Promise<ReadonlyMap<string, Known>> {
    if (clock.now() < awayUntil) throw new StoreUnavailable('Storage did not sign links a moment ago.');
    const expiresIn = Math.ceil((until - clock.now()) / 1000);
    try {
      const answer = await send(
        {
          method: 'POST',
          path: `sign/${encodeURIComponent(bucket)}`,
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ expiresIn, paths: keys }),
          signal: AbortSignal.timeout(timeoutMs),
          tries: 1,
        },
        (response): Promise<unknown> => response.json(),
      );
      const signed = Array.isArray(answer) ? answer.flatMap(readSigned) : [];
      return new Map(
        signed.map(({ path, signedURL }) => [
          path,
          { address: `${publicUrl}/storage/v1${signedURL}`, until },
        ]),
      );
    } catch (error) {
      awayUntil = clock.now() + awayMs;
      throw new StoreUnavailable('Storage does not sign links.', { cause: error });
    }
  }

  function remember(signed: ReadonlyMap<string, Known>): void {
    for (const [key, link] of signed) known.set(key, link);
    for (const key of known.keys()) {
      if (known.size <= mostRemembered) return;
      known.delete(key);
    }
  }

  return async (wanted: readonly WantedLink[]): Promise<(string | null)[]> => {
    for (const { key } of wanted) assertObjectKey(key);
    const now = clock.now();
    const links = new Map<string, Known>();
    for (const { key } of wanted) {
      const link = known.get(key);
      if (link !== undefined && link.until - now > leastDaysLeft * dayMs) links.set(key, link);
    }
    const missing = [...new Set(wanted.map(({ key }) => key))].filter((key) => !links.has(key));
    const until = (Math.floor(now / dayMs) + daysGood) * dayMs;
    const lots = Array.from({ length: Math.ceil(missing.length / signedAtOnce) }, (_, i) =>
      missing.slice(i * signedAtOnce, (i + 1) * signedAtOnce),
    );
    for (const signed of await Promise.all(lots.map((lot) => sign(lot, until)))) {
      for (const [key, link] of signed) links.set(key, link);
      remember(signed);
    }
    return wanted.map(({ key, downloadAs }) => {
      const link = links.get(key);
      if (link === undefined) return null;
      return downloadAs === undefined
        ? link.address
        : `${link.address}&download=${encodeURIComponent(downloadAs)}`;
    });
  };
}

/** One of the answer's entries; of an object that is not there it has no address. */
function readSigned(entry: unknown): { path: string; signedURL: string }[] {
  if (typeof entry !== 'object' || entry === null || !('path' in entry) || !('signedURL' in entry)) return [];
  const { path, signedURL } = entry;
  return typeof path === 'string' && typeof signedURL === 'string' ? [{ path, signedURL }] : [];
}

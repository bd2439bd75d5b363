/** The header that only the worker's callers know. Not `authorization`: the platform's gateway reads that one itself. */
export const workerSecretHeader = 'x-rollcall-worker';

/** Compares by hash, so that the time it takes tells nothing of how much of a guess is right. */
export async function isWorkerSecret(request: Request, secret: string): Promise<boolean> {
  const given = request.headers.get(workerSecretHeader) ?? '';
  const [left, right] = await Promise.all([digest(given), digest(secret)]);
  return left.every((byte, index) => byte === right[index]);
}

const digest = async (text: string): Promise<Uint8Array> =>
  new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)));

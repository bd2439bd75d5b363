import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

export interface SignedRequest {
  readonly method: string;
  /** As it stands in the request line, still encoded. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Uint8Array;
}

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly region: string;
}

const longestSkewMs = 15 * 60_000;
const form =
  /^AWS4-HMAC-SHA256 Credential=(?<id>[^/]+)\/(?<day>\d{8})\/(?<region>[^/]+)\/s3\/aws4_request, ?SignedHeaders=(?<signed>[^,]+), ?Signature=(?<signature>[0-9a-f]{64})$/u;

/**
 * Signature Version 4 as the documentation of S3 describes it, written without the library that signs. Answers with the
 * code of the error, or null where all is well.
 */
export function verifySignature(
  request: SignedRequest,
  credentials: Credentials,
  now: number,
): string | null {
  const { id, day, region, signed, signature } =
    form.exec(request.headers['authorization'] ?? '')?.groups ?? {};
  if (id === undefined || day === undefined || signed === undefined || signature === undefined)
    return 'AccessDenied';
  if (id !== credentials.accessKeyId) return 'InvalidAccessKeyId';
  if (region !== credentials.region) return 'AuthorizationHeaderMalformed';
  const stamp = request.headers['x-amz-date'] ?? '';
  const sentAt = Date.parse(
    stamp.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/u, '$1-$2-$3T$4:$5:$6Z'),
  );
  if (!(Math.abs(now - sentAt) <= longestSkewMs) || !stamp.startsWith(day)) return 'RequestTimeTooSkewed';
  const names = signed.split(';');
  if (!names.includes('host') || hasUnsigned(request, names)) return 'AccessDenied';
  const payload = request.headers['x-amz-content-sha256'] ?? '';
  const expected = sign(canonical(request, names, payload), {
    stamp,
    day,
    region,
    secret: credentials.secretAccessKey,
  });
  if (!timingSafeEqual(Buffer.from(expected), Buffer.from(signature))) return 'SignatureDoesNotMatch';
  if (payload === 'UNSIGNED-PAYLOAD' || payload === sha256(request.body)) return null;
  return 'XAmzContentSHA256Mismatch';
}

/** What begins with x-amz- must be signed, or it could be put in on the way. */
function hasUnsigned({ headers }: SignedRequest, names: readonly string[]): boolean {
  return Object.keys(headers).some((name) => name.startsWith('x-amz-') && !names.includes(name));
}

function canonical(
  { method, target, headers }: SignedRequest,
  names: readonly string[],
  payload: string,
): string {
  const [path = '', search = ''] = target.split('?');
  const query = search
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => (pair.includes('=') ? pair : `${pair}=`))
    .toSorted();
  const lines = names.map((name) => `${name}:${(headers[name] ?? '').trim().replaceAll(/\s+/gu, ' ')}\n`);
  return [method, path, query.join('&'), lines.join(''), names.join(';'), payload].join('\n');
}

function sign(
  request: string,
  { stamp, day, region, secret }: { stamp: string; day: string; region: string; secret: string },
): string {
  const text = ['AWS4-HMAC-SHA256', stamp, `${day}/${region}/s3/aws4_request`, sha256(request)].join('\n');
  const keys = [day, region, 's3', 'aws4_request'];
  const key = keys.reduce<string | Buffer>((last, part) => hmac(last, part), `AWS4${secret}`);
  return hmac(key, text).toString('hex');
}

const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();
const sha256 = (data: string | Uint8Array) => createHash('sha256').update(data).digest('hex');

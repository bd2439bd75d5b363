import { ObjectMissing, ObjectTooLarge, StoreFull, StoreUnavailable } from './object-store.ts';
import { readElement } from './s3-xml.ts';

/** The store understood and said no; asking again would not help. */
export class S3Refused extends Error {
  override name = 'S3Refused';
  readonly status: number;
  readonly code: string;
  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/** What to do when the store says no, by its code; servers agree on these much more than on the status. */
const advice: Readonly<Record<string, string>> = {
  NoSuchBucket: 'The bucket does not exist: look at S3_BUCKET and S3_ENDPOINT.',
  InvalidAccessKeyId: 'It does not know S3_ACCESS_KEY_ID.',
  SignatureDoesNotMatch: 'S3_SECRET_ACCESS_KEY does not belong to S3_ACCESS_KEY_ID.',
  AccessDenied: 'The key may not do this: it needs to get, put, delete and list objects of the bucket.',
  RequestTimeTooSkewed: 'The clock of this machine is wrong.',
  PermanentRedirect: 'The bucket is in another region: look at S3_REGION and S3_ENDPOINT.',
  AuthorizationHeaderMalformed: 'The region may be another one: look at S3_REGION.',
};

const fullCodes = new Set([
  'XMinioStorageFull',
  'XMinioAdminBucketQuotaExceeded',
  'QuotaExceeded',
  'InsufficientStorage',
]);
const passingCodes = new Set([
  'SlowDown',
  'InternalError',
  'ServiceUnavailable',
  'RequestTimeout',
  'BadDigest',
  'XAmzContentSHA256Mismatch',
  'IncompleteBody',
]);

export interface S3Answer {
  readonly status: number;
  /** The body where there is one; of a good answer only where it was asked for. */
  readonly text: string;
}

/** Whether to ask again is known here alone: `StoreUnavailable` says yes, everything else no. */
export function failureOf({ status, text }: S3Answer, what: string): Error {
  const code = readElement(text, 'Code') ?? '';
  const said = `The object store answered ${[status, code].filter((part) => part !== '').join(' ')} to ${what}.`;
  if (status === 507 || fullCodes.has(code)) return new StoreFull('The object store is full.');
  if (status === 413 || code === 'EntityTooLarge') return new ObjectTooLarge(said);
  if (status === 404 && (code === 'NoSuchKey' || code === '')) return new ObjectMissing(said);
  if (status >= 500 || status === 429 || status === 408 || passingCodes.has(code)) {
    return new StoreUnavailable(said);
  }
  return new S3Refused(status, code, [said, advice[code]].filter((part) => part !== undefined).join(' '));
}

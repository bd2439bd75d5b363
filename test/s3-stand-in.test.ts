import { afterAll, beforeAll, expect, test } from 'vitest';
import { createS3StandIn } from './s3-stand-in/create-s3-stand-in.ts';
import { verifySignature } from './s3-stand-in/verify-signature.ts';

/** From Amazon's documentation of Signature Version 4 for S3, "GET Object". */
const published = {
  method: 'GET',
  target: '/test.txt',
  headers: {
    host: 'examplebucket.s3.amazonaws.com',
    range: 'bytes=0-9',
    'x-amz-content-sha256': 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    'x-amz-date': '20130524T000000Z',
    authorization:
      'AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,' +
      'SignedHeaders=host;range;x-amz-content-sha256;x-amz-date,' +
      'Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41',
  },
  body: new Uint8Array(),
};
const credentials = {
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  region: 'us-east-1',
};
const then = Date.parse('2013-05-24T00:00:00Z');

test('the published example of a signature is found right', () => {
  expect(verifySignature(published, credentials, then + 60_000)).toBeNull();
});

test.for([
  ['another path', { target: '/other.txt' }, 'SignatureDoesNotMatch'],
  ['another method', { method: 'DELETE' }, 'SignatureDoesNotMatch'],
  ['something in the query', { target: '/test.txt?acl' }, 'SignatureDoesNotMatch'],
  ['another body', { body: Buffer.from('x') }, 'XAmzContentSHA256Mismatch'],
  ['a header put in', { headers: { ...published.headers, 'x-amz-acl': 'public-read' } }, 'AccessDenied'],
  ['a changed header', { headers: { ...published.headers, range: 'bytes=0-99' } }, 'SignatureDoesNotMatch'],
  ['no signature', { headers: {} }, 'AccessDenied'],
] as const)('%s is refused', ([, change, code]) => {
  expect(verifySignature({ ...published, ...change }, credentials, then)).toBe(code);
});

test('another secret, key or region and an old signature are refused', () => {
  const verify = (change: object, now = then) =>
    verifySignature(published, { ...credentials, ...change }, now);
  expect(verify({ secretAccessKey: 'guessed' })).toBe('SignatureDoesNotMatch');
  expect(verify({ accessKeyId: 'other' })).toBe('InvalidAccessKeyId');
  expect(verify({ region: 'eu-west-1' })).toBe('AuthorizationHeaderMalformed');
  expect(verify({}, then + 16 * 60_000)).toBe('RequestTimeTooSkewed');
});

let standIn: Awaited<ReturnType<typeof createS3StandIn>>;
beforeAll(async () => {
  standIn = await createS3StandIn();
});
afterAll(async () => await standIn.close());

test('a request without a signature gets nothing', async () => {
  const response = await fetch(`${standIn.endpoint}/photos/a`, { method: 'PUT', body: 'x' });
  expect(response.status).toBe(403);
  expect(standIn.objects.size).toBe(0);
});

import { createHash } from 'node:crypto';
import { bodyParts, type Part } from './body-parts.ts';
import { ObjectMissing, StoreUnavailable, type PutOptions, type Stored } from './object-store.ts';
import { failureOf, S3Refused } from './s3-failure.ts';
import type { S3Send } from './s3-request.ts';
import { escapeXml, readElement } from './s3-xml.ts';

/** Every S3 takes parts of 5 MiB and more, R2 only if all but the last are as large; what fits in one part is one PUT. */
export const partBytes = 8 * 1024 * 1024;

interface Upload {
  readonly send: S3Send;
  readonly key: string;
  readonly options: PutOptions;
}

/** Stores a body of unknown length, of which at most one part is in memory. */
export async function uploadObject(
  { send, key, options }: Upload,
  body: AsyncIterable<Uint8Array> | Uint8Array,
): Promise<Stored> {
  const hash = createHash('sha256');
  let bytes = 0;
  const parts = bodyParts(body, {
    ...options,
    partBytes,
    onBytes: (chunk) => {
      hash.update(chunk);
      bytes += chunk.byteLength;
    },
  });
  const first = await parts.next();
  if (first.done === true) throw new Error('A body has at least one part');
  if (first.value.isLast) {
    const sha256 = hash.digest();
    await putObject({ send, key, options }, first.value.bytes, sha256.toString('hex'));
    return { bytes, sha256: new Uint8Array(sha256) };
  }
  await putInParts({ send, key, options }, first.value, { rest: parts, size: () => bytes });
  return { bytes, sha256: new Uint8Array(hash.digest()) };
}

async function putObject({ send, key, options }: Upload, body: Part['bytes'], sha256: string): Promise<void> {
  await send(
    { method: 'PUT', key, body, sha256, signal: options.signal },
    async (response) => void (await response.text()),
  );
}

/** The object exists only once the store has been told which parts belong to it; before that, any failure takes all back. */
async function putInParts(
  upload: Upload,
  first: Part,
  { rest, size }: { rest: AsyncGenerator<Part>; size: () => number },
): Promise<void> {
  const { send, key, options } = upload;
  const uploadId = await send(
    { method: 'POST', key, query: { uploads: '' }, signal: options.signal },
    async (response) => readElement(await response.text(), 'UploadId'),
  );
  if (uploadId === null) throw new StoreUnavailable(`The object store gave no upload for ${key}.`);
  try {
    const tags = [await putPart(upload, { uploadId, number: 1, bytes: first.bytes })];
    for await (const { bytes } of rest) {
      tags.push(await putPart(upload, { uploadId, number: tags.length + 1, bytes }));
    }
    options.signal?.throwIfAborted();
    await complete(upload, { uploadId, tags, size: size() });
  } catch (error) {
    // If this fails as well, the bucket's rule for unfinished uploads removes them.
    await send({ method: 'DELETE', key, query: { uploadId } }, async () => {}).catch(() => {});
    throw error;
  }
}

async function putPart(
  { send, key, options }: Upload,
  { uploadId, number, bytes: body }: { uploadId: string; number: number; bytes: Part['bytes'] },
): Promise<string> {
  const sha256 = createHash('sha256').update(body).digest('hex');
  const query = { partNumber: String(number), uploadId };
  return await send({ method: 'PUT', key, query, body, sha256, signal: options.signal }, async (response) => {
    await response.text();
    const tag = response.headers.get('etag');
    if (tag === null) throw new StoreUnavailable(`The object store gave no tag for a part of ${key}.`);
    return tag;
  });
}

/** Not called off by the signal: half of "is it there or not" would be unknown. */
async function complete(
  { send, key }: Upload,
  { uploadId, tags, size }: { uploadId: string; tags: readonly string[]; size: number },
): Promise<void> {
  const parts = tags.map(
    (tag, index) => `<Part><PartNumber>${index + 1}</PartNumber><ETag>${escapeXml(tag)}</ETag></Part>`,
  );
  const body = new TextEncoder().encode(
    `<CompleteMultipartUpload>${parts.join('')}</CompleteMultipartUpload>`,
  );
  const sha256 = createHash('sha256').update(body).digest('hex');
  try {
    await send({ method: 'POST', key, query: { uploadId }, body, sha256 }, async (response) => {
      const text = await response.text();
      // It may begin with 200 and end in an error, since putting together takes its time.
      if (!text.includes('<CompleteMultipartUploadResult'))
        throw failureOf({ status: 500, text }, `POST ${key}`);
    });
  } catch (error) {
    if (!isUploadGone(error) || (await storedSize(send, key)) !== size) throw error;
    // Only its answer was lost, and the try after it found the upload finished.
  }
}

const isUploadGone = (error: unknown) => error instanceof S3Refused && error.code === 'NoSuchUpload';

async function storedSize(send: S3Send, key: string): Promise<number | null> {
  try {
    return await send({ method: 'HEAD', key }, async (response) =>
      Number(response.headers.get('content-length')),
    );
  } catch (error) {
    if (error instanceof ObjectMissing) return null;
    throw error;
  }
}

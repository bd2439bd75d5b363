import { isObjectKey } from './object-key.ts';
import type { ListedObject } from './object-store.ts';
import type { S3Call, S3Send } from './s3-request.ts';
import { readElement, readElements } from './s3-xml.ts';

/** Lists by pages of a thousand (ListObjectsV2); the keys are those of the bucket, without what stands before ours. */
export async function* listObjects(
  send: S3Send,
  { before, folder, after }: { before: string; folder: string; after: string | undefined },
): AsyncGenerator<ListedObject> {
  const first = { 'list-type': '2', prefix: `${before}${folder}/` };
  let query: NonNullable<S3Call['query']> =
    after === undefined ? first : { ...first, 'start-after': before + after };
  for (;;) {
    const page = await send({ method: 'GET', key: '', query }, async (response) => await response.text());
    for (const entry of readElements(page, 'Contents')) {
      const key = (readElement(entry, 'Key') ?? '').slice(before.length);
      const storedAt = Date.parse(readElement(entry, 'LastModified') ?? '');
      if (isObjectKey(key) && !Number.isNaN(storedAt)) yield { key, storedAt };
    }
    const next = readElement(page, 'NextContinuationToken');
    if (readElement(page, 'IsTruncated') !== 'true' || next === null) return;
    query = { ...first, 'continuation-token': next };
  }
}

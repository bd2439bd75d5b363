import { createHash, randomUUID } from 'node:crypto';

export interface Reply {
  readonly status: number;
  readonly body?: string | Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface BucketRequest {
  readonly method: string;
  readonly key: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Uint8Array;
}

interface UnfinishedUpload {
  readonly key: string;
  readonly parts: Map<number, { readonly bytes: Uint8Array; readonly tag: string }>;
}

const smallestPart = 5 * 1024 * 1024;
const codes: Readonly<Record<string, number>> = {
  NoSuchKey: 404,
  NoSuchUpload: 404,
  InvalidPart: 400,
  EntityTooSmall: 400,
  InvalidDigest: 400,
  MethodNotAllowed: 405,
};

export const problem = (code: string, status = codes[code] ?? 403): Reply => ({
  status,
  body: `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${code}</Message></Error>`,
});

/** One bucket in memory: objects, multipart uploads, lists and deletions, as strict as the real ones. */
export function createBucket({ now, pageSize }: { now: () => number; pageSize: number }) {
  const objects = new Map<string, Uint8Array>();
  const storedAt = new Map<string, number>();
  const uploads = new Map<string, UnfinishedUpload>();

  function answer(request: BucketRequest): Reply {
    const { method, key, query } = request;
    const uploadId = query.get('uploadId');
    if (key === '')
      return method === 'GET'
        ? list(query)
        : query.has('delete')
          ? deleteMany(request)
          : problem('MethodNotAllowed');
    if (method === 'POST' && query.has('uploads')) return begin(key);
    if (uploadId !== null) return inUpload(request, uploadId);
    if (method === 'PUT') {
      keep(key, request.body);
      return { status: 200, headers: { etag: tagOf(request.body) } };
    }
    if (method === 'DELETE') return (objects.delete(key), { status: 204 });
    const object = objects.get(key);
    if (object === undefined) return method === 'HEAD' ? { status: 404 } : problem('NoSuchKey');
    const headers = { etag: tagOf(object), 'content-type': 'application/octet-stream' };
    return { status: 200, headers, body: object };
  }

  function keep(key: string, bytes: Uint8Array): void {
    objects.set(key, bytes);
    storedAt.set(key, now());
  }

  function begin(key: string): Reply {
    const id = randomUUID();
    uploads.set(id, { key, parts: new Map() });
    return xml(
      `<InitiateMultipartUploadResult><Key>${key}</Key><UploadId>${id}</UploadId></InitiateMultipartUploadResult>`,
    );
  }

  function inUpload({ method, key, query, body }: BucketRequest, id: string): Reply {
    const upload = uploads.get(id);
    if (upload === undefined || upload.key !== key) return problem('NoSuchUpload');
    if (method === 'DELETE') return (uploads.delete(id), { status: 204 });
    if (method === 'PUT') {
      upload.parts.set(Number(query.get('partNumber')), { bytes: body, tag: tagOf(body) });
      return { status: 200, headers: { etag: tagOf(body) } };
    }
    return finish(id, upload, Buffer.from(body).toString());
  }

  function finish(id: string, { key, parts }: UnfinishedUpload, wanted: string): Reply {
    const named = [...wanted.matchAll(/<PartNumber>(\d+)<\/PartNumber><ETag>([^<]*)<\/ETag>/gu)];
    const chosen = named.map(([, number, tag]) => {
      const part = parts.get(Number(number));
      return part?.tag === tag?.replaceAll('&quot;', '"') ? part : undefined;
    });
    if (chosen.length === 0 || chosen.includes(undefined)) return problem('InvalidPart');
    const whole = chosen.flatMap((part) => (part === undefined ? [] : [part.bytes]));
    if (whole.slice(0, -1).some((part) => part.byteLength < smallestPart)) return problem('EntityTooSmall');
    keep(key, Buffer.concat(whole));
    uploads.delete(id);
    return xml(`<CompleteMultipartUploadResult><Key>${key}</Key></CompleteMultipartUploadResult>`);
  }

  function deleteMany({ headers, body }: BucketRequest): Reply {
    if (headers['content-md5'] !== createHash('md5').update(body).digest('base64'))
      return problem('InvalidDigest');
    for (const [, key = ''] of Buffer.from(body)
      .toString()
      .matchAll(/<Key>([^<]*)<\/Key>/gu))
      objects.delete(key);
    return xml('<DeleteResult></DeleteResult>');
  }

  /** The last key of a page is the token of the next one. */
  function list(query: URLSearchParams): Reply {
    const after = query.get('continuation-token') ?? query.get('start-after') ?? '';
    const keys = [...objects.keys()]
      .filter((key) => key.startsWith(query.get('prefix') ?? '') && key > after)
      .toSorted();
    const shown = keys.slice(0, Number(query.get('max-keys') ?? pageSize));
    const contents = shown.map((key) => {
      const modified = new Date(storedAt.get(key) ?? now()).toISOString();
      return `<Contents><Key>${key}</Key><LastModified>${modified}</LastModified></Contents>`;
    });
    const isTruncated = shown.length < keys.length;
    const next = isTruncated ? `<NextContinuationToken>${shown.at(-1)}</NextContinuationToken>` : '';
    return xml(
      `<ListBucketResult><IsTruncated>${isTruncated}</IsTruncated><KeyCount>${shown.length}</KeyCount>${next}${contents.join('')}</ListBucketResult>`,
    );
  }

  return { answer, objects, storedAt, uploads };
}

const xml = (body: string): Reply => ({ status: 200, body, headers: { 'content-type': 'application/xml' } });
const tagOf = (bytes: Uint8Array) => `"${createHash('md5').update(bytes).digest('hex')}"`;

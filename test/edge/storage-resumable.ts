import { randomUUID } from 'node:crypto';
import type { StoragePeople } from './storage-people.ts';
import type { Asked } from './storage-stand-in.ts';

interface Upload {
  readonly name: string;
  readonly size: number;
  readonly type: string;
  readonly cacheControl: string;
  readonly parts: Buffer[];
}

const path = '/storage/v1/upload/resumable';
/** The real one takes parts of this size and no other, but for the last. */
const partBytes = 6 * 1024 * 1024;
const largest = 200_000_000;

const lengthOf = ({ parts }: Upload): number => parts.reduce((sum, part) => sum + part.length, 0);

/** Resumable uploads (tus 1.0) as Storage has them: policies are asked at every step but the look at how far it got. */
export function createResumableUploads(options: {
  readonly bucket: string;
  readonly people: StoragePeople | undefined;
  readonly has: (name: string) => boolean;
  readonly store: (name: string, bytes: Buffer, type: string, cacheControl: string) => void;
}): (asked: Asked) => Promise<void> {
  const { bucket, people, has, store } = options;
  const uploads = new Map<string, Upload>();

  async function mayNot(token: string | null, name: string): Promise<[number, string] | null> {
    if (has(name)) return [409, 'The resource already exists'];
    if (token === null) return null;
    const outcome = await people?.mayInsert(token, name);
    return outcome === 'done' ? null : [403, 'new row violates row-level security policy'];
  }

  async function create({ request, response, token, url }: Asked): Promise<void> {
    const said = readMetadata(String(request.headers['upload-metadata'] ?? ''));
    const size = Number(request.headers['upload-length']);
    const name = said.get('objectName') ?? '';
    if (said.get('bucketName') !== bucket || name === '') return answer(response, 400, 'Invalid metadata');
    if (size > largest) return answer(response, 413, 'Maximum size exceeded');
    const refusal = await mayNot(token, name);
    if (refusal !== null) return answer(response, ...refusal);
    const id = randomUUID();
    uploads.set(id, {
      name,
      size,
      type: said.get('contentType') ?? 'application/octet-stream',
      cacheControl: `max-age=${said.get('cacheControl') ?? '3600'}`,
      parts: [],
    });
    const location = `http://${request.headers.host ?? url.host}${path}/${id}`;
    response.writeHead(201, { ...tus, location, 'upload-offset': '0' }).end();
  }

  async function append({ request, response, token, body }: Asked, upload: Upload): Promise<void> {
    const refusal = await mayNot(token, upload.name);
    if (refusal !== null) return answer(response, ...refusal);
    if (Number(request.headers['upload-offset']) !== lengthOf(upload)) return answer(response, 409, 'Offset');
    const isLast = lengthOf(upload) + body.length === upload.size;
    if (!isLast && body.length !== partBytes) return answer(response, 400, 'Parts have 6 MB');
    upload.parts.push(body);
    if (isLast) {
      const outcome = token === null ? 'done' : await people?.insert(token, upload.name);
      if (outcome !== 'done') return answer(response, 403, 'new row violates row-level security policy');
      store(upload.name, Buffer.concat(upload.parts), upload.type, upload.cacheControl);
    }
    response.writeHead(204, { ...tus, 'upload-offset': String(lengthOf(upload)) }).end();
  }

  return async (asked) => {
    const { request, response, url } = asked;
    if (request.headers['tus-resumable'] !== '1.0.0') return answer(response, 412, 'Tus-Resumable Required');
    if (request.method === 'POST') return create(asked);
    const upload = uploads.get(url.pathname.slice(path.length + 1));
    if (upload === undefined) return answer(response, 404, 'The file for this url was not found');
    if (request.method === 'PATCH') return append(asked, upload);
    const offset = { 'upload-offset': String(lengthOf(upload)), 'upload-length': String(upload.size) };
    response.writeHead(200, { ...tus, ...offset, 'cache-control': 'no-store' }).end();
  };
}

const tus = { 'tus-resumable': '1.0.0' };

const answer = (response: Asked['response'], status: number, text: string): void =>
  void response.writeHead(status, tus).end(text);

/** `name base64,name base64`. */
const readMetadata = (header: string): Map<string, string> =>
  new Map(
    header.split(',').map((pair) => {
      const [name = '', value = ''] = pair.trim().split(' ');
      return [name, Buffer.from(value, 'base64').toString()];
    }),
  );

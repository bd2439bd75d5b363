import { createHash } from 'node:crypto';
import { assertObjectKey } from './object-key.ts';
import { StoreUnavailable, type ObjectStore } from './object-store.ts';
import { failureOf } from './s3-failure.ts';
import { listObjects } from './s3-list.ts';
import { createS3Send, type S3Access, type S3Send } from './s3-request.ts';
import { uploadObject } from './s3-upload.ts';
import { escapeXml, readElement, readElements } from './s3-xml.ts';

export interface S3StoreOptions extends S3Access {
  /** Put before every key, with `/` between them: `rollcall` or `photos/rollcall`. */
  readonly prefix?: string | undefined;
}

export interface S3Store extends ObjectStore {
  /** Asks for the list of nothing: throws `S3Refused` where bucket, key or region are wrong, `StoreUnavailable` where nobody answers. */
  check(): Promise<void>;
}

/** As many as one request may name. */
const deletedAtOnce = 1000;

/**
 * Objects in a bucket of any S3 (AWS, MinIO, R2, Supabase). Bodies are signed with their SHA-256 and parts are put
 * together by the store, so a key has all of its bytes or does not exist. Only where an aborted or failed put was
 * already sent and its answer never came may the object be there all the same.
 */
export function createS3Store({ prefix, ...access }: S3StoreOptions): S3Store {
  const folder = prefix === undefined || prefix === '' ? '' : `${prefix}/`;
  if (folder !== '') assertObjectKey(folder.slice(0, -1));
  const send = createS3Send(access);
  const nameOf = (key: string) => {
    assertObjectKey(key);
    return folder + key;
  };

  return {
    put: async (key, body, options = {}) => await uploadObject({ send, key: nameOf(key), options }, body),
    get: async (key) =>
      await send(download(nameOf(key)), async (response) => ({
        bytes: Number(response.headers.get('content-length') ?? 0),
        body: wholeBody(response, key),
      })),
    read: async (key) =>
      await send(download(nameOf(key)), async (response) => new Uint8Array(await response.arrayBuffer())),
    delete: async (keys) => {
      const names = keys.map(nameOf);
      for (let at = 0; at < names.length; at += deletedAtOnce) {
        await deleteObjects(send, names.slice(at, at + deletedAtOnce));
      }
    },
    list: (below, after) => {
      assertObjectKey(below);
      return listObjects(send, { before: folder, folder: below, after });
    },
    check: async () => {
      const query = { 'list-type': '2', 'max-keys': '1', prefix: `${folder}none` };
      await send({ method: 'GET', key: '', query }, async (response) => void (await response.text()));
    },
  };
}

/** Not packed on the way: pictures do not get smaller, and the length would be another one. */
const download = (key: string) =>
  ({ method: 'GET', key, headers: { 'accept-encoding': 'identity' } }) as const;

/** A download that breaks off ends in `StoreUnavailable`, never as a shorter object. */
function wholeBody(response: Response, key: string): ReadableStream<Uint8Array> {
  const reader = response.body?.getReader();
  return new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      try {
        const next = await reader?.read();
        if (next === undefined || next.done) controller.close();
        else controller.enqueue(next.value);
      } catch (error) {
        controller.error(new StoreUnavailable(`The object store broke off in ${key}.`, { cause: error }));
      }
    },
    cancel: async (reason) => await reader?.cancel(reason),
  });
}

async function deleteObjects(send: S3Send, names: readonly string[]): Promise<void> {
  const objects = names.map((name) => `<Object><Key>${escapeXml(name)}</Key></Object>`).join('');
  const body = new TextEncoder().encode(`<Delete><Quiet>true</Quiet>${objects}</Delete>`);
  const sha256 = createHash('sha256').update(body).digest('hex');
  // S3 insists on a checksum of its own here; this is the one that all servers know.
  const headers = { 'content-md5': createHash('md5').update(body).digest('base64') };
  await send({ method: 'POST', key: '', query: { delete: '' }, headers, body, sha256 }, async (response) => {
    const failed = readElements(await response.text(), 'Error').filter(
      (error) => !error.includes('NoSuchKey'),
    );
    const [first] = failed;
    if (first === undefined) return;
    const what = `delete ${readElement(first, 'Key') ?? 'an object'} (${failed.length} of ${names.length} stay)`;
    throw failureOf({ status: 403, text: first }, what);
  });
}

import { Upload } from 'tus-js-client';
import { objectsOf, type BuiltUpload } from '../integration/build-upload.ts';
import type { Project } from './build-project.ts';

const anyKey = 'sb_publishable_of_the_test_project';

/** Asks Storage as somebody's page does. */
export async function askStorage(
  project: Project,
  path: string,
  { as, ...init }: RequestInit & { as: string | null },
): Promise<{ status: number; text: string }> {
  const headers = new Headers(init.headers);
  headers.set('apikey', anyKey);
  if (as !== null) headers.set('authorization', `Bearer ${as}`);
  const response = await fetch(`${project.platform.url}/storage/v1${path}`, { ...init, headers });
  return { status: response.status, text: await response.text() };
}

/** One object in a single request. */
export const putObject = (
  project: Project,
  key: string,
  { as, bytes, type = 'image/jpeg', upsert = false }: PuttingObject,
) =>
  askStorage(project, `/object/rollcall/${key}`, {
    as,
    method: 'POST',
    headers: {
      'content-type': type,
      'cache-control': 'max-age=31536000',
      ...(upsert ? { 'x-upsert': 'true' } : {}),
    },
    body: new Blob([new Uint8Array(bytes)]),
  });

export interface PuttingObject {
  readonly as: string | null;
  readonly bytes: Uint8Array;
  readonly type?: string;
  readonly upsert?: boolean;
}

/** One object by the resumable protocol, with the client that pages use; rejects when it is refused. */
export async function putResumably(
  project: Project,
  key: string,
  { as, bytes, chunkSize = 6 * 1024 * 1024 }: { as: string; bytes: Uint8Array; chunkSize?: number },
): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    new Upload(Buffer.from(bytes), {
      endpoint: `${project.platform.url}/storage/v1/upload/resumable`,
      headers: { authorization: `Bearer ${as}`, apikey: anyKey },
      chunkSize,
      retryDelays: null,
      metadata: {
        bucketName: 'rollcall',
        objectName: key,
        contentType: 'image/jpeg',
        cacheControl: '31536000',
      },
      onSuccess: () => resolve(),
      onError: reject,
    }).start();
  });
}

/** All objects of an upload, as the page of this person sends them. */
export async function sendObjects(project: Project, ownerId: string, upload: BuiltUpload): Promise<void> {
  const as = await project.platform.token(ownerId);
  for (const [key, bytes] of objectsOf(ownerId, upload)) {
    const type = key.endsWith('.webp') ? 'image/webp' : 'image/jpeg';
    const { status, text } = await putObject(project, key, { as, bytes, type });
    if (status !== 200) throw new Error(`${key}: ${text}`);
  }
}

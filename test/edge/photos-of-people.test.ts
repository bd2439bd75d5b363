import { generateKeyPair, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  buildUpload,
  objectsOf,
  sha256Of,
  type BuiltUpload,
  type UploadClaim,
} from '../integration/build-upload.ts';
import { ana, ben, createProject, eventually, isOver, jobOf, type Project } from './build-project.ts';
import { askStorage, putObject, putResumably, sendObjects } from './upload-to-storage.ts';

interface PhotoOfList {
  id: string;
  name: string;
  state: string;
  originalKept: boolean;
  urls: { thumbnail: string; preview: string; file: string };
}
interface Registered {
  photos: PhotoOfList[];
  duplicates: unknown[];
  rejected: { code: string }[];
}

let project: Project;
let count = 0;

beforeAll(async () => {
  project = await createProject({ wallClockMs: 120_000, secrets: { OPENAI_API_KEY: 'sk-test' } });
  await listOf('');
});

afterAll(async () => {
  await project?.close();
});

const another = (more: Partial<UploadClaim> = {}) => buildUpload((count += 1), more);

async function register(uploads: readonly BuiltUpload[], as: string | null = ana) {
  const { status, body } = await project.ask('rollcall-api', '/api/v1/photos/register', {
    method: 'POST',
    as,
    json: { photos: uploads.map(({ claim }) => claim) },
  });
  return { status, code: body.code, ...(body as unknown as Registered) };
}

async function registerOne(upload: BuiltUpload, ownerId = ana): Promise<PhotoOfList> {
  await sendObjects(project, ownerId, upload);
  const { photos, ...rest } = await register([upload], ownerId);
  const [photo] = photos ?? [];
  if (photo === undefined) throw new Error(JSON.stringify(rest));
  return photo;
}

const listOf = async (folder: string, as = ana) =>
  (await project.ask('rollcall-api', `/api/v1/photos?folder=${folder}`, { as }))
    .body as unknown as Registered;

/** By hash: comparing megabytes takes minutes. */
const everyObject = () =>
  [...project.platform.storage.objects].map(([key, bytes]) => `${key} ${sha256Of(bytes)}`);

const told = (text: string): unknown => (JSON.parse(text) as { statusCode?: unknown }).statusCode;

describe('a photo that a page uploads by itself', () => {
  test('is there at once, is named, and is seen by its links without showing who asks', async () => {
    const upload = await large(await another({ filename: 'Ana & más.jpg' }));
    const as = await project.platform.token(ana);
    for (const [key, bytes] of objectsOf(ana, upload)) {
      if (key.endsWith('original')) await putResumably(project, key, { as, bytes });
      else await putObject(project, key, { as, bytes });
    }
    const { status, photos } = await register([upload]);
    expect([status, photos[0]?.state, photos[0]?.name]).toEqual([201, 'ready', 'Ana & más.jpg']);
    const { urls, id } = photos[0] ?? { urls: { thumbnail: '', preview: '', file: '' }, id: '' };
    const thumbnail = await fetch(urls.thumbnail);
    expect(thumbnail.headers.get('expires')).not.toBeNull();
    expect(Buffer.from(await thumbnail.arrayBuffer()).equals(upload.thumbnail)).toBe(true);
    const file = await fetch(urls.file);
    expect(file.headers.get('content-disposition')).toContain('Ana%20%26%20m%C3%A1s.jpg');
    expect(Buffer.from(await file.arrayBuffer()).equals(upload.original)).toBe(true);

    const { body } = await project.ask('batch-ai-analysis', '', { method: 'POST', json: { photoIds: [id] } });
    const job = await eventually(() => jobOf(project, body.jobId), isOver);
    expect(job).toMatchObject({ status: 'completed', succeeded: 1 });
    expect(project.platform.told.log).toEqual([]);
  });

  test('may be one of fifty', async () => {
    const uploads = await Promise.all(Array.from({ length: 50 }, () => another({ folder: 'fifty' })));
    for (const upload of uploads) await sendObjects(project, ana, upload);
    const [signed, requests] = [project.platform.storage.signed(), project.platform.storage.requests()];
    const { status, photos, rejected } = await register(uploads);
    expect([status, photos.length, rejected]).toEqual([201, 50, []]);
    expect(project.platform.storage.signed() - signed).toBe(1);
    // Three looks for each, and one request for all links.
    expect(project.platform.storage.requests() - requests).toBe(151);
    const list = await listOf('fifty');
    expect(list.photos).toHaveLength(50);
    // Known by now, to the isolate: nothing is asked, and browsers find what they have.
    expect(project.platform.storage.signed() - signed).toBe(1);
    const thumbnails = (from: Registered) => new Map(from.photos.map(({ id, urls }) => [id, urls.thumbnail]));
    expect(thumbnails(list)).toEqual(thumbnails({ photos, duplicates: [], rejected }));
  });

  test('with previews only has nothing to download', async () => {
    const photo = await registerOne(await another({ originalKept: false }));
    expect(photo.originalKept).toBe(false);
    expect(photo.urls.file).toBe(`/api/v1/photos/${photo.id}/file`);
    const file = await project.ask('rollcall-api', photo.urls.file);
    expect(file).toMatchObject({ status: 404, body: { code: 'original_not_kept' } });
  });

  test('is refused while Storage is away, and taken by the same request afterwards', async () => {
    const upload = await another({ folder: 'away' });
    await sendObjects(project, ana, upload);
    // As often as the looks at three objects try.
    project.platform.storage.fail(503, 12);
    expect(await register([upload])).toMatchObject({ status: 503, code: 'store_unavailable' });
    project.platform.storage.fail(503, 0);
    expect((await register([upload])).status).toBe(201);
    expect((await listOf('away')).photos).toHaveLength(1);
  });

  test('is taken though Storage fails for a moment', async () => {
    const upload = await another({ folder: 'moment' });
    await sendObjects(project, ana, upload);
    project.platform.storage.fail(503, 2);
    expect((await register([upload])).status).toBe(201);
  });

  test('stands in the list even while Storage signs nothing', async () => {
    const folder = 'unsigned';
    const upload = await another({ folder });
    await sendObjects(project, ana, upload);
    await register([upload]);
    await project.platform.killAll('rollcall-api');
    project.platform.storage.fail(503, 1);
    const list = await listOf(folder);
    const [photo] = list.photos;
    expect(photo?.urls.thumbnail).toBe(`/api/v1/photos/${photo?.id}/thumbnail`);
    expect(project.platform.told.log.splice(0).join('\n')).toContain('"what":"links"');
  });
});

describe('a stranger', () => {
  const otherProject = async (sub: string) =>
    new SignJWT({ role: 'authenticated' })
      .setProtectedHeader({ alg: 'ES256', kid: 'test' })
      .setSubject(sub)
      .setIssuer(`${project.platform.url}/auth/v1`)
      .setAudience('authenticated')
      .setExpirationTime('1h')
      .sign((await generateKeyPair('ES256')).privateKey);

  test('cannot put, see, sign, replace or delete anything of another', async () => {
    const upload = await another();
    await registerOne(upload);
    const [key = ''] = objectsOf(ana, upload).keys();
    const before = everyObject();
    const bytes = Buffer.from('mine');
    for (const as of [await project.platform.token(ben), await otherProject(ana), null]) {
      const fresh = key
        .replace(/original$/u, 'preview.jpg')
        .replace(upload.claim.uploadId, crypto.randomUUID());
      const tries = [
        await putObject(project, fresh, { as, bytes }),
        await putObject(project, key, { as, bytes }),
        await putObject(project, key, { as, bytes, upsert: true }),
        await askStorage(project, `/object/rollcall/${key}`, { as, method: 'PUT', body: 'x' }),
        await askStorage(project, `/object/rollcall/${key}`, { as }),
      ];
      expect(tries.map(({ status }) => status)).toEqual([400, 400, 400, 400, 400]);
      expect(new Set(tries.map(({ text }) => told(text)))).toEqual(
        new Set(as === null ? ['403'] : ['403', '404']),
      );
      await expect(putResumably(project, fresh, { as: as ?? '', bytes })).rejects.toThrow(/403|400/u);
      const signed = await askStorage(project, '/object/sign/rollcall', {
        as,
        method: 'POST',
        body: JSON.stringify({ expiresIn: 60, paths: [key] }),
      });
      expect(signed.text).not.toContain('token=');
      await askStorage(project, '/object/rollcall', {
        as,
        method: 'DELETE',
        body: JSON.stringify({ prefixes: [key] }),
      });
    }
    expect(everyObject()).toEqual(before);
  });

  test('cannot register, see or download what another uploaded', async () => {
    const upload = await another();
    await sendObjects(project, ana, upload);
    expect((await register([upload], ben)).rejected).toMatchObject([{ code: 'upload_missing' }]);
    expect((await register([upload], null)).status).toBe(401);
    const { photos } = await register([upload]);
    for (const part of ['', '/file', '/thumbnail', '/preview']) {
      const answer = await project.ask('rollcall-api', `/api/v1/photos/${photos[0]?.id}${part}`, { as: ben });
      expect([part, answer.status]).toEqual([part, 404]);
    }
  });
});

describe('somebody signed in whom Rollcall does not know', () => {
  test('cannot fill the bucket, and can from the first request on', async () => {
    const sub = '00000000-0000-8000-8000-0000000000cc';
    const as = await project.platform.token(sub);
    const upload = await another();
    const [key = '', bytes = Buffer.from('')] = [...objectsOf(sub, upload)][0] ?? [];
    expect(told((await putObject(project, key, { as, bytes })).text)).toBe('403');
    expect(project.platform.storage.objects.has(key)).toBe(false);
    await listOf('', sub);
    expect((await putObject(project, key, { as, bytes })).status).toBe(200);
  });
});

describe('the owner of an upload', () => {
  test('cannot change it once it lies there, so what was looked at stays', async () => {
    const upload = await another();
    await registerOne(upload);
    const as = await project.platform.token(ana);
    for (const [key, was] of objectsOf(ana, upload)) {
      const bytes = Buffer.from('<svg/>');
      await putObject(project, key, { as, bytes });
      await putObject(project, key, { as, bytes, upsert: true });
      await putResumably(project, key, { as, bytes }).catch(() => {});
      await askStorage(project, '/object/rollcall', {
        as,
        method: 'DELETE',
        body: JSON.stringify({ prefixes: [key] }),
      });
      expect(project.platform.storage.objects.get(key)?.equals(was)).toBe(true);
    }
  });

  test('can put nothing there but an upload’s three objects', async () => {
    const as = await project.platform.token(ana);
    const id = crypto.randomUUID();
    for (const name of [
      `${id}/index.html`,
      `${id}/preview.jpg/x`,
      'preview.jpg',
      `x/original`,
      `${id}/../x`,
    ]) {
      const { text } = await putObject(project, `incoming/${ana}/${name}`, { as, bytes: Buffer.from('x') });
      expect([name, told(text)]).toEqual([name, '403']);
    }
  });
});

describe('what became no photo', () => {
  const housekeep = async () => {
    const { status } = await project.platform.call('rollcall-worker', '', {
      method: 'POST',
      headers: { 'x-rollcall-worker': project.platform.workerSecret, 'content-type': 'application/json' },
      body: '{"housekeeping":true}',
    });
    expect(status).toBe(202);
  };

  test('goes after a day; what is a photo, or young, stays', async () => {
    const [left, photo, young] = [await another(), await another(), await another()];
    await sendObjects(project, ana, left);
    await registerOne(photo);
    await project.db.database.query(`update storage.objects set created_at = now() - interval '25 hours'`);
    await sendObjects(project, ana, young);
    await housekeep();
    const has = (upload: BuiltUpload) =>
      [...objectsOf(ana, upload).keys()].filter((key) => project.platform.storage.objects.has(key)).length;
    await eventually(
      async () => has(left),
      (objects) => objects === 0,
    );
    expect([has(photo), has(young)]).toEqual([3, 3]);
    const rows = await project.db.database.query<{ name: string }>(
      `select name from storage.objects where name like '%' || $1 || '%'`,
      [left.claim.uploadId],
    );
    expect(rows).toEqual([]);
  });

  test('cannot become one when it is about to go', async () => {
    const upload = await another();
    project.platform.storage.age(23.5 * 3_600_000);
    await sendObjects(project, ana, upload);
    project.platform.storage.age(0);
    expect((await register([upload])).rejected).toMatchObject([{ code: 'upload_missing' }]);
  });
});

/** Too large for one part of a resumable upload. */
async function large(upload: BuiltUpload): Promise<BuiltUpload> {
  const original = new Uint8Array(14_000_000);
  original.set(upload.original);
  const claimed = { mediaType: 'image/jpeg', bytes: original.byteLength, sha256: sha256Of(original) };
  return { ...upload, original, claim: { ...upload.claim, original: claimed } };
}

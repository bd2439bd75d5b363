import { Hono } from 'hono';
import { statement } from '../database/sql.ts';
import { joinFileName } from '../names/file-name.ts';
import { describeMoved, lastPlaces } from '../photos/last-places.ts';
import { isInPlaceKey } from '../storage/in-place-key.ts';
import { ObjectMissing } from '../storage/object-store.ts';
import { isUuid } from '../uuid.ts';
import type { ApiDependencies } from './api-dependencies.ts';
import { ApiProblem } from './problem.ts';
import type { OwnerVariables } from './session.ts';

interface FileRow {
  stem: string;
  extension: string;
  deleted: boolean;
  media_type: string;
  original_key: string | null;
  thumbnail_key: string | null;
  preview_key: string | null;
}

// Deleted photos too: whoever brings one back sees which.
const fileRow = statement(
  'photos.file',
  `select p.stem, p.extension, p.deleted_at is not null as deleted, o.media_type, o.original_key, o.thumbnail_key, o.preview_key
   from rollcall.photos p join rollcall.originals o on o.owner_id = p.owner_id and o.sha256 = p.sha256
   where p.owner_id = $1 and p.id = $2`,
);

/** The picture behind an address never changes, so what was fetched once is good for ever. */
const forEver = 'private, max-age=31536000, immutable';

/** Bytes. Thumbnails and previews are our own re-encoded pictures; originals are only ever downloads. */
export function photoFileRoutes({ database, store }: ApiDependencies) {
  async function find(ownerId: string, id: string): Promise<FileRow> {
    const rows = isUuid(id.toLowerCase())
      ? await database.asUser(ownerId, (tx) => tx.query<FileRow>(fileRow, [ownerId, id]))
      : [];
    const [row] = rows;
    if (row === undefined) throw new ApiProblem('photo_not_found');
    return row;
  }

  async function open(key: string | null) {
    if (key === null) throw new ApiProblem('not_found', 'This photo is not prepared yet.');
    try {
      return await store.get(key);
    } catch (error) {
      if (error instanceof ObjectMissing) throw new ApiProblem('not_found', 'The stored picture is missing.');
      throw error;
    }
  }

  /** A file in a folder of this computer may be anywhere by now. */
  async function openInPlace(ownerId: string, { id, key, name }: { id: string; key: string; name: string }) {
    try {
      return await store.get(key);
    } catch (error) {
      if (!(error instanceof ObjectMissing)) throw error;
      const places = await database.asUser(ownerId, (tx) => lastPlaces(tx, ownerId, [id]));
      throw new ApiProblem('original_moved', describeMoved(name, places.get(id)));
    }
  }

  const router = new Hono<OwnerVariables>();
  for (const kind of ['thumbnail', 'preview'] as const) {
    router.get(`/photos/:id/${kind}`, async (c) => {
      const row = await find(c.get('ownerId'), c.req.param('id'));
      const { body, bytes } = await open(kind === 'thumbnail' ? row.thumbnail_key : row.preview_key);
      return c.body(body, 200, {
        'content-type': kind === 'thumbnail' ? 'image/webp' : 'image/jpeg',
        'content-length': String(bytes),
        'cache-control': forEver,
      });
    });
  }
  router.get('/photos/:id/file', async (c) => {
    const row = await find(c.get('ownerId'), c.req.param('id'));
    if (row.deleted) throw new ApiProblem('photo_not_found');
    if (row.original_key === null) {
      throw new ApiProblem('original_not_kept', 'Only previews were kept; the original is where it was.');
    }
    const [id, key, name] = [c.req.param('id'), row.original_key, joinFileName(row.stem, row.extension)];
    const { body, bytes } = isInPlaceKey(key)
      ? await openInPlace(c.get('ownerId'), { id, key, name })
      : await open(key);
    return c.body(body, 200, {
      'content-type': row.media_type,
      'content-length': String(bytes),
      'content-disposition': contentDisposition(name),
      'content-security-policy': "default-src 'none'; sandbox",
      'cache-control': 'private, no-cache',
    });
  });
  return router;
}

/** RFC 6266: an ASCII fallback and the real name percent-encoded, so that no name can break out of the header. */
export function contentDisposition(fileName: string): string {
  const ascii = fileName.normalize('NFKD').replaceAll(/[^\x20-\x7e]|["\\%]/gu, '_');
  const encoded = encodeURIComponent(fileName).replaceAll(
    /['()*!]/gu,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`;
}

import { createRoute } from '@hono/zod-openapi';
import { z } from 'zod';
import { deletePhoto, restorePhoto } from '../photos/delete-photos.ts';
import { endLiveItem } from '../jobs/end-live-item.ts';
import { countPhotos, listFolders, listPhotos } from '../photos/list-photos.ts';
import { listPhotoNames } from '../photos/photo-names.ts';
import { renameByHand } from '../photos/rename-by-hand.ts';
import { viewPhotos } from '../photos/view-photos.ts';
import type { ApiDependencies } from './api-dependencies.ts';
import { ApiProblem } from './problem.ts';
import { createRenderPhotos } from './render-photo.ts';
import { body, createRouter, idParam, json, problems } from './route-parts.ts';
import { photoListQuerySchema, photoListSchema, photoNamesSchema, photoSchema } from './schemas/photo.ts';
import { tooLongProblem } from './too-long-problem.ts';

const listRoute = createRoute({
  method: 'get',
  path: '/photos',
  request: { query: photoListQuerySchema },
  responses: { 200: json(photoListSchema, 'A page of photos'), ...problems },
});

const getRoute = createRoute({
  method: 'get',
  path: '/photos/{id}',
  request: { params: idParam },
  responses: { 200: json(photoSchema, 'The photo'), ...problems },
});

const namesRoute = createRoute({
  method: 'get',
  path: '/photos/{id}/names',
  request: { params: idParam },
  responses: { 200: json(photoNamesSchema, 'The names it has had, the present one first'), ...problems },
});

const renameRoute = createRoute({
  method: 'patch',
  path: '/photos/{id}',
  request: {
    params: idParam,
    headers: z.object({ 'if-match': z.string().optional() }),
    body: body(z.object({ name: z.string().min(1).max(10_000) })),
  },
  responses: { 200: json(photoSchema, 'The photo with its new name'), ...problems },
});

const deleteRoute = createRoute({
  method: 'delete',
  path: '/photos/{id}',
  request: { params: idParam },
  responses: { 204: { description: 'Gone; it can be brought back for 30 days' }, ...problems },
});

const restoreRoute = createRoute({
  method: 'post',
  path: '/photos/{id}/restore',
  request: { params: idParam },
  responses: { 200: json(photoSchema, 'The photo, back again'), ...problems },
});

export function photoRoutes(dependencies: ApiDependencies) {
  const { database, newId } = dependencies;
  const renderPhotos = createRenderPhotos(dependencies);

  async function onePhoto(ownerId: string, id: string) {
    const views = await database.asUser(ownerId, (tx) => viewPhotos(tx, ownerId, [id]));
    const [photo] = await renderPhotos(views);
    if (photo === undefined) throw new ApiProblem('photo_not_found');
    return photo;
  }

  const router = createRouter();
  router.openapi(listRoute, async (c) => {
    const ownerId = c.get('ownerId');
    const page = await database.asUser(ownerId, async (tx) => ({
      ...(await listPhotos(tx, ownerId, c.req.valid('query'))),
      counts: await countPhotos(tx, ownerId),
      folders: await listFolders(tx, ownerId),
    }));
    return c.json({ ...page, photos: await renderPhotos(page.photos) }, 200);
  });
  router.openapi(getRoute, async (c) =>
    c.json(await onePhoto(c.get('ownerId'), c.req.valid('param').id), 200),
  );
  router.openapi(namesRoute, async (c) => {
    const ownerId = c.get('ownerId');
    const { id } = c.req.valid('param');
    const names = await database.asUser(ownerId, (tx) => listPhotoNames(tx, ownerId, id));
    if (names === null) throw new ApiProblem('photo_not_found');
    return c.json({ names }, 200);
  });
  router.openapi(renameRoute, async (c) => {
    const ownerId = c.get('ownerId');
    const { id } = c.req.valid('param');
    const nameRev = readRevision(c.req.valid('header')['if-match']);
    const { name } = c.req.valid('json');
    const result = await database.asUser(ownerId, (tx) =>
      renameByHand(tx, { ownerId, photoId: id, name, nameRev, newId }),
    );
    switch (result.kind) {
      case 'renamed':
        return c.json(await onePhoto(ownerId, id), 200);
      case 'not_found':
        throw new ApiProblem('photo_not_found');
      case 'illegal_name':
        throw new ApiProblem('illegal_name', 'Nothing of this name can be used in a file name.');
      case 'too_long':
        throw tooLongProblem({ over: result.over, suggestion: result.suggestion });
      case 'changed':
        throw new ApiProblem('name_changed', undefined, { nameRev: result.nameRev });
      case 'name_taken':
        throw new ApiProblem('name_taken', undefined, { suggestion: result.suggestion });
    }
  });
  router.openapi(deleteRoute, async (c) => {
    const ownerId = c.get('ownerId');
    const photoId = c.req.valid('param').id;
    if (!(await database.asUser(ownerId, (tx) => deletePhoto(tx, { ownerId, photoId, endLiveItem })))) {
      throw new ApiProblem('photo_not_found');
    }
    return c.body(null, 204);
  });
  router.openapi(restoreRoute, async (c) => {
    const ownerId = c.get('ownerId');
    const { id } = c.req.valid('param');
    await database.asUser(ownerId, (tx) => restorePhoto(tx, ownerId, id));
    return c.json(await onePhoto(ownerId, id), 200);
  });
  return router;
}

/** `If-Match: 3` or `"3"`; anything else is no revision and is refused. */
function readRevision(header: string | undefined): number | undefined {
  if (header === undefined || header === '*') return undefined;
  const digits = /^"?(\d{1,9})"?$/u.exec(header)?.[1];
  if (digits === undefined)
    throw new ApiProblem('invalid_request', 'If-Match: must be the name_rev of the photo');
  return Number(digits);
}

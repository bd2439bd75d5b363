import { createRoute } from '@hono/zod-openapi';
import { viewPhotos } from '../photos/view-photos.ts';
import type { Database } from '../database/sql.ts';
import type { Intake } from '../photos/intake.ts';
import { ApiProblem } from './problem.ts';
import { readMultipart } from './read-multipart.ts';
import { renderPhoto } from './render-photo.ts';
import { createRouter, json, problems } from './route-parts.ts';
import { intakeResultSchema } from './schemas/photo.ts';

const uploadRoute = createRoute({
  method: 'post',
  path: '/photos',
  description: 'multipart/form-data: `file` repeated, each optionally preceded by `path` (its folder)',
  responses: {
    201: json(intakeResultSchema, 'At least one new photo'),
    200: json(intakeResultSchema, 'All of them were here already'),
    422: json(intakeResultSchema, 'None of them could be taken'),
    '4XX': problems['4XX'],
    '5XX': problems['5XX'],
  },
});

export function intakeRoutes({ database, intake }: { database: Database; intake: Intake }) {
  const router = createRouter();
  router.openapi(uploadRoute, async (c) => {
    const ownerId = c.get('ownerId');
    const { photoIds, indexes, duplicates, rejected } = await intake.takeIn(ownerId, readMultipart(c));
    if (photoIds.length + duplicates.length + rejected.length === 0) {
      throw new ApiProblem('malformed_multipart', 'The body has no field "file".');
    }
    const photos = await database.asUser(ownerId, (tx) => viewPhotos(tx, ownerId, photoIds));
    const indexOf = new Map(photoIds.map((id, i) => [id, indexes[i] ?? 0]));
    const result = {
      photos: photos.map(renderPhoto),
      indexes: photos.map(({ id }) => indexOf.get(id) ?? 0),
      duplicates,
      rejected,
    };
    if (photoIds.length > 0) return c.json(result, 201);
    return duplicates.length > 0 ? c.json(result, 200) : c.json(result, 422);
  });
  return router;
}

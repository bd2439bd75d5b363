import { createRoute, z } from '@hono/zod-openapi';
import { knownPhotos } from '../photos/known-photos.ts';
import type { ApiDependencies } from './api-dependencies.ts';
import { body, createRouter, json, problems } from './route-parts.ts';
import { idSchema } from './schemas/common.ts';

const namedFileSchema = z.object({
  folder: z.string().max(10_000),
  filename: z.string().max(1000),
  bytes: z.number().int().min(0),
});

const route = createRoute({
  method: 'post',
  path: '/photos/known',
  description:
    'Which files are photos of their folder by name and size. It is no proof that they have the same content.',
  request: { body: body(z.object({ files: z.array(namedFileSchema).max(500) })) },
  responses: {
    200: json(z.object({ photoIds: z.array(idSchema.nullable()) }), 'A photo or null for each file'),
    ...problems,
  },
});

/** For a page that is given a folder a second time: it need not send what is there. */
export function knownPhotoRoutes({ database }: Pick<ApiDependencies, 'database'>) {
  const router = createRouter();
  router.openapi(route, async (c) => {
    const ownerId = c.get('ownerId');
    const { files } = c.req.valid('json');
    const photoIds = await database.asUser(ownerId, (tx) => knownPhotos(tx, ownerId, files));
    return c.json({ photoIds }, 200);
  });
  return router;
}

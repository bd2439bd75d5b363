import { createRoute } from '@hono/zod-openapi';
import { z } from 'zod';
import { jobPhotoIds } from '../jobs/job-photo-ids.ts';
import { exportPhotos } from '../photos/export.ts';
import { listPhotoIds } from '../photos/list-photos.ts';
import type { ApiDependencies } from './api-dependencies.ts';
import { ApiProblem } from './problem.ts';
import { body, createRouter, problems } from './route-parts.ts';
import { photoIdsSchema } from './schemas/job.ts';

const zip = {
  description: 'A ZIP of the originals under their current names',
  content: { 'application/zip': { schema: { type: 'string' as const, format: 'binary' } } },
};

const withXmp =
  'With an XMP file beside each photo that brought none: title, description, keywords, place, and the name it was sent by';

const getRoute = createRoute({
  method: 'get',
  path: '/export',
  description: 'Of the photos named, of a job, or (all=true, or nothing said) of the whole library',
  request: {
    query: z.object({
      photoIds: z.string().max(100_000).optional(),
      jobId: z.uuid().optional(),
      all: z.enum(['true', 'false']).optional(),
      xmp: z.enum(['true', 'false']).optional().describe(withXmp),
    }),
  },
  responses: { 200: zip, ...problems },
});

const exportSchema = z.object({
  photoIds: photoIdsSchema,
  xmp: z.boolean().default(false).describe(withXmp),
});

const postRoute = createRoute({
  method: 'post',
  path: '/export',
  description:
    'A form works too (photoIds with commas between, xmp=true), so that a browser can stream a large ZIP to disk.',
  request: { body: body(exportSchema) },
  responses: { 200: zip, ...problems },
});

export function exportRoutes({ database, store }: ApiDependencies) {
  const router = createRouter();

  async function stream(ownerId: string, wanted: z.infer<typeof exportSchema>): Promise<Response> {
    const { xmp } = wanted;
    const photoIds =
      wanted.photoIds === 'all'
        ? await database.asUser(ownerId, (tx) => listPhotoIds(tx, ownerId, { sort: 'taken' }))
        : wanted.photoIds;
    const plan = await exportPhotos({ database, store }, ownerId, { photoIds, xmp });
    if (plan === null)
      throw new ApiProblem('no_photos', 'None of these photos is in the library. Was it deleted?');
    const name = `rollcall-${plan.count}-photos.zip`;
    return new Response(plan.body, {
      headers: { 'content-type': 'application/zip', 'content-disposition': `attachment; filename="${name}"` },
    });
  }

  router.openapi(getRoute, async (c) => {
    const ownerId = c.get('ownerId');
    const { photoIds, jobId, all, ...query } = c.req.valid('query');
    const xmp = query.xmp === 'true';
    if ([photoIds, jobId, all === 'true' ? all : undefined].filter((one) => one !== undefined).length > 1)
      throw new ApiProblem('invalid_request', 'Only one of photoIds, jobId and all can be said.');
    if (jobId === undefined) return stream(ownerId, { photoIds: readIds(photoIds ?? 'all'), xmp });
    const ids = await database.asUser(ownerId, (tx) => jobPhotoIds(tx, ownerId, jobId));
    if (ids.length === 0) throw new ApiProblem('job_not_found');
    return stream(ownerId, { photoIds: ids, xmp });
  });
  router.openapi(postRoute, async (c) => stream(c.get('ownerId'), c.req.valid('json')));
  return router;
}

function readIds(text: string): 'all' | string[] {
  const parsed = photoIdsSchema.safeParse(text === 'all' ? 'all' : text.split(',').map((id) => id.trim()));
  if (!parsed.success)
    throw new ApiProblem('invalid_request', 'photoIds: must be ids with commas between, or all');
  return parsed.data;
}

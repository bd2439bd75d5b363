import { createRoute } from '@hono/zod-openapi';
import type { Intake } from '../photos/intake.ts';
import type { ApiDependencies } from './api-dependencies.ts';
import { answerIntake, intakeResponses, renderIntake } from './intake-result.ts';
import { ApiProblem } from './problem.ts';
import { readMultipart } from './read-multipart.ts';
import { createRenderPhotos } from './render-photo.ts';
import { createRouter } from './route-parts.ts';

const uploadRoute = createRoute({
  method: 'post',
  path: '/photos',
  description: 'multipart/form-data: `file` repeated, each optionally preceded by `path` (its folder)',
  responses: intakeResponses,
});

export interface IntakeRoutesDependencies extends Pick<ApiDependencies, 'database' | 'store' | 'onError'> {
  readonly intake: Intake;
}

export function intakeRoutes({ database, store, onError, intake }: IntakeRoutesDependencies) {
  const renderPhotos = createRenderPhotos({ store, onError });
  const router = createRouter();
  router.openapi(uploadRoute, async (c) => {
    const ownerId = c.get('ownerId');
    const outcome = await intake.takeIn(ownerId, readMultipart(c));
    const { photoIds, duplicates, rejected, companions } = outcome;
    if (photoIds.length + duplicates.length + rejected.length + companions.length === 0) {
      throw new ApiProblem('malformed_multipart', 'The body has no field "file".');
    }
    return answerIntake(c, await renderIntake({ database, renderPhotos }, ownerId, outcome));
  });
  return router;
}

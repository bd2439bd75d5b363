import { createRoute } from '@hono/zod-openapi';
import { fromHex } from '../hex.ts';
import type { RegisterUploads, Upload } from '../photos/register-uploads.ts';
import type { ApiDependencies } from './api-dependencies.ts';
import { answerIntake, intakeResponses, renderIntake } from './intake-result.ts';
import { createRenderPhotos } from './render-photo.ts';
import { body, createRouter } from './route-parts.ts';
import { uploadedPhotosSchema, type UploadedPhoto } from './schemas/uploaded-photo.ts';

const registerRoute = createRoute({
  method: 'post',
  path: '/photos/register',
  description:
    'Makes photos of what was uploaded straight to the store, below incoming/<own id>/<uploadId>/: original, thumbnail.webp, preview.jpg.',
  request: { body: body(uploadedPhotosSchema) },
  responses: intakeResponses,
});

export interface UploadedPhotoRoutesDependencies extends Pick<
  ApiDependencies,
  'database' | 'store' | 'onError'
> {
  readonly registerUploads: RegisterUploads;
}

/** Only where people's browsers reach the store themselves. */
export function uploadedPhotoRoutes(dependencies: UploadedPhotoRoutesDependencies) {
  const { database, registerUploads } = dependencies;
  const renderPhotos = createRenderPhotos(dependencies);
  const router = createRouter();
  router.openapi(registerRoute, async (c) => {
    const ownerId = c.get('ownerId');
    const outcome = await registerUploads(ownerId, c.req.valid('json').photos.map(toUpload));
    return answerIntake(c, await renderIntake({ database, renderPhotos }, ownerId, outcome));
  });
  return router;
}

const toUpload = ({ original, prepared, ...photo }: UploadedPhoto): Upload => ({
  ...photo,
  original: { ...original, sha256: fromHex(original.sha256) },
  prepared: {
    ...prepared,
    perceptualHash: fromHex(prepared.perceptualHash),
    thumbhash: Uint8Array.from(atob(prepared.thumbhash), (char) => char.charCodeAt(0)),
  },
});

import { createRoute, z, type RouteConfig } from '@hono/zod-openapi';
import { problems } from './route-parts.ts';
import { idSchema } from './schemas/common.ts';

const version = z.object({ 'Tus-Resumable': z.literal('1.0.0') });
const bytes = z.string().regex(/^\d+$/u);
const offset = { 'Upload-Offset': bytes.describe('So much has arrived') };
const became = {
  'Rollcall-Photo-Id': idSchema.optional().describe('Once all has arrived: the photo that it became'),
  'Rollcall-Duplicate': z.literal('true').optional().describe('The photo was there already'),
  'Rollcall-Companion': z.literal('true').optional().describe('It is kept beside a photo (XMP)'),
};
const expires = { 'Upload-Expires': z.string().describe('Unfinished, it is kept until then') };

const answer = (description: string, headers: Record<string, z.ZodType>) => ({
  description,
  headers: version.extend(headers),
});
const piece = { content: { 'application/offset+octet-stream': { schema: z.string() } } };
const params = z.object({ id: idSchema });

/** For the interface's document: the protocol's machinery answers by itself. */
export const tusDocument: readonly RouteConfig[] = [
  createRoute({
    method: 'options',
    path: '/uploads',
    description: 'What of the protocol for resumable uploads, tus 1.0, is offered.',
    responses: {
      204: answer('Versions and extensions', {
        'Tus-Version': z.string(),
        'Tus-Extension': z.string(),
        'Tus-Max-Size': bytes,
      }),
      ...problems,
    },
  }),
  createRoute({
    method: 'post',
    path: '/uploads',
    description: 'Begins an upload in pieces; the first may come with it. So many at most may be unfinished.',
    request: {
      headers: version.extend({
        'Upload-Length': bytes,
        'Upload-Metadata': z.string().optional().describe('filename and folder, their values in base64'),
      }),
      body: piece,
    },
    responses: {
      201: answer('Begun', {
        Location: z.string(),
        'Upload-Offset': bytes.optional(),
        ...expires,
        ...became,
      }),
      ...problems,
    },
  }),
  createRoute({
    method: 'head',
    path: '/uploads/{id}',
    description: 'How much has arrived, and what it became.',
    request: { params, headers: version },
    responses: {
      200: answer('As it stands', {
        ...offset,
        'Upload-Length': bytes,
        'Upload-Metadata': z.string().optional(),
        ...expires,
        ...became,
      }),
      ...problems,
    },
  }),
  createRoute({
    method: 'patch',
    path: '/uploads/{id}',
    description: 'Adds a piece at the place where the last one ended.',
    request: { params, headers: version.extend(offset), body: piece },
    responses: { 204: answer('Added', { ...offset, ...expires, ...became }), ...problems },
  }),
  createRoute({
    method: 'delete',
    path: '/uploads/{id}',
    description: 'Ends an upload. A photo that it became stays.',
    request: { params, headers: version },
    responses: { 204: answer('Ended', {}), ...problems },
  }),
];

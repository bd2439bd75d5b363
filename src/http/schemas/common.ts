import { z } from '@hono/zod-openapi';

export const idSchema = z.uuid();
export const timestampSchema = z.iso.datetime({ offset: true });

/** RFC 9457 problem document; `code` is stable, `detail` is a sentence for people. */
export const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    code: z.string(),
    detail: z.string().optional(),
    errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  })
  .catchall(z.unknown())
  .openapi('Problem');

export type Problem = z.infer<typeof problemSchema>;

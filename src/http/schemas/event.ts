import { z } from '@hono/zod-openapi';
import { jobSchema } from './job.ts';
import { photoCountsSchema, photoSchema } from './photo.ts';

/** First event of a stream, and after a gap of more than 500 changes: throw away what you have, fetch lists anew. */
export const snapshotEventSchema = z.object({
  seq: z.number().int(),
  jobs: z.array(jobSchema).describe('Jobs that are not final, and those that ended in the last hour'),
  counts: photoCountsSchema,
});

export const jobsEventSchema = z.object({ seq: z.number().int(), jobs: z.array(jobSchema) });

export const photosEventSchema = z.object({
  seq: z.number().int(),
  photos: z.array(photoSchema),
  removed: z.array(z.string()),
  counts: photoCountsSchema,
});

export type SnapshotEvent = z.infer<typeof snapshotEventSchema>;
export type JobsEvent = z.infer<typeof jobsEventSchema>;
export type PhotosEvent = z.infer<typeof photosEventSchema>;

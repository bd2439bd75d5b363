import { z } from '@hono/zod-openapi';
import { jobSchema } from './job.ts';
import { photoCountsSchema, photoSchema } from './photo.ts';

/** First event of a stream, and after a gap of more than 500 changes: throw away what you have, fetch lists anew. */
const snapshotEventSchema = z.object({
  seq: z.number().int(),
  jobs: z.array(jobSchema).describe('Jobs that are not final, and those that ended in the last hour'),
  counts: photoCountsSchema,
});

const jobsEventSchema = z.object({ seq: z.number().int(), jobs: z.array(jobSchema) });

const photosEventSchema = z.object({
  seq: z.number().int(),
  photos: z.array(photoSchema),
  removed: z.array(z.string()),
  counts: photoCountsSchema,
});

export type SnapshotEvent = z.infer<typeof snapshotEventSchema>;
export type JobsEvent = z.infer<typeof jobsEventSchema>;
export type PhotosEvent = z.infer<typeof photosEventSchema>;

/** One event as the stream would send it. */
const changeEventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('snapshot'), data: snapshotEventSchema }),
  z.object({ type: z.literal('jobs'), data: jobsEventSchema }),
  z.object({ type: z.literal('photos'), data: photosEventSchema }),
]);

/** For those who ask instead of listening: `seq` is what to ask from the next time. */
export const changesSchema = z
  .object({ seq: z.number().int(), events: z.array(changeEventSchema) })
  .openapi('Changes');

export type ChangeEvent = z.infer<typeof changeEventSchema>;
export type ChangesAnswer = z.infer<typeof changesSchema>;

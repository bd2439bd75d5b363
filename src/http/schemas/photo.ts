import { z } from '@hono/zod-openapi';
import { idSchema, timestampSchema } from './common.ts';

const photoStateSchema = z.enum([
  'preparing',
  'ready',
  'waiting',
  'analysing',
  'named',
  'suggested',
  'needs_look',
  'failed',
]);

const nameSourceSchema = z.enum(['upload', 'job', 'template', 'hand', 'review', 'undo']);

/** Why a photo is as it is; the page turns `code` into its own words, `text` is the English sentence. */
const photoProblemSchema = z.object({
  code: z.string(),
  text: z.string(),
  canRetry: z.boolean(),
  tries: z.number().int().optional().describe('How often its job tried, where that was more than once'),
});

const placeSchema = z.object({
  city: z.string(),
  country: z.string(),
  countryCode: z.string(),
});

/** As far as the camera wrote it, and only what can be. */
const exposureSchema = z.object({
  lens: z.string().nullable(),
  focalLength: z.number().nullable().describe('Of the lens itself, in millimetres'),
  fNumber: z.number().nullable(),
  seconds: z.number().nullable(),
  iso: z.number().nullable(),
});

/** What a vision model said about the original; the words are cleaned, but stay text, never markup. */
const analysisSchema = z.object({
  subject: z.string(),
  title: z.string(),
  short: z.string(),
  alt: z.string(),
  keywords: z.array(z.string()),
  text: z.string(),
  confidence: z.enum(['high', 'medium', 'low']),
  problem: z.string(),
  language: z.string(),
  provider: z.string(),
  model: z.string(),
  seenAt: timestampSchema.optional(),
});

/** Photos of one moment: a burst, or the files of one shot (RAW and JPEG). */
const stackSchema = z.object({
  id: idSchema,
  size: z.number().int().describe('Photos in it that are not deleted'),
  kind: z.enum(['burst', 'pair']),
});

export const photoSchema = z
  .object({
    id: idSchema,
    folder: z.string(),
    name: z.string(),
    originalName: z.string(),
    previousName: z.string().nullable(),
    suggestedName: z.string().nullable(),
    nameSource: nameSourceSchema,
    nameRev: z.number().int(),
    mediaType: z.string(),
    bytes: z.number().int(),
    width: z.number().int().nullable(),
    height: z.number().int().nullable(),
    takenAt: z.string().nullable().describe('Local time; with an offset only if the camera gave one'),
    camera: z.string().nullable(),
    exposure: exposureSchema.nullable().optional(),
    place: placeSchema.nullable(),
    thumbhash: z.string().nullable().describe('base64'),
    state: photoStateSchema,
    flags: z.array(z.string()),
    problem: photoProblemSchema.nullable(),
    jobId: idSchema.nullable().describe('The last job this photo was in'),
    analysis: analysisSchema.nullable(),
    stack: stackSchema.nullable().describe('What it belongs to; null for a photo that stands alone'),
    urls: z
      .object({ thumbnail: z.string(), preview: z.string(), file: z.string() })
      .describe(
        'Relative to this server, or whole where the store serves people itself; take them as they are',
      ),
    originalKept: z
      .boolean()
      .optional()
      .describe('False where only previews were uploaded: there is no file to download'),
    createdAt: timestampSchema,
    deletedAt: timestampSchema
      .nullable()
      .optional()
      .describe('Of a deleted photo, which is kept for 30 days from then'),
    seq: z.number().int(),
  })
  .openapi('Photo');

export type Photo = z.infer<typeof photoSchema>;
export type PhotoState = z.infer<typeof photoStateSchema>;

export const photoNamesSchema = z
  .object({
    names: z.array(
      z.object({
        name: z.string(),
        why: nameSourceSchema,
        at: timestampSchema,
        undone: z.boolean().describe('Taken back later'),
      }),
    ),
  })
  .openapi('PhotoNames');

export type PhotoNames = z.infer<typeof photoNamesSchema>;

export const photoCountsSchema = z.object({
  all: z.number().int(),
  unnamed: z.number().int(),
  named: z.number().int(),
  suggested: z.number().int(),
  needsLook: z.number().int(),
  failed: z.number().int(),
});

export const photoListSchema = z
  .object({
    photos: z.array(photoSchema),
    total: z.number().int(),
    nextCursor: z.string().nullable(),
    counts: photoCountsSchema,
    folders: z.array(z.object({ folder: z.string(), count: z.number().int() })),
  })
  .openapi('PhotoList');

export type PhotoList = z.infer<typeof photoListSchema>;

export const photoListQuerySchema = z.object({
  cursor: z.string().max(1000).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
  q: z.string().max(200).optional(),
  sort: z.enum(['taken', 'added', 'name']).default('taken'),
  state: z.enum(['unnamed', 'named', 'suggested', 'needs_look', 'failed', 'deleted']).optional(),
  folder: z.string().max(1000).optional(),
});

export type PhotoListQuery = z.infer<typeof photoListQuerySchema>;

export const intakeResultSchema = z
  .object({
    photos: z.array(photoSchema),
    indexes: z
      .array(z.number().int())
      .describe('For each of `photos`, which file of the request it was, from 0'),
    duplicates: z.array(z.object({ filename: z.string(), photoId: idSchema, index: z.number().int() })),
    rejected: z.array(
      z.object({ filename: z.string(), code: z.string(), detail: z.string(), index: z.number().int() }),
    ),
    companions: z
      .array(z.object({ filename: z.string(), photoId: idSchema.nullable(), index: z.number().int() }))
      .optional()
      .describe('XMP files, each kept beside its photo; null until that comes'),
  })
  .openapi('IntakeResult');

export type IntakeResult = z.infer<typeof intakeResultSchema>;

import { z } from '@hono/zod-openapi';

const sha256 = /^[0-9a-f]{64}$/u;
const hash128 = /^[0-9a-f]{32}$/u;
const largestEdge = 100_000;

const mediaTypeSchema = z.enum([
  'image/jpeg',
  'image/png',
  'image/webp',
  'image/gif',
  'image/avif',
  'image/tiff',
  'image/heic',
  'image/x-adobe-dng',
]);

/** A day that there was, with photography invented; whether it has come yet is not for a schema to say. */
const isPossibleTime = (text: string): boolean => {
  const time = Date.parse(`${text}Z`);
  return text >= '1826' && !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
};

const within = (min: number, max: number) => z.number().min(min).max(max).nullable();

/** Bounds as wide as those it is read with; a test compares them. */
const exposureSchema = z.object({
  lens: z.string().max(1000).nullable(),
  focalLength: within(0.1, 20_000),
  fNumber: within(0.5, 500),
  seconds: within(0.000_001, 864_000),
  iso: within(1, 10_000_000),
});

/** What the browser learnt from the picture; the names are those of `Prepared`. */
const preparedSchema = z.object({
  width: z.number().int().min(1).max(largestEdge),
  height: z.number().int().min(1).max(largestEdge),
  takenLocal: z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$/u, 'must be YYYY-MM-DDTHH:MM:SS')
    .refine(isPossibleTime, 'must be a time that there was')
    .nullable(),
  takenOffsetMinutes: z.number().int().min(-720).max(840).nullable(),
  camera: z.string().max(1000).nullable(),
  exposure: exposureSchema.nullable().default(null).describe('Pages of before do not send it'),
  latitude: z.number().min(-90).max(90).nullable(),
  longitude: z.number().min(-180).max(180).nullable(),
  place: z
    .object({
      city: z.string().min(1).max(1000),
      countryCode: z.string().regex(/^[A-Z]{2}$/u, 'must be two capital letters'),
    })
    .nullable(),
  kind: z.enum(['photo', 'screenshot', 'document', 'panorama', 'black_and_white']),
  brightness: z.number().min(0).max(1),
  perceptualHash: z.string().regex(hash128, 'must be 32 hexadecimal digits, lower case'),
  thumbhash: z
    .string()
    .min(4)
    .max(64)
    .refine((text) => z.base64().safeParse(text).success, 'must be base64'),
  previewRecipe: z.string().regex(/^[a-z0-9]{1,40}$/u, 'must be lower-case letters and digits'),
  damaged: z.boolean(),
});

export const uploadedPhotoSchema = z
  .object({
    uploadId: z
      .uuid()
      .transform((id) => id.toLowerCase())
      .describe('The folder below incoming/<own id>/ that holds the objects'),
    filename: z.string().max(10_000),
    folder: z.string().max(10_000),
    original: z.object({
      mediaType: mediaTypeSchema,
      bytes: z.number().int().min(1).max(Number.MAX_SAFE_INTEGER),
      sha256: z.string().regex(sha256, 'must be 64 hexadecimal digits, lower case'),
    }),
    originalKept: z.boolean().describe('False: only thumbnail and preview were uploaded'),
    prepared: preparedSchema,
  })
  .openapi('UploadedPhoto');

export type UploadedPhoto = z.infer<typeof uploadedPhotoSchema>;

export const uploadedPhotosSchema = z.object({
  photos: z
    .array(uploadedPhotoSchema)
    .min(1)
    .max(50)
    .refine((photos) => new Set(photos.map((photo) => photo.uploadId)).size === photos.length, {
      message: 'must name each upload once',
    }),
});

import { z } from 'zod';
import type { DecoderMessage } from './decoder-verdict.ts';

const bytes = z.instanceof(Uint8Array);

const preparedSchema = z.object({
  width: z.number().int().positive(),
  height: z.number().int().positive(),
  takenLocal: z
    .string()
    .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/u)
    .nullable(),
  takenOffsetMinutes: z.number().int().nullable(),
  camera: z.string().max(200).nullable(),
  exposure: z
    .object({
      lens: z.string().max(200).nullable(),
      focalLength: z.number().nullable(),
      fNumber: z.number().nullable(),
      seconds: z.number().nullable(),
      iso: z.number().nullable(),
    })
    .nullable(),
  latitude: z.number().nullable(),
  longitude: z.number().nullable(),
  place: z.object({ city: z.string(), countryCode: z.string() }).nullable(),
  kind: z.enum(['photo', 'screenshot', 'document', 'panorama', 'black_and_white']),
  brightness: z.number().min(0).max(1),
  perceptualHash: bytes,
  thumbhash: bytes,
  thumbnail: bytes,
  preview: bytes,
  previewRecipe: z.string(),
  damaged: z.boolean(),
});

const outcomeSchema = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), prepared: preparedSchema }),
  z.object({
    ok: z.literal(false),
    code: z.enum(['file_damaged', 'format_not_read', 'too_large', 'took_too_long', 'no_preview_in_raw']),
    detail: z.string(),
  }),
]);

const messageSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ready') }),
  z.object({ kind: z.literal('outcome'), outcome: outcomeSchema }),
  z.object({ kind: z.literal('broken'), reason: z.string() }),
]);

/** A decoder handles hostile files, so its words are checked like anybody's. Null where it is no message of ours. */
export function parseDecoderMessage(message: unknown): DecoderMessage | null {
  const parsed = messageSchema.safeParse(message);
  return parsed.success ? parsed.data : null;
}

const taskSchema = z.object({
  path: z.string(),
  now: z.number(),
  limits: z.object({
    jpeg: z.number(),
    progressiveJpeg: z.number(),
    png: z.number(),
    interlacedPng: z.number(),
    webp: z.number(),
    gif: z.number(),
    tiff: z.number(),
    avif: z.number(),
    deepAvif: z.number(),
    heic: z.number(),
    allFrames: z.number(),
  }),
});

export function parsePictureTask(message: unknown): z.infer<typeof taskSchema> {
  return taskSchema.parse(message);
}

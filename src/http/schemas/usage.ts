import { z } from '@hono/zod-openapi';
import { timestampSchema } from './common.ts';

export const spendingSchema = z
  .object({
    month: z.string().describe('2026-11; months are those of UTC'),
    usd: z.number().describe('What the calls of this month have cost so far'),
    calls: z.number().int(),
    limit: z
      .object({ usd: z.number(), of: z.enum(['month', 'operator']) })
      .nullable()
      .describe('The one that holds: the own one, or that of whoever runs this server; null: none'),
    capUsd: z.number().nullable().describe('What whoever runs this server allows at most'),
  })
  .openapi('Spending');

export type SpendingAnswer = z.infer<typeof spendingSchema>;

export const spaceSchema = z
  .object({
    photos: z.object({ count: z.number().int(), bytes: z.number().int() }),
    companions: z
      .object({ count: z.number().int(), bytes: z.number().int() })
      .describe('XMP files beside photos'),
    smallCopies: z
      .object({ bytes: z.number().int() })
      .describe('Thumbnails and previews, estimated from their number'),
    deleted: z.object({
      count: z.number().int(),
      bytes: z.number().int(),
      next: z
        .object({ count: z.number().int(), at: timestampSchema })
        .nullable()
        .describe('Those that are removed first'),
    }),
    folder: z.string().nullable().describe('Where everything lies; null where people sign in'),
    freeBytes: z.number().int().nullable().describe('What is left there; null where that is not known'),
  })
  .openapi('Space');

export type SpaceAnswer = z.infer<typeof spaceSchema>;

export const emptiedSchema = z.object({ removed: z.number().int() }).openapi('Emptied');

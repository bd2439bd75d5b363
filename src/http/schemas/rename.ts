import { z } from '@hono/zod-openapi';
import { idSchema, timestampSchema } from './common.ts';
import { photoIdsSchema, templateSchema } from './job.ts';

export const renameSchema = z
  .object({
    id: idSchema,
    why: z.enum(['job', 'template', 'hand', 'undo', 'review']),
    jobId: idSchema.nullable(),
    count: z.number().int(),
    undoes: idSchema.nullable(),
    undoneBy: idSchema.nullable(),
    createdAt: timestampSchema,
    seq: z.number().int(),
  })
  .openapi('Rename');

export type Rename = z.infer<typeof renameSchema>;

export const renameListSchema = z
  .object({ renames: z.array(renameSchema), nextCursor: z.string().nullable() })
  .openapi('RenameList');

export const renameEntryListSchema = z
  .object({
    entries: z.array(z.object({ photoId: idSchema, old: z.string(), new: z.string() })),
    nextCursor: z.string().nullable(),
  })
  .openapi('RenameEntryList');

const planStatusSchema = z.enum(['ok', 'unchanged', 'collision', 'illegal', 'too_long', 'skipped']);

const planRowSchema = z.object({
  photoId: idSchema,
  from: z.string(),
  to: z.string(),
  status: planStatusSchema,
  problem: z.string().optional(),
});

export type PlanRow = z.infer<typeof planRowSchema>;

export const planSchema = z
  .object({
    rows: z.array(planRowSchema),
    conflicts: z.number().int(),
    planHash: z.string(),
  })
  .openapi('RenamePlan');

export type Plan = z.infer<typeof planSchema>;

const templateRenameSchema = z.object({
  photoIds: photoIdsSchema,
  template: templateSchema,
  edits: z
    .array(z.object({ photoId: idSchema, name: z.string().max(10_000) }))
    .max(100_000)
    .optional()
    .describe('Names typed for single photos; they stand above the template and count as written by hand'),
  leaveOut: z.array(idSchema).max(100_000).optional().describe('Photos that keep their names'),
  includeHandNamed: z.boolean().optional(),
});

const onConflictSchema = z
  .enum(['fail', 'skip', 'number', 'tell_apart'])
  .describe(
    'Same names: refuse them; or the first has it and the others keep theirs, are numbered, or told apart',
  );

export const previewRenameSchema = templateRenameSchema.extend({ onConflict: onConflictSchema.optional() });

export const applyRenameSchema = z.union([
  templateRenameSchema.extend({
    planHash: z.string().optional(),
    onConflict: onConflictSchema.optional(),
  }),
  z.object({ entries: z.array(z.object({ photoId: idSchema, name: z.string().max(10_000) })).min(1) }),
]);

export const undoSchema = z.object({ photoIds: z.array(idSchema).optional() });

export const undoResultSchema = renameSchema
  .extend({ skipped: z.array(z.object({ photoId: idSchema, code: z.string() })) })
  .openapi('Undo');

export const reviewSchema = z.object({
  accept: z
    .array(z.object({ photoId: idSchema, name: z.string().max(10_000).optional() }))
    .max(100_000)
    .default([]),
  skip: z.array(idSchema).max(100_000).default([]),
});

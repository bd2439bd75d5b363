import { z } from '@hono/zod-openapi';
import { idSchema, timestampSchema } from './common.ts';

/** Why something on disk is left alone; the page turns `code` into its own words, `text` is the English sentence. */
const leftAloneSchema = z.object({
  path: z.string().describe('Within the folder, with / between folders'),
  code: z.enum([
    'changed_since',
    'name_taken',
    'gone',
    'open_elsewhere',
    'not_allowed',
    'illegal_here',
    'same_photo',
    'not_read',
  ]),
  text: z.string(),
});

/** A folder of this computer whose photos are read in place. */
export const diskFolderSchema = z
  .object({
    id: idSchema,
    path: z.string().describe('Absolute, as the system writes it'),
    folder: z.string().describe('What its photos stand under in the library'),
    readAt: timestampSchema.nullable().describe('When it was last read whole'),
    reading: z
      .object({ found: z.number().int(), read: z.number().int() })
      .nullable()
      .describe('Photos found and read so far, while it is being read'),
    photos: z.number().int(),
    subfolders: z.number().int(),
    notRead: z.array(leftAloneSchema).describe('Files that look like photos and could not be taken'),
    problem: z
      .object({ code: z.string(), text: z.string() })
      .nullable()
      .describe('Why it cannot be read now: gone, not_allowed'),
  })
  .openapi('DiskFolder');

export const diskFoldersSchema = z.object({ folders: z.array(diskFolderSchema) }).openapi('DiskFolders');

/** One photo on disk. `name` is what it is called there, `to` what it would be called. */
export const diskFileSchema = z
  .object({
    id: idSchema,
    photoId: idSchema,
    place: z.string().describe("Its folder within the disk folder; '' for none"),
    name: z.string(),
    to: z.string().nullable().describe('Null while Rollcall has no other name for it'),
    status: z.enum(['ready', 'done', 'unnamed', 'problem']),
    problem: leftAloneSchema.omit({ path: true }).nullable(),
    was: z.string().nullable().describe('Its name before the last run that renamed it, unless undone'),
    doneAt: timestampSchema.nullable(),
    sidecars: z.array(z.string()).describe('Extensions of the files that follow, such as .CR3 and .xmp'),
    thumbnail: z.string().nullable(),
    takenAt: z.string().nullable(),
  })
  .openapi('DiskFile');

/** All files of a folder in the order of taking; what an apply would do is exactly what these say. */
export const diskFilesSchema = z
  .object({ files: z.array(diskFileSchema), planHash: z.string() })
  .openapi('DiskFiles');

/** One applied batch of renames on disk; the list of them is kept in the folder itself. */
export const diskRunSchema = z
  .object({
    id: z.string(),
    startedAt: timestampSchema,
    photos: z.number().int(),
    sidecars: z.number().int(),
    canGoBack: z.number().int().describe('Photos an undo would rename now'),
    leftAlone: z
      .array(leftAloneSchema)
      .describe('What an undo would leave, and why; of an undone run, what it left'),
    undoneAt: timestampSchema.nullable(),
    wentBack: z.number().int(),
  })
  .openapi('DiskRun');

export const diskRunsSchema = z
  .object({ runs: z.array(diskRunSchema) })
  .describe('Newest first')
  .openapi('DiskRuns');

export const diskResultSchema = z
  .object({
    run: diskRunSchema.nullable().describe('Null if nothing was renamed'),
    renamed: z.number().int(),
    leftAlone: z.array(leftAloneSchema),
  })
  .openapi('DiskResult');

export const applyToDiskSchema = z.object({
  planHash: z.string(),
  leaveOut: z.array(idSchema).max(100_000).optional().describe('Ids of files'),
});

/** Folders of this computer to choose from. */
export const diskBrowseSchema = z
  .object({
    path: z.string(),
    parent: z.string().nullable(),
    isHome: z.boolean(),
    folders: z.array(z.object({ name: z.string(), path: z.string() })),
    photos: z.number().int().describe('Files in it, not deeper, whose names look like photos'),
    places: z.array(z.object({ name: z.string(), path: z.string() })).describe('Where to begin: home, disks'),
  })
  .openapi('DiskBrowse');

export type DiskFolder = z.infer<typeof diskFolderSchema>;
export type DiskFile = z.infer<typeof diskFileSchema>;
export type DiskFiles = z.infer<typeof diskFilesSchema>;
export type DiskRun = z.infer<typeof diskRunSchema>;
export type DiskResult = z.infer<typeof diskResultSchema>;
export type DiskBrowse = z.infer<typeof diskBrowseSchema>;

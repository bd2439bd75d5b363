import { z } from '@hono/zod-openapi';
import { longestLeftOut, mostLeftOut } from '../../names/leave-out.ts';
import { maxPatternLength } from '../../names/pattern.ts';
import { defaultTemplate } from '../../names/template.ts';
import { idSchema, timestampSchema } from './common.ts';

/** Every field has a default, so a caller names only what differs. */
export const templateSchema = z
  .object({
    pattern: z
      .string()
      .min(1, 'The pattern is empty.')
      .max(maxPatternLength)
      .default(defaultTemplate.pattern),
    case: z.enum(['lower', 'upper', 'title', 'sentence', 'keep']).default(defaultTemplate.case),
    separator: z.enum(['-', '_', '.', ' ', '']).default(defaultTemplate.separator),
    start: z.number().int().min(0).max(999_999_999).default(defaultTemplate.start),
    step: z.number().int().min(1).max(1000).default(defaultTemplate.step),
    padding: z.union([z.literal('auto'), z.number().int().min(1).max(12)]).default(defaultTemplate.padding),
    maxLength: z.number().int().min(10).max(150).default(defaultTemplate.maxLength),
    maxWords: z
      .number()
      .int()
      .min(1)
      .max(12)
      .nullable()
      .default(defaultTemplate.maxWords)
      .describe('Of the name, without its dates and its number; fixed text and one word of each token stay'),
    without: z
      .array(z.string().max(longestLeftOut))
      .max(mostLeftOut)
      .readonly()
      .default(defaultTemplate.without)
      .describe('Words and phrases that title, short, subject, keywords and text are taken without'),
    order: z
      .enum(['selection', 'taken', 'name'])
      .default(defaultTemplate.order)
      .describe('What a rename counts the photos by; a job counts them as they were chosen'),
    restart: z
      .enum(['never', 'folder', 'day'])
      .default(defaultTemplate.restart)
      .describe('Where the number begins anew'),
    letters: z
      .enum(['keep', 'plain', 'latin'])
      .default(defaultTemplate.letters)
      .describe('As they are, without accents, or Latin letters only'),
    target: z
      .enum(['any', 'windows', 'mac_linux', 'web'])
      .default(defaultTemplate.target)
      .describe('Where the names are to be used'),
    sameNames: z
      .enum(['ask', 'tell_apart', 'number', 'skip'])
      .default(defaultTemplate.sameNames)
      .describe('For jobs, which tell photos of one name apart where this says ask; a rename has onConflict'),
  })
  .openapi('Template');

export type Template = z.infer<typeof templateSchema>;

export const jobOptionsSchema = z
  .object({
    language: z
      .string()
      // Without the flag `u`: the document would show it as a part of the pattern.
      .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/)
      .default('en'),
    apply: z.enum(['automatic', 'review', 'nothing']).default('automatic'),
    template: templateSchema.prefault({}),
    context: z.string().max(500).default(''),
    alreadyNamed: z.enum(['skip', 'again']).default('skip'),
    includeHandNamed: z.boolean().default(false),
    lookAgain: z
      .boolean()
      .optional()
      .describe(
        'Asks about photos that were seen before too; the new answer takes the place of the stored one',
      ),
    provider: z.string().max(100).optional(),
    model: z.string().max(200).optional(),
    budgetUsd: z.number().min(0).max(100_000).optional(),
  })
  .openapi('JobOptions');

export type JobOptions = z.infer<typeof jobOptionsSchema>;

export const photoIdsSchema = z.union([z.literal('all'), z.array(idSchema).max(100_000)]);

export const createJobSchema = z.object({
  photoIds: photoIdsSchema,
  options: jobOptionsSchema.prefault({}),
});

const jobStatusSchema = z.enum(['pending', 'processing', 'paused', 'completed', 'error', 'canceled']);

const pauseReasonSchema = z.enum([
  'user',
  'bad_key',
  'no_credit',
  'budget_reached',
  'model_unavailable',
  'provider_unreachable',
  'config',
]);

export const jobSchema = z
  .object({
    id: idSchema,
    kind: z.enum(['rename', 'look']),
    status: jobStatusSchema,
    reason: pauseReasonSchema.nullable(),
    total: z.number().int(),
    succeeded: z.number().int(),
    failed: z.number().int(),
    skipped: z.number().int(),
    canceled: z.number().int(),
    processed: z.number().int(),
    remaining: z.number().int(),
    inFlight: z.number().int(),
    toReview: z.number().int(),
    unchanged: z.number().int().describe('Of those that succeeded, the photos that had the name already'),
    undone: z.boolean().describe('All that it renamed is taken back'),
    progress: z.number().min(0).max(1),
    ratePerMinute: z.number().nullable(),
    etaSeconds: z.number().nullable(),
    waitingUntil: timestampSchema.nullable(),
    runningSeconds: z.number(),
    error: z.string().nullable(),
    provider: z.string(),
    model: z.string(),
    renameId: idSchema.nullable().describe('The rename this job is filling, for undo'),
    options: jobOptionsSchema,
    budgetUsd: z
      .number()
      .nullable()
      .describe('What the job may cost, as it is now; it is paused when it has'),
    limitReached: z
      .object({ of: z.enum(['job', 'month', 'operator']), usd: z.number() })
      .nullable()
      .describe('With the reason budget_reached: whose limit it is, and how much'),
    cost: z.object({
      usd: z.number(),
      priceKnown: z.boolean(),
      inputTokens: z.number().int(),
      outputTokens: z.number().int(),
      calls: z.number().int(),
      reused: z.number().int(),
    }),
    createdAt: timestampSchema,
    startedAt: timestampSchema.nullable(),
    finishedAt: timestampSchema.nullable(),
    seq: z.number().int(),
  })
  .openapi('Job');

export type Job = z.infer<typeof jobSchema>;

export const itemStatusSchema = z.enum([
  'pending',
  'processing',
  'completed',
  'error',
  'skipped',
  'canceled',
]);

const itemSchema = z
  .object({
    photoId: idSchema,
    position: z.number().int(),
    status: itemStatusSchema,
    suggestedName: z.string().nullable(),
    flags: z.array(z.string()),
    code: z.string().nullable(),
    detail: z.string().nullable(),
    canRetry: z.boolean(),
    tries: z.number().int(),
  })
  .openapi('Item');

export type Item = z.infer<typeof itemSchema>;

export const jobAcceptedSchema = z.object({ jobId: idSchema, job: jobSchema }).openapi('JobAccepted');
export const jobListSchema = z
  .object({ jobs: z.array(jobSchema), nextCursor: z.string().nullable() })
  .openapi('JobList');
export const itemListSchema = z
  .object({ items: z.array(itemSchema), nextCursor: z.string().nullable() })
  .openapi('ItemList');

export const estimateSchema = z
  .object({
    usd: z.number(),
    priceKnown: z.boolean().describe('False where nothing is known of what the model costs'),
    seconds: z.number(),
    total: z.number().int(),
    willLook: z.number().int().describe('Photos that would be named: not left out, and readable'),
    reused: z.number().int(),
    alreadyNamed: z.number().int(),
    handNamed: z.number().int(),
  })
  .openapi('Estimate');

export type Estimate = z.infer<typeof estimateSchema>;

/** After `budget_reached`: what the job may cost from now on, what it has cost included; left out, that limit is lifted. */
export const resumeSchema = z.object({ budgetUsd: z.number().min(0).max(100_000).optional() });

/** The note for the photos that were not asked about yet. */
export const changeJobSchema = z.object({ context: z.string().max(500) });

export const retrySchema = z.object({ photoIds: z.array(idSchema).max(100_000).optional() });

import { OpenAPIHono, z } from '@hono/zod-openapi';
import { problemSchema } from './schemas/common.ts';
import { ApiProblem } from './problem.ts';
import type { OwnerVariables } from './session.ts';

/** A router whose validation errors become our problem documents. */
export function createRouter(): OpenAPIHono<OwnerVariables> {
  return new OpenAPIHono<OwnerVariables>({
    defaultHook: (result) => {
      if (result.success) return;
      const errors = result.error.issues.map((issue) => ({
        path: issue.path.map(String).join('.'),
        message: issue.message,
      }));
      const [first] = errors;
      const detail =
        first === undefined ? undefined : `${first.path === '' ? 'The body' : first.path}: ${first.message}`;
      throw new ApiProblem('invalid_request', detail, { errors });
    },
  });
}

export const idParam = z.object({ id: z.uuid() });

export const json = <Schema extends z.ZodType>(schema: Schema, description: string) => ({
  description,
  content: { 'application/json': { schema } },
});

export const body = <Schema extends z.ZodType>(schema: Schema) => ({
  content: { 'application/json': { schema } },
  required: true,
});

/** Every route can answer with a problem; its `code` says which. */
export const problems = {
  '4XX': {
    description: 'A problem of the request',
    content: { 'application/problem+json': { schema: problemSchema } },
  },
  '5XX': {
    description: 'A problem of the server',
    content: { 'application/problem+json': { schema: problemSchema } },
  },
} as const;

export const pageQuery = z.object({
  cursor: z.string().max(1000).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});

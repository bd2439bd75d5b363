import { z } from 'zod';

/** The five shapes of error bodies seen on compatible servers, as one. */
export interface ErrorBody {
  readonly message: string;
  readonly type: string | null;
  readonly param: string | null;
  /** As text: some servers send a number, usually the status they would have had. */
  readonly code: string | null;
}

const word = z
  .union([z.string(), z.number().transform(String)])
  .nullish()
  .catch(null);

const detailSchema = z.object({
  message: z.string().default('').catch(''),
  type: word,
  param: word,
  code: word,
  status: word,
  metadata: z.unknown().optional(),
});

const looseSchema = z.object({
  error: z.unknown().optional(),
  object: z.unknown().optional(),
  detail: z.unknown().optional(),
});

/** The error in a parsed body, or null if the body holds none. */
export function readErrorBody(body: unknown): ErrorBody | null {
  const first: unknown = Array.isArray(body) ? body[0] : body;
  const parsed = looseSchema.safeParse(first);
  if (!parsed.success) return null;
  const { error, object, detail } = parsed.data;
  if (typeof error === 'string') return { message: error, type: null, param: null, code: null };
  if (typeof error === 'object' && error !== null) return fromDetail(error);
  if (object === 'error') return fromDetail(first);
  return detail === undefined || detail === null ? null : fromValidation(detail);
}

function fromDetail(value: unknown): ErrorBody | null {
  const parsed = detailSchema.safeParse(value);
  if (!parsed.success) return null;
  const { message, type, param, code, status, metadata } = parsed.data;
  // OpenRouter hides why a request was flagged in the metadata.
  const flagged = (JSON.stringify(metadata) ?? '').includes('"reasons"') ? 'moderation_flagged' : null;
  return { message, type: flagged ?? type ?? status ?? null, param: param ?? null, code: code ?? null };
}

/** FastAPI servers list what they did not like: `{detail: [{loc: ['body', 'store'], msg}]}`. */
function fromValidation(detail: unknown): ErrorBody {
  const text = typeof detail === 'string' ? detail : JSON.stringify(detail);
  return { message: text.slice(0, 2000), type: null, param: null, code: null };
}

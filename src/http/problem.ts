import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { Problem } from './schemas/common.ts';

/** Every code the interface can answer with: status, title. Stable; clients decide by it. */
const catalogue = {
  malformed_json: [400, 'The body is not JSON'],
  malformed_upload: [400, 'The upload does not keep to the protocol'],
  malformed_multipart: [400, 'The body is not a file upload'],
  invalid_request: [422, 'The request does not fit'],
  bad_cursor: [400, 'The cursor does not belong to this list'],
  unauthenticated: [401, 'Sign in first'],
  forbidden_origin: [403, 'Requests from other sites are refused'],
  not_invited: [403, 'This address is not invited'],
  set_by_operator: [403, 'The model is chosen by whoever runs this server'],
  not_found: [404, 'Not found'],
  photo_not_found: [404, 'There is no such photo'],
  original_not_kept: [404, 'The original was not kept'],
  original_moved: [404, 'The file is no longer where it was'],
  folder_not_found: [404, 'There is no such folder'],
  run_not_found: [404, 'There is no list of these renames'],
  upload_not_found: [404, 'There is no such upload'],
  job_not_found: [404, 'There is no such job'],
  rename_not_found: [404, 'There is no such rename'],
  method_not_allowed: [405, 'This address does not take that method'],
  name_taken: [409, 'The name is taken'],
  upload_moved: [409, 'The upload is at another place'],
  upload_gone: [410, 'The upload was left lying for too long'],
  tus_version: [412, 'Uploads speak tus 1.0.0'],
  name_changed: [412, 'The name has changed meanwhile'],
  plan_changed: [409, 'The library changed'],
  name_conflicts: [409, 'Some names clash'],
  not_now: [409, 'The job is in a status where this means nothing'],
  folder_busy: [409, 'The folder is in use'],
  too_large: [413, 'The body is too large'],
  wrong_host: [421, 'This server does not answer to that name'],
  unsupported_media_type: [415, 'The body has a type that is not taken here'],
  not_a_folder: [422, 'This is no folder'],
  not_allowed: [422, 'This folder cannot be opened'],
  no_photos: [422, 'No photos'],
  unknown_photos: [422, 'Some photos do not exist'],
  illegal_name: [422, 'This is no possible file name'],
  name_too_long: [422, 'The name is too long'],
  illegal_pattern: [422, 'The pattern has a mistake'],
  unknown_model: [422, 'This model is not set up'],
  idempotency_conflict: [422, 'The key was used for another request'],
  nothing_to_do: [422, 'No name would change'],
  rejected: [422, 'No file could be taken'],
  too_many_uploads: [429, 'Too many uploads are unfinished'],
  internal: [500, 'Something went wrong here'],
  not_offered: [501, 'This is not offered here'],
  disk_full: [507, 'The disk is full'],
  busy: [503, 'Busy, try again shortly'],
  database_unavailable: [503, 'The database does not answer'],
  store_unavailable: [503, 'The store of the photos does not answer'],
  not_ready: [503, 'Not ready'],
} as const satisfies Record<string, readonly [ContentfulStatusCode, string]>;

export type ProblemCode = keyof typeof catalogue;

/** Thrown by routes; rendered in one place. `extra` fields are part of the document. */
export class ApiProblem extends Error {
  override name = 'ApiProblem';
  readonly code: ProblemCode;
  readonly extra: Readonly<Record<string, unknown>>;
  constructor(code: ProblemCode, detail?: string, extra: Readonly<Record<string, unknown>> = {}) {
    super(detail ?? catalogue[code][1]);
    this.code = code;
    this.extra = extra;
  }
}

const contentType = 'application/problem+json';

export function renderProblem(
  c: Context,
  problem: ApiProblem,
  headers: Record<string, string> = {},
): Response {
  const [status] = catalogue[problem.code];
  return c.body(JSON.stringify(documentOf(problem)), status, { 'content-type': contentType, ...headers });
}

/** The same where there is no interface to answer by. */
export function problemResponse(problem: ApiProblem, headers: Record<string, string> = {}): Response {
  const document = documentOf(problem);
  const all = { 'content-type': contentType, ...headers };
  return new Response(JSON.stringify(document), { status: document.status, headers: all });
}

function documentOf({ code, message, extra }: ApiProblem): Problem {
  const [status, title] = catalogue[code];
  const detail = message === title ? {} : { detail: message };
  return { type: 'about:blank', title, status, code, ...detail, ...extra };
}

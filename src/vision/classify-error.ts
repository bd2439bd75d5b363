import { cleanDetail } from './clean-answer.ts';
import type { ErrorBody } from './error-body.ts';
import type { Outcome, PauseCause } from './vision-model.ts';

/** A failure as the server told it. */
export interface Failure {
  readonly status: number;
  readonly error: ErrorBody | null;
  /** What Retry-After or the message asks for, in ms; null if nothing. */
  readonly retryAfterMs: number | null;
  /** Calls of this form have worked before, so that an unexplained refusal is about the photo. */
  readonly formWorks: boolean;
  readonly secret?: string | undefined;
}

const nothingUsed = { inputTokens: 0, outputTokens: 0, costNano: 0 };

/** A wait nobody stated: enough not to spin, the limiter adds its own. */
const unstatedWaitMs = 1000;

type Kind = 'money' | 'throttle' | 'key' | 'model' | 'filtered' | 'photo' | 'config' | 'transient';

/** What codes and types mean, whatever the status. The order matters where a body carries two of them. */
const meanings: readonly (readonly [Kind, readonly string[]])[] = [
  [
    'money',
    [
      'insufficient_quota',
      'credit_balance_exhausted',
      'credit_balance_too_low',
      'organization_spend_limit_exceeded',
      'project_spend_limit_exceeded',
      'organization_usage_limit_exceeded',
      'billing_hard_limit_reached',
      'billing_not_active',
      'billing_error',
      'insufficient_credits',
    ],
  ],
  [
    'throttle',
    [
      'rate_limit_exceeded',
      'rate_limit_error',
      'slow_down',
      'resource_unavailable',
      'resource_exhausted',
      'capacity_exceeded',
      'overloaded_error',
    ],
  ],
  ['key', ['invalid_api_key', 'authentication_error', 'account_deactivated', 'unauthenticated']],
  ['model', ['model_not_found', 'model_not_available', 'not_found_error']],
  [
    'filtered',
    [
      'content_policy_violation',
      'image_content_policy_violation',
      'misalignment_policy_violation',
      'content_filter',
      'responsibleaipolicyviolation',
      'moderation_flagged',
    ],
  ],
  ['transient', ['sanitizer_server_error', 'server_error']],
  [
    'photo',
    [
      'invalid_image',
      'invalid_image_format',
      'invalid_base64_image',
      'invalid_image_url',
      'image_too_large',
      'image_too_small',
      'image_parse_error',
      'image_file_too_large',
      'unsupported_image_media_type',
      'empty_image_file',
    ],
  ],
  ['config', ['unsupported_country_region_territory', 'context_length_exceeded', 'unsupported_parameter']],
];

/** Decides by the body's code, then its type, then the status, then the words. */
export function classifyError(failure: Failure): Outcome {
  const { status } = failure;
  const detail = describeFailure(failure);
  switch (kindByBody(failure.error) ?? kindByStatus(failure)) {
    case 'money':
      return { kind: 'out_of_money', detail };
    case 'throttle':
      return { kind: 'throttled', waitMs: failure.retryAfterMs ?? unstatedWaitMs, detail };
    case 'key':
      return pause('bad_key', detail);
    case 'model':
      return pause('model_unavailable', detail);
    case 'filtered':
      return { kind: 'filtered', detail, usage: nothingUsed };
    case 'photo':
      return { kind: 'photo_rejected', detail };
    case 'config':
      return pause('config', detail);
    case 'unreachable':
      return { kind: 'unreachable', detail };
    case 'transient':
      break;
  }
  // A gateway that passes on its upstream's trouble is a gateway in trouble.
  return gateway(status) ? { kind: 'unreachable', detail } : { kind: 'transient', detail };
}

function kindByBody(error: ErrorBody | null): Kind | null {
  for (const told of [error?.code, error?.type]) {
    if (told === null || told === undefined) continue;
    const found = meanings.find(([, words]) => words.includes(told.toLowerCase()));
    if (found !== undefined) return found[0];
  }
  return null;
}

function kindByStatus(failure: Failure): Kind | 'unreachable' {
  const { status } = failure;
  // Some servers and gateways answer 200 and put the status in the body.
  const told = status === 200 ? Number(failure.error?.code) : status;
  if (told === 429 || told === 498 || told === 529) return 'throttle';
  if (told === 402) return 'money';
  if (told === 401) return 'key';
  if (told === 413) return 'photo';
  if (status === 200 || told === 408 || told === 409 || told === 425) return 'transient';
  if (gateway(told)) return told === 503 && failure.retryAfterMs !== null ? 'throttle' : 'unreachable';
  if (told >= 500) return 'transient';
  if (told === 400 || told === 422) return kindOfBadRequest(failure);
  if (told === 404 && /model/iu.test(failure.error?.message ?? '')) return 'model';
  return 'config';
}

function gateway(status: number): boolean {
  return status === 502 || status === 503 || status === 504;
}

function kindOfBadRequest(failure: Failure): Kind {
  const message = failure.error?.message ?? '';
  if (/api.?key/iu.test(message)) return 'key';
  if (
    /not (?:support|accept)\w* (?:image|vision)|image input|no (?:vision|image) support|multimodal/iu.test(
      message,
    )
  )
    return 'model';
  if (/content (?:management )?policy|safety system/iu.test(message)) return 'filtered';
  if (/at most \d+ image|image urls are not/iu.test(message)) return 'config';
  if (failure.error?.param !== 'response_format' && /image/iu.test(message)) return 'photo';
  return failure.formWorks ? 'photo' : 'config';
}

function pause(cause: PauseCause, detail: string): Outcome {
  return { kind: 'config_error', cause, detail };
}

function describeFailure(failure: Failure): string {
  const said = cleanDetail(failure.error?.message ?? '', failure.secret);
  return said === '' ? `The server answered with status ${failure.status}` : said;
}

import type { Outcome } from './vision-model.ts';

const noConnection = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EAI_NODATA',
  'EHOSTUNREACH',
  'EHOSTDOWN',
  'ENETUNREACH',
  'ENETDOWN',
  'EADDRNOTAVAIL',
  'ETIMEDOUT',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/**
 * What a failed connection means. No connection at all is `unreachable`: nothing was asked, nothing can be billed. One
 * that broke later is `transient`, for the call may have been done and paid.
 */
export function classifyNetworkError(error: unknown, answering: boolean, host: string): Outcome {
  const reasons = reasonsOf(error);
  const said = reasons.map((reason) => reason.message).join(': ');
  if (answering) return { kind: 'transient', detail: `The answer of ${host} broke off` };
  if (reasons.some((reason) => noConnection.has(reason.code)) || /connect error|dns error/iu.test(said))
    return { kind: 'unreachable', detail: `No answer from ${host}` };
  if (
    reasons.some((reason) => /CERT|SELF_SIGNED|TLS_CERT|UNABLE_TO_/u.test(reason.code)) ||
    /certificate/iu.test(said)
  )
    return { kind: 'config_error', cause: 'config', detail: `The certificate of ${host} is not trusted` };
  if (/invalid url|unknown scheme|failed to parse url|bad port/iu.test(said))
    return {
      kind: 'config_error',
      cause: 'config',
      detail: /bad port/iu.test(said)
        ? `Web requests to the port of ${host} are not allowed`
        : `${host} is not a usable address`,
    };
  return { kind: 'transient', detail: `The connection to ${host} broke off` };
}

interface Reason {
  readonly code: string;
  readonly message: string;
}

/** The error and what caused it: fetch hides the system's error inside its own, several for a name with two addresses. */
function reasonsOf(error: unknown, depth = 0): Reason[] {
  if (!(error instanceof Error) || depth > 4) return [];
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const inner = error instanceof AggregateError ? error.errors : [];
  return [
    { code, message: error.message },
    ...reasonsOf(error.cause, depth + 1),
    ...inner.flatMap((one) => reasonsOf(one, depth + 1)),
  ];
}

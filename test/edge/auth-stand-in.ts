import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { json, readBody } from '../simulator/server-sockets.ts';

export interface AuthStandIn {
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>;
  /** Somebody who may sign in. */
  invite(email: string, id: string): void;
  /** What stands in the mail to this address; undefined: none was sent. */
  codeFor(email: string): string | undefined;
  /** Nobody's session can be renewed any more. */
  revokeAll(): void;
  /** So many of the next requests are answered as too many. */
  refuseNext(times: number, message: string): void;
  /** Requests so far, by the path's last part. */
  readonly told: Map<string, number>;
}

interface Session {
  readonly id: string;
  readonly email: string;
}

/** Supabase Auth at the network edge: codes by e-mail, for those who are invited, and sessions that are renewed. */
export function createAuthStandIn(options: {
  token: (id: string, email: string) => Promise<string>;
  /** How long an access token holds, as Auth says it. */
  tokenSeconds: number;
}): AuthStandIn {
  const people = new Map<string, string>();
  const codes = new Map<string, string>();
  const sessions = new Map<string, Session>();
  const told = new Map<string, number>();
  let refusing = { times: 0, message: '' };

  const refuse = (response: ServerResponse, status: number, code: string, msg: string) =>
    json(response, status, { code: status, error_code: code, msg });

  async function open({ id, email }: Session) {
    const refreshToken = randomUUID();
    sessions.set(refreshToken, { id, email });
    return {
      access_token: await options.token(id, email),
      token_type: 'bearer',
      expires_in: options.tokenSeconds,
      refresh_token: refreshToken,
      user: { id, aud: 'authenticated', role: 'authenticated', email, app_metadata: {}, user_metadata: {} },
    };
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    for (const [name, value] of Object.entries(crossOrigin)) response.setHeader(name, value);
    if (request.method === 'OPTIONS') return void response.writeHead(204).end();
    const url = new URL(request.url ?? '/', 'http://x');
    const what = url.pathname.split('/').at(-1) ?? '';
    told.set(what, (told.get(what) ?? 0) + 1);
    const text = (await readBody(request)).toString();
    const body = (text === '' ? {} : JSON.parse(text)) as Record<string, string>;
    if (request.headers['apikey'] === undefined)
      return refuse(response, 401, 'no_authorization', 'No API key');
    if (refusing.times > 0) {
      refusing = { ...refusing, times: refusing.times - 1 };
      return refuse(response, 429, 'over_email_send_rate_limit', refusing.message);
    }
    switch (what) {
      case 'otp': {
        const { email = '' } = body;
        if (!people.has(email)) return refuse(response, 422, 'otp_disabled', 'Signups not allowed for otp');
        codes.set(email, String(Math.floor(100_000 + Math.random() * 900_000)));
        return json(response, 200, {});
      }
      case 'verify': {
        const { email = '', token } = body;
        const id = people.get(email);
        if (id === undefined || codes.get(email) !== token)
          return refuse(response, 403, 'otp_expired', 'Token has expired or is invalid');
        codes.delete(email);
        return json(response, 200, await open({ id, email }));
      }
      case 'token': {
        const known = sessions.get(body['refresh_token'] ?? '');
        if (known === undefined)
          return refuse(response, 400, 'refresh_token_not_found', 'Invalid Refresh Token');
        sessions.delete(body['refresh_token'] ?? '');
        return json(response, 200, await open(known));
      }
      case 'logout':
        return void response.writeHead(204).end();
      default:
        return json(response, 404, { code: 404, msg: 'not found' });
    }
  }

  return {
    handle,
    invite: (email, id) => void people.set(email, id),
    codeFor: (email) => codes.get(email),
    revokeAll: () => sessions.clear(),
    refuseNext: (times, message) => void (refusing = { times, message }),
    told,
  };
}

const crossOrigin = {
  'access-control-allow-origin': '*',
  'access-control-allow-headers':
    '*, authorization, apikey, content-type, x-client-info, x-supabase-api-version',
  'access-control-allow-methods': 'GET, POST, PUT, DELETE, OPTIONS',
};

import { createRemoteJWKSet, errors, jwtVerify, type JWTPayload, type JWTVerifyGetKey } from 'jose';
import type { Context, MiddlewareHandler } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import { ownerIdFor } from '../database/ids.ts';
import { isInvited, type InviteList } from './invited.ts';
import { ApiProblem } from './problem.ts';

/**
 * Who is asking. `null` subject: nobody; it throws `not_invited` for somebody who is not to be let in, and `not_ready`
 * while nothing can be said of anybody's token.
 */
export interface Authenticator {
  subjectOf(token: string | null): Promise<string | null>;
  /** Whether people sign in at all; without it, everybody who reaches the server is its one owner. */
  readonly required: boolean;
}

/** On one machine without sign-in there is exactly one owner. */
export const soleOwner: Authenticator = { subjectOf: async () => 'local', required: false };

export function createJwtAuthenticator(options: {
  readonly jwksUrl: string;
  readonly issuer: string | undefined;
  readonly audience: string | undefined;
  readonly invited?: InviteList;
  readonly keys?: JWTVerifyGetKey;
}): Authenticator {
  const keys = options.keys ?? createRemoteJWKSet(new URL(options.jwksUrl));
  const { invited = null } = options;

  async function verified(token: string): Promise<JWTPayload | null> {
    try {
      const { payload } = await jwtVerify(token, keys, {
        // Symmetric algorithms are left out: a JWKS is public, its keys must not be usable to sign.
        algorithms: ['RS256', 'RS384', 'RS512', 'PS256', 'ES256', 'ES384', 'EdDSA'],
        clockTolerance: 60,
        requiredClaims: ['sub', 'exp'],
        ...(options.issuer === undefined ? {} : { issuer: options.issuer }),
        ...(options.audience === undefined ? {} : { audience: options.audience }),
      });
      return payload;
    } catch (error) {
      if (areKeysAway(error)) throw new ApiProblem('not_ready', keysAway);
      return null;
    }
  }

  return {
    required: true,
    async subjectOf(token) {
      const claims = token === null ? null : await verified(token);
      const subject = claims?.sub ?? '';
      if (claims === null || subject === '') return null;
      if (!isInvited(invited, claims)) throw new ApiProblem('not_invited', notInvited);
      return subject;
    },
  };
}

const keysAway = 'The keys of the service where people sign in cannot be read.';

/** The token may be as good as ever: whoever was told to sign in again would do so in vain. */
const areKeysAway = (error: unknown): boolean =>
  !(error instanceof errors.JOSEError) ||
  ['ERR_JWKS_TIMEOUT', 'ERR_JWKS_INVALID', 'ERR_JOSE_GENERIC'].includes(error.code);

const notInvited = 'You are signed in, but this address is not invited here. Ask whoever runs this Rollcall.';

const cookieName = 'rollcall_session';

export interface OwnerVariables {
  Variables: { ownerId: string };
}

/** Puts the owner's id on the request; makes their row the first time they are seen. */
export function requireOwner(
  authenticator: Authenticator,
  ensureOwner: (owner: { id: string; subject: string }) => Promise<void>,
): MiddlewareHandler<OwnerVariables> {
  const seen = new Set<string>();
  return async (c, next) => {
    const subject = await authenticator.subjectOf(tokenOf(c));
    if (subject === null) throw new ApiProblem('unauthenticated');
    const id = await ownerIdFor(subject);
    if (!seen.has(id)) {
      await ensureOwner({ id, subject });
      seen.add(id);
    }
    c.set('ownerId', id);
    await next();
  };
}

function tokenOf(c: Context): string | null {
  const bearer = /^Bearer (\S+)$/iu.exec(c.req.header('authorization') ?? '')?.[1];
  return bearer ?? getCookie(c, cookieName) ?? null;
}

/** Turns a valid bearer into a cookie that scripts cannot read and other sites cannot send. */
export function giveCookie(c: Context): void {
  const token = tokenOf(c);
  if (token === null) throw new ApiProblem('unauthenticated');
  const secure = new URL(c.req.url).protocol === 'https:' || c.req.header('x-forwarded-proto') === 'https';
  setCookie(c, cookieName, token, { httpOnly: true, sameSite: 'Strict', path: '/', secure });
}

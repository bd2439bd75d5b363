import { toHex } from '../hex.ts';
import type { Sql } from './sql.ts';
import { statement } from './sql.ts';

export interface IdempotentRequest {
  readonly ownerId: string;
  /** Which operation; the same key may be used for another one. */
  readonly operation: string;
  readonly key: string;
  /** Hash of what was asked, see `hashBody`. */
  readonly bodyHash: string;
}

export type Remembered =
  | { readonly kind: 'new' }
  | { readonly kind: 'same'; readonly resultId: string }
  /** The key was used for something else. */
  | { readonly kind: 'conflict' };

const find = statement(
  'idempotency.find',
  `select body_hash, result_id from rollcall.idempotency_keys
   where owner_id = $1 and operation = $2 and key = $3 and created_at > now() - interval '7 days'`,
);
const remember = statement(
  'idempotency.remember',
  `insert into rollcall.idempotency_keys as k (owner_id, operation, key, body_hash, result_id) values ($1, $2, $3, $4, $5)
   on conflict (owner_id, operation, key) do update
     set body_hash = excluded.body_hash, result_id = excluded.result_id, created_at = now()
     where k.created_at <= now() - interval '7 days'
   returning key`,
);
const purge = statement(
  'idempotency.purge',
  `delete from rollcall.idempotency_keys where created_at <= now() - interval '7 days'`,
);

/** Whether this request was made before, in the last 7 days. */
export async function findIdempotent(tx: Sql, request: IdempotentRequest): Promise<Remembered> {
  const { ownerId, operation, key, bodyHash } = request;
  const rows = await tx.query<{ body_hash: string; result_id: string }>(find, [ownerId, operation, key]);
  const [row] = rows;
  if (row === undefined) return { kind: 'new' };
  return row.body_hash === bodyHash ? { kind: 'same', resultId: row.result_id } : { kind: 'conflict' };
}

/**
 * Remembers what a new request led to, in the transaction that did it. If the same key came twice at once, the later
 * one waits for the first to commit and gets something else than `new`: then its transaction must be rolled back.
 */
export async function rememberIdempotent(
  tx: Sql,
  request: IdempotentRequest & { resultId: string },
): Promise<Remembered> {
  const { ownerId, operation, key, bodyHash, resultId } = request;
  const rows = await tx.query(remember, [ownerId, operation, key, bodyHash, resultId]);
  return rows.length > 0 ? { kind: 'new' } : await findIdempotent(tx, request);
}

/** Of all owners; for the housekeeping. */
export async function purgeIdempotency(sql: Sql): Promise<void> {
  await sql.query(purge);
}

export async function hashBody(body: string): Promise<string> {
  return toHex(new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(body))));
}

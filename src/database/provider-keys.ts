import type { Sql } from './sql.ts';
import { statement } from './sql.ts';
import type { Seal } from './seal.ts';

export interface ProviderKey {
  readonly provider: string;
  readonly secret: string;
  readonly baseUrl: string | null;
}

/** What may be shown of a key. */
export interface ProviderKeyHint {
  readonly provider: string;
  readonly hint: string;
  readonly baseUrl: string | null;
}

const put = statement(
  'provider_keys.put',
  `insert into rollcall.provider_keys (owner_id, provider, sealed, hint, base_url) values ($1, $2, $3, $4, $5)
   on conflict (owner_id, provider) do update
     set sealed = excluded.sealed, hint = excluded.hint, base_url = excluded.base_url, created_at = now()`,
);
const get = statement(
  'provider_keys.get',
  'select sealed, base_url from rollcall.provider_keys where owner_id = $1 and provider = $2',
);
const list = statement(
  'provider_keys.list',
  'select provider, hint, base_url as "baseUrl" from rollcall.provider_keys where owner_id = $1 order by provider',
);
const remove = statement(
  'provider_keys.delete',
  'delete from rollcall.provider_keys where owner_id = $1 and provider = $2',
);

/** The keys people gave for their providers; sealed at rest and never handed to a page. All calls as the system. */
export interface ProviderKeys {
  put(tx: Sql, ownerId: string, key: ProviderKey): Promise<void>;
  /** Null if there is none, or one sealed with another key than ours: it has to be given again then. */
  get(tx: Sql, ownerId: string, provider: string): Promise<ProviderKey | null>;
  list(tx: Sql, ownerId: string): Promise<ProviderKeyHint[]>;
  delete(tx: Sql, ownerId: string, provider: string): Promise<void>;
}

export function createProviderKeys(seal: Seal): ProviderKeys {
  return {
    async put(tx, ownerId, { provider, secret, baseUrl }) {
      const sealed = await seal.close(secret, context(ownerId, provider));
      await tx.query(put, [ownerId, provider, sealed, hintOf(secret), baseUrl]);
    },
    async get(tx, ownerId, provider) {
      const [row] = await tx.query<{ sealed: Uint8Array; base_url: string | null }>(get, [ownerId, provider]);
      const secret = row === undefined ? null : await seal.open(row.sealed, context(ownerId, provider));
      return row === undefined || secret === null ? null : { provider, secret, baseUrl: row.base_url };
    },
    list: (tx, ownerId) => tx.query<ProviderKeyHint>(list, [ownerId]),
    async delete(tx, ownerId, provider) {
      await tx.query(remove, [ownerId, provider]);
    },
  };
}

/** Sealed in as well, so that a row copied to another owner or provider opens nothing. */
const context = (ownerId: string, provider: string) => `${ownerId} ${provider}`;

/** The end of a long key, enough to tell two apart; nothing of a short one. */
const hintOf = (secret: string) => (secret.length >= 20 ? `…${secret.slice(-4)}` : '…');

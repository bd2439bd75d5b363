/** One SQL statement with a name: prepared once per direct connection, sent unnamed behind a transaction pooler. */
export interface Statement {
  readonly name: string;
  readonly text: string;
}

export const statement = (name: string, text: string): Statement => ({ name, text });

/**
 * Runs statements on one connection or pool. Values come back as: int8 and numeric as number, timestamptz as Date,
 * timestamp without zone as text `YYYY-MM-DD HH:MM:SS`, bytea as Uint8Array, json parsed.
 */
export interface Sql {
  query<Row extends object>(statement: Statement | string, values?: readonly unknown[]): Promise<Row[]>;
}

/** A request's transaction: it reads as `rollcall_user` and sees its owner's rows only. */
export interface UserSql extends Sql {
  /**
   * Writes as the schema owner, in the same transaction. It has the connection to itself until it ends: a query
   * of the user sent meanwhile is refused, since it would run with the owner's rights.
   */
  asSystem<T>(run: (tx: Sql) => Promise<T>): Promise<T>;
}

export interface Database extends Sql {
  /** A transaction as the schema owner. Every statement in it must carry owner_id itself. */
  transaction<T>(run: (tx: Sql) => Promise<T>): Promise<T>;
  /** A transaction as `rollcall_user` with this owner's claims and a `lock_timeout` of 5 s. */
  asUser<T>(ownerId: string, run: (tx: UserSql) => Promise<T>): Promise<T>;
  /**
   * Hears NOTIFY on a channel, reconnecting by itself; `onGap` tells that some may have been missed. Null where
   * the connection cannot listen (transaction pooler): callers poll anyway.
   */
  listen(
    channel: string,
    onNotify: (payload: string) => void,
    onGap: () => void,
  ): Promise<(() => Promise<void>) | null>;
  close(): Promise<void>;
}

/** Thrown by statements; `code` is the SQLSTATE, or null where there was no answer from the server. */
export class DatabaseError extends Error {
  override name = 'DatabaseError';
  readonly code: string | null;
  readonly constraint: string | null;
  constructor(
    message: string,
    options: { code: string | null; constraint?: string | null; cause?: unknown },
  ) {
    super(message, { cause: options.cause });
    this.code = options.code;
    this.constraint = options.constraint ?? null;
  }
}

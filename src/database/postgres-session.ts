import type pg from 'pg';
import { toDatabaseError } from './postgres-error.ts';
import type { Sql, Statement } from './sql.ts';
import { DatabaseError } from './sql.ts';

export type SessionClient = Pick<pg.ClientBase, 'query' | 'getTransactionStatus'>;

/**
 * One connection for the length of one transaction, with one holder at a time: a statement of anybody else, or
 * of a transaction that has ended, is refused instead of running with rights or in a transaction not its own.
 */
export interface Session {
  /** Makes a handle to the connection; it may be used while it is the holder. */
  createSql(): Sql;
  hold(sql: Sql | null): void;
  isHolder(sql: Sql): boolean;
  /** Runs the transaction's own commands, whoever holds it. Answers the tag of the last one. */
  command(text: string): Promise<string>;
  /** True when the connection is outside a transaction again and can go back to the pool. */
  reset(): Promise<boolean>;
}

export function createSession(client: SessionClient, prepare: boolean): Session {
  let holder: Sql | null = null;
  const createSql = (): Sql => {
    const sql: Sql = {
      async query<Row extends object>(statement: Statement | string, values?: readonly unknown[]) {
        if (holder !== sql) throw new DatabaseError(refusal(holder), { code: null });
        return await runStatement<Row>(client, { statement, values, prepare });
      },
    };
    return sql;
  };
  return {
    createSql,
    hold: (sql) => void (holder = sql),
    isHolder: (sql) => holder === sql,
    async command(text) {
      try {
        const result: pg.QueryResult | pg.QueryResult[] = await client.query(text);
        return (Array.isArray(result) ? result.at(-1) : result)?.command ?? '';
      } catch (error) {
        throw toDatabaseError(error);
      }
    },
    async reset() {
      try {
        if (client.getTransactionStatus() !== 'I') await client.query('rollback');
        return client.getTransactionStatus() === 'I';
      } catch {
        return false;
      }
    },
  };
}

const refusal = (holder: Sql | null) =>
  holder === null
    ? 'This transaction has ended.'
    : 'Another part of this transaction has the connection to itself: a statement now would run with its rights.';

export async function runStatement<Row extends object>(
  client: Pick<SessionClient, 'query'>,
  sent: { statement: Statement | string; values: readonly unknown[] | undefined; prepare: boolean },
): Promise<Row[]> {
  const { statement, values, prepare } = sent;
  const text = typeof statement === 'string' ? statement : statement.text;
  const named = typeof statement === 'string' || !prepare ? {} : { name: statement.name };
  try {
    // Several commands in one string give one result each; their rows follow each other.
    const result: pg.QueryResult<Row> | pg.QueryResult<Row>[] = await client.query<Row>({
      text,
      ...named,
      ...(values === undefined ? {} : { values: [...values] }),
    });
    return Array.isArray(result) ? result.flatMap((one) => one.rows) : result.rows;
  } catch (error) {
    throw toDatabaseError(error);
  }
}

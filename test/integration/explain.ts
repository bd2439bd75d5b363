import type { Database, Sql, Statement } from '../../src/database/sql.ts';

/** A database that writes down which named statements are sent to it. */
export function recordStatements(database: Database): {
  database: Database;
  statements: Map<string, string>;
} {
  const statements = new Map<string, string>();
  const recorded = <T extends Sql>(sql: T): T => ({
    ...sql,
    query: <Row extends object>(sent: Statement | string, values?: readonly unknown[]) => {
      if (typeof sent !== 'string') statements.set(sent.name, sent.text);
      return sql.query<Row>(sent, values);
    },
  });
  return {
    statements,
    database: {
      ...recorded(database),
      transaction: (run) => database.transaction((tx) => run(recorded(tx))),
    },
  };
}

/** One place of a plan where rows of a table are read. */
export interface Reading {
  readonly table: string;
  /** The first columns of the index that lead to the rows; none where all of the table is read. */
  readonly by: readonly string[];
}

interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Index Name'?: string;
  readonly 'Index Cond'?: string;
  readonly Plans?: readonly PlanNode[];
}

type Indexes = ReadonlyMap<string, readonly string[]>;

/** The columns of every index of the library. */
export async function readIndexes(database: Database): Promise<Indexes> {
  const rows = await database.query<{ name: string; columns: string[] }>(
    `select c.relname as name, array(
       select pg_get_indexdef(i.indexrelid, k, true) from generate_series(1, i.indnkeyatts) k) as columns
     from pg_index i join pg_class c on c.oid = i.indexrelid where c.relnamespace = 'rollcall'::regnamespace`,
  );
  return new Map(rows.map(({ name, columns }) => [name, columns]));
}

/**
 * How a statement is run whatever its values are: the plan that a connection keeps for it. The sessions of the database
 * must have `plan_cache_mode=force_generic_plan`.
 */
export async function readingsOf(database: Database, indexes: Indexes, text: string): Promise<Reading[]> {
  const parameters = Math.max(0, ...[...text.matchAll(/\$(\d+)/gu)].map(([, n]) => Number(n)));
  const values = parameters === 0 ? '' : `(${Array.from({ length: parameters }, () => 'null').join(', ')})`;
  return database.transaction(async (tx) => {
    await tx.query(`prepare explained as ${text}`);
    const rows = await tx.query<{ 'QUERY PLAN': readonly { Plan: PlanNode }[] }>(
      `explain (format json) execute explained${values}`,
    );
    await tx.query('deallocate explained');
    return rows.flatMap((row) => row['QUERY PLAN'].flatMap(({ Plan }) => readingsIn(Plan, indexes)));
  });
}

function readingsIn(node: PlanNode, indexes: Indexes): Reading[] {
  const { 'Node Type': type, 'Relation Name': table, 'Index Name': index = '', Plans: below = [] } = node;
  const condition = node['Index Cond'] ?? '';
  const by = leading(indexes.get(index) ?? [], condition);
  if (type === 'Bitmap Heap Scan' && table !== undefined) {
    return below.flatMap((child) => readingsIn(child, indexes)).map((reading) => ({ ...reading, table }));
  }
  const isReading = type === 'Bitmap Index Scan' || (type.endsWith('Scan') && table !== undefined);
  const own = isReading ? [{ table: table ?? '', by }] : [];
  return [...own, ...below.flatMap((child) => readingsIn(child, indexes))];
}

/** The columns of an index, from its first on, that the condition compares: what comes behind a gap narrows nothing. */
function leading(columns: readonly string[], condition: string): readonly string[] {
  const isCompared = (column: string) =>
    ['=', '<', '>', '~'].some((sign) => condition.includes(`(${column} ${sign}`)) ||
    [`(${column})::`, `ROW(${column},`].some((form) => condition.includes(form));
  const gap = columns.findIndex((column) => !isCompared(column));
  return gap === -1 ? columns : columns.slice(0, gap);
}

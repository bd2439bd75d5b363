import type { Sql } from './sql.ts';

/**
 * Tells the planner about the tables that just grew by a thousand rows or more; outside a transaction that others
 * wait for. Without it a new library runs at a quarter of its speed until the server notices by itself.
 */
export async function analyseTables(sql: Sql): Promise<void> {
  await sql.query('analyze rollcall.originals; analyze rollcall.photos; analyze rollcall.job_items');
}

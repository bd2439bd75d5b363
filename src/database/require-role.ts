import type { Database, Sql } from './sql.ts';
import { DatabaseError } from './sql.ts';

/** Throws with the SQL that helps, unless this login may become `rollcall_user`, the role requests run as. */
export async function requireRole(database: Database): Promise<void> {
  const [role] = await database.query(`select from pg_roles where rolname = 'rollcall_user'`);
  if (role === undefined)
    throw new Error(await helpWithRole(database, 'The role rollcall_user does not exist.'));
  try {
    await database.transaction(async (tx) => await tx.query('set local role rollcall_user'));
  } catch (error) {
    throw await hintOnRole(database, error);
  }
}

/** The same error, or one that says what to do if this login lacks the right to create or take the role. */
export async function hintOnRole(database: Database, error: unknown): Promise<unknown> {
  const isAboutRole = error instanceof DatabaseError && error.code === '42501' && /role/.test(error.message);
  if (!isAboutRole) return error;
  return new Error(await helpWithRole(database, `${error.message}.`), { cause: error });
}

async function helpWithRole(sql: Sql, problem: string): Promise<string> {
  const [row] = await sql.query<{ login: string; version: number }>(
    `select quote_ident(current_user) as login, current_setting('server_version_num')::int as version`,
  );
  const login = row?.login ?? 'current_user';
  const grant = (row?.version ?? 0) >= 160_000 ? ' with set true, inherit false' : '';
  return [
    `${problem} Requests run as this role, so that row security applies to them. As an administrator of the server, run:`,
    '  create role rollcall_user nologin;',
    `  grant rollcall_user to ${login}${grant};`,
  ].join('\n');
}

import type pg from 'pg';
import { createSession } from './postgres-session.ts';
import type { Session, SessionClient } from './postgres-session.ts';
import type { Sql, UserSql } from './sql.ts';
import { DatabaseError } from './sql.ts';
import { isUuid } from '../uuid.ts';

/** Runs `run` between begin and commit. The client is destroyed if it cannot be trusted afterwards. */
export async function runTransaction<T>(
  client: SessionClient & Pick<pg.PoolClient, 'release'>,
  options: { prepare: boolean; begin: string },
  run: (session: Session, sql: Sql) => Promise<T>,
): Promise<T> {
  const session = createSession(client, options.prepare);
  const sql = session.createSql();
  let clean = false;
  try {
    await session.command(options.begin);
    session.hold(sql);
    const result = await run(session, sql);
    session.hold(null);
    await commit(session);
    clean = true;
    return result;
  } finally {
    session.hold(null);
    client.release(!(clean || (await session.reset())));
  }
}

async function commit(session: Session): Promise<void> {
  // After an error that somebody swallowed, PostgreSQL answers "commit" with a rollback and no error.
  if ((await session.command('commit')) === 'ROLLBACK') {
    throw new DatabaseError('A statement of this transaction had failed, so it was rolled back.', {
      code: '25P02',
    });
  }
}

/** How a request's transaction begins; one round trip. */
export function beginAsUser(ownerId: string): string {
  if (!isUuid(ownerId)) throw new Error('An owner id is a UUID.');
  const claims = JSON.stringify({ sub: ownerId });
  return `begin; set local role rollcall_user; set local lock_timeout = '5s'; set local "request.jwt.claims" = '${claims}'`;
}

/** The user's side of a transaction that began with `beginAsUser`. */
export function createUserSql(session: Session, user: Sql): UserSql {
  return {
    query: (statement, values) => user.query(statement, values),
    asSystem: (run) => runAsSystem(session, user, run),
  };
}

/**
 * The savepoint is what brings the role back after an error: a failed transaction accepts no `set role`, but
 * rolling back to a savepoint undoes the `reset role` that came after it.
 */
async function runAsSystem<T>(session: Session, user: Sql, run: (tx: Sql) => Promise<T>): Promise<T> {
  const begun = user.query('savepoint as_system');
  const system = session.createSql();
  if (session.isHolder(user)) session.hold(system);
  await begun;
  // The transaction itself may end before this does, if nobody waited for it: then nothing may be handed back.
  const handBack = () => session.isHolder(system) && session.hold(user);
  try {
    await session.command('reset role');
    const result = await run(system);
    await session.command('set local role rollcall_user; release savepoint as_system');
    handBack();
    return result;
  } catch (error) {
    await session
      .command('rollback to savepoint as_system; release savepoint as_system')
      .then(handBack, () => {});
    throw error;
  }
}

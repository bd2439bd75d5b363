import { beforeAll, describe, expect, test } from 'vitest';
import type { Sql } from '../../src/database/sql.ts';
import { ana, ben, noRight, personsOf, refused, usePeopleDatabase } from './build-people-database.ts';

const db = usePeopleDatabase();
const as = personsOf(db);

describe('beside an app that lets its people do everything', () => {
  const photo = `incoming/${ana}/0d0e7c1a-3a86-4b0e-9a53-0d6b1f1e2a3b/original`;
  const names = (bucket: string) => async (tx: Sql) => {
    const rows = await tx.query<{ name: string }>(
      'select name from storage.objects where bucket_id = $1 order by name',
      [bucket],
    );
    return rows.map(({ name }) => name);
  };
  const put = (bucket: string, name: string) => (tx: Sql) =>
    tx.query('insert into storage.objects (bucket_id, name) values ($1, $2)', [bucket, name]);
  const onTopic = (topic: string, statement: string) => async (tx: Sql) => {
    await tx.query(`select set_config('realtime.topic', $1, true)`, [topic]);
    return (await tx.query(statement)).length > 0;
  };
  const listen = 'select id from realtime.messages';
  const send = `insert into realtime.messages (topic, extension) values ('x', 'broadcast') returning id`;

  beforeAll(async () => {
    await db.database.query(`
      insert into storage.buckets (id, name) values ('photos', 'photos');
      create policy everything on storage.objects for all to anon, authenticated using (true) with check (true);
      create policy everything on realtime.messages for all to anon, authenticated using (true) with check (true);
      grant insert on realtime.messages to anon, authenticated;
      delete from storage.objects;
      insert into storage.objects (bucket_id, name) values ('photos', 'of the app'), ('rollcall', '${photo}');
      insert into realtime.messages (topic, extension) values ('app:1', 'broadcast')`);
  });

  test('nobody sees, changes or removes a photo of another, or hears of a job', async () => {
    for (const [role, who] of [
      ['authenticated', ben],
      ['authenticated', 'user_2abc'],
      ['anon', null],
    ] as const) {
      expect(await as(role, who, names('rollcall'))).toEqual([]);
      await as(role, who, (tx) => tx.query(`delete from storage.objects where bucket_id = 'rollcall'`));
      await as(role, who, (tx) =>
        tx.query(`update storage.objects set name = 'x' where bucket_id = 'rollcall'`),
      );
      expect(await refused(as(role, who, put('rollcall', `incoming/${ana}/x`)))).toBe(noRight);
      expect(await as(role, who, onTopic(`rollcall:${ana}`, listen))).toBe(false);
      expect(await refused(as(role, who, onTopic(`rollcall:${ana}`, send)))).toBe(noRight);
    }
    expect(await db.database.query(`select name from storage.objects where bucket_id = 'rollcall'`)).toEqual([
      { name: photo },
    ]);
    await as('authenticated', ana, (tx) =>
      tx.query(`delete from storage.objects where bucket_id = 'rollcall'`),
    );
    expect(await as('authenticated', ana, names('rollcall'))).toEqual([photo]);
  });

  test('the app goes on as before, also for people who sign in elsewhere', async () => {
    for (const [role, who] of [
      ['authenticated', ana],
      ['authenticated', 'user_2abc'],
      ['anon', null],
    ] as const) {
      await as(role, who, put('photos', `by ${who}`));
      expect(await as(role, who, names('photos'))).toContain('of the app');
      expect(await as(role, who, onTopic('app:1', listen))).toBe(true);
      expect(await as(role, who, onTopic('app:1', send))).toBe(true);
    }
  });
});

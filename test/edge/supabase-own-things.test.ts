import { beforeAll, expect, test } from 'vitest';
import { ana, noRight, personsOf, refused, usePeopleDatabase } from './build-people-database.ts';

const db = usePeopleDatabase();
const as = personsOf(db);

const original = (upload: string) => `incoming/${ana}/0d0e7c1a-3a86-4b0e-9a53-0d6b1f1e2a3${upload}/original`;

// An app that lets everybody do everything; what is closed here is closed by Rollcall.
beforeAll(async () => {
  await db.database.query(`
    create policy everything on storage.objects for all to authenticated using (true) with check (true);
    create policy everything on realtime.messages for all to authenticated using (true) with check (true);
    grant insert on realtime.messages to authenticated;
    insert into storage.objects (bucket_id, name) values ('rollcall', '${original('b')}')`);
});

test('nobody changes what they uploaded: it was looked at as it is', async () => {
  const move = `update storage.objects set name = '${original('c')}' where bucket_id = 'rollcall' returning name`;
  expect(await as('authenticated', ana, (tx) => tx.query(move))).toEqual([]);
  expect(await db.database.query(`select name from storage.objects where bucket_id = 'rollcall'`)).toEqual([
    { name: original('b') },
  ]);
});

test('nobody tells of jobs, not even on their own topic', async () => {
  const send = as('authenticated', ana, async (tx) => {
    const topic = `rollcall:${ana}`;
    await tx.query(`select set_config('realtime.topic', $1, true)`, [topic]);
    await tx.query(`insert into realtime.messages (topic, extension) values ($1, 'broadcast')`, [topic]);
  });
  expect(await refused(send)).toBe(noRight);
});

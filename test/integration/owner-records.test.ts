import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { bumpOwners, ensureOwner, notifyOwners } from '../../src/database/bump.ts';
import {
  findIdempotent,
  hashBody,
  purgeIdempotency,
  rememberIdempotent,
} from '../../src/database/idempotency.ts';
import { createProviderKeys } from '../../src/database/provider-keys.ts';
import { createSeal } from '../../src/database/seal.ts';
import { changeSettings, getSettings } from '../../src/database/settings.ts';
import type { Database } from '../../src/database/sql.ts';
import { createTestDatabase } from './database.ts';
import type { TestDatabase } from './database.ts';

const ana = '00000000-0000-8000-8000-00000000000a';
const ben = '00000000-0000-8000-8000-00000000000b';
const result = '00000000-0000-7000-8000-0000000000c1';

let db: TestDatabase;
let database: Database;

beforeAll(async () => {
  db = await createTestDatabase();
  database = db.database;
});
beforeEach(async () => {
  await database.query('truncate rollcall.owners cascade');
  await ensureOwner(database, { id: ana, subject: 'ana' });
  await ensureOwner(database, { id: ben, subject: 'ben' });
});
afterAll(() => db.close());

describe('owners', () => {
  test('are made once', async () => {
    await ensureOwner(database, { id: ana, subject: 'ana' });
    expect(await database.query('select subject from rollcall.owners order by 1')).toEqual([
      { subject: 'ana' },
      { subject: 'ben' },
    ]);
  });

  test('rise by one each, however often they are named', async () => {
    const bump = () => database.transaction((tx) => bumpOwners(tx, [ben, ana, ben]));
    await bump();
    expect(await bump()).toEqual(
      new Map([
        [ana, 2],
        [ben, 2],
      ]),
    );
  });

  test('are locked in one order, so that many at once never deadlock', async () => {
    const pool = db.open({ max: 8 });
    const one = (order: string[]) => pool.transaction((tx) => bumpOwners(tx, order));
    await Promise.all(Array.from({ length: 60 }, (_, i) => one(i % 2 === 0 ? [ana, ben] : [ben, ana])));
    expect(await database.query('select distinct seq from rollcall.owners')).toEqual([{ seq: 60 }]);
  });

  test('are the lock of their rows until the transaction ends', async () => {
    const order: string[] = [];
    const locked = Promise.withResolvers<void>();
    const first = database.transaction(async (tx) => {
      await bumpOwners(tx, [ana]);
      locked.resolve();
      await tx.query(`select from pg_stat_activity, pg_sleep(0.05) limit 1`);
      order.push('first');
    });
    await locked.promise;
    await database.transaction(async (tx) => {
      await bumpOwners(tx, [ana]);
      order.push('second');
    });
    await first;
    expect(order).toEqual(['first', 'second']);
  });

  test('are told of by notification when the transaction commits', async () => {
    const heard: string[] = [];
    const both = Promise.withResolvers<void>();
    const onNotify = (payload: string) => heard.push(payload) === 2 && both.resolve();
    const stop = await database.listen('rollcall', onNotify, () => {});
    await database.transaction((tx) => notifyOwners(tx, [ana, ben, ana]));
    await both.promise;
    expect(heard.toSorted()).toEqual([ana, ben]);
    await stop?.();
  });
});

describe('a repeated request', () => {
  const request = { ownerId: ana, operation: 'jobs', key: 'k1', bodyHash: 'h1' };
  const remember = (over = {}) =>
    database.transaction((tx) => rememberIdempotent(tx, { ...request, ...over, resultId: result }));
  const find = (over = {}) => database.transaction((tx) => findIdempotent(tx, { ...request, ...over }));

  test('is known by owner, operation and key, and answered with the same result', async () => {
    expect(await find()).toEqual({ kind: 'new' });
    expect(await remember()).toEqual({ kind: 'new' });
    expect(await find()).toEqual({ kind: 'same', resultId: result });
    expect(await find({ ownerId: ben })).toEqual({ kind: 'new' });
    expect(await find({ operation: 'renames' })).toEqual({ kind: 'new' });
  });

  test('with another body is a conflict', async () => {
    await remember();
    expect(await find({ bodyHash: 'h2' })).toEqual({ kind: 'conflict' });
    expect(await remember({ bodyHash: 'h2' })).toEqual({ kind: 'conflict' });
  });

  test('that came twice at once is found out when the later one wants to be remembered', async () => {
    const outcomes = await Promise.all([remember(), remember()]);
    expect(outcomes.map(({ kind }) => kind).toSorted()).toEqual(['new', 'same']);
  });

  test('is new again after 7 days', async () => {
    await remember();
    await database.query(`update rollcall.idempotency_keys set created_at = now() - interval '8 days'`);
    expect(await find({ bodyHash: 'h2' })).toEqual({ kind: 'new' });
    expect(await remember({ bodyHash: 'h2' })).toEqual({ kind: 'new' });
    expect(await find({ bodyHash: 'h2' })).toEqual({ kind: 'same', resultId: result });
  });

  test('is forgotten by the housekeeping after 7 days, not before', async () => {
    await remember();
    await remember({ key: 'old' });
    await database.query(
      `update rollcall.idempotency_keys set created_at = now() - interval '8 days' where key = 'old'`,
    );
    await purgeIdempotency(database);
    expect(await database.query('select key from rollcall.idempotency_keys')).toEqual([{ key: 'k1' }]);
  });

  test('is compared by the hash of its body', async () => {
    expect(await hashBody('{"a":1}')).not.toBe(await hashBody('{"a":2}'));
    expect(await hashBody('')).toMatch(/^[0-9a-f]{64}$/);
  });
});

test('settings are one document for each owner; two changes at once both stay', async () => {
  expect(await changeSettings(database, ana, { language: 'de', list: [1, 2] })).toEqual({
    language: 'de',
    list: [1, 2],
  });
  await Promise.all([
    changeSettings(database, ana, { language: 'en' }),
    changeSettings(database, ana, { theme: 'dark' }),
    changeSettings(database, ana, { list: null }),
  ]);
  expect(await getSettings(database, ana)).toEqual({ language: 'en', theme: 'dark', list: null });
  expect(await getSettings(database, ben)).toEqual({});
});

describe('the keys of providers', () => {
  const secret = 'sk-proj-abcdefghijklmnop-1234';
  const key = { provider: 'openai', secret, baseUrl: null };

  test('come back as given, and lie sealed in the database', async () => {
    const keys = createProviderKeys(await createSeal(new Uint8Array(32).fill(1)));
    await keys.put(database, ana, { ...key, secret: 'older' });
    await keys.put(database, ana, key);
    expect(await keys.get(database, ana, 'openai')).toEqual(key);
    expect(await keys.get(database, ben, 'openai')).toBeNull();
    expect(await keys.list(database, ana)).toEqual([{ provider: 'openai', hint: '…1234', baseUrl: null }]);
    const [row] = await database.query<{ text: string }>(
      `select encode(sealed, 'escape') || hint as text from rollcall.provider_keys`,
    );
    expect(row?.text).not.toContain('abcdefgh');
    await keys.delete(database, ana, 'openai');
    expect(await keys.get(database, ana, 'openai')).toBeNull();
  });

  test('of short secrets show nothing of them', async () => {
    const keys = createProviderKeys(await createSeal(new Uint8Array(32)));
    await keys.put(database, ana, { ...key, secret: 'ollama' });
    expect((await keys.list(database, ana)).map(({ hint }) => hint)).toEqual(['…']);
  });

  test('are as good as missing when they were sealed with another key, or for somebody else', async () => {
    const keys = createProviderKeys(await createSeal(new Uint8Array(32).fill(1)));
    await keys.put(database, ana, key);
    const others = createProviderKeys(await createSeal(new Uint8Array(32).fill(2)));
    expect(await others.get(database, ana, 'openai')).toBeNull();
    await database.query('update rollcall.provider_keys set owner_id = $1', [ben]);
    expect(await keys.get(database, ben, 'openai')).toBeNull();
  });
});

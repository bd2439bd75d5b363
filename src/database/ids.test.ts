import { describe, expect, test } from 'vitest';
import { createIds, ownerIdFor } from './ids.ts';

const uuid = (version: number) =>
  new RegExp(`^[0-9a-f]{8}-[0-9a-f]{4}-${version}[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`);

describe('ids', () => {
  test('are UUIDv7 that begin with the time', () => {
    const id = createIds({ now: () => Date.UTC(2026, 10, 24) })();
    expect(id).toMatch(uuid(7));
    expect(Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16)).toBe(Date.UTC(2026, 10, 24));
  });

  test('rise while the clock stands still, and when it goes back', () => {
    let time = 5000;
    const next = createIds({ now: () => time });
    const ids = Array.from({ length: 5000 }, (_, i) => {
      if (i === 2000) time = 1000;
      if (i === 4000) time = 6000;
      return next();
    });
    expect(ids).toEqual(ids.toSorted());
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('rise across the two halves of the counter', () => {
    // The highest start there is, so that the first step carries from the low half into the high one.
    const next = createIds({ now: () => 1000, random: (bytes) => bytes.fill(0xff) });
    const ids = Array.from({ length: 100 }, () => next());
    expect(ids).toEqual(ids.toSorted());
    expect(ids.every((id) => uuid(7).test(id))).toBe(true);
  });

  test('of two processes differ', () => {
    const [here, there] = [createIds({ now: () => 1000 }), createIds({ now: () => 1000 })];
    expect(here()).not.toBe(there());
  });
});

describe('the owner of a subject', () => {
  test('has the subject itself as id if that is a UUID', async () => {
    expect(await ownerIdFor('5F0E1A52-3C4B-4D1E-9A6F-0123456789AB')).toBe(
      '5f0e1a52-3c4b-4d1e-9a6f-0123456789ab',
    );
  });

  test('has an id made from the subject otherwise, always the same', async () => {
    const id = await ownerIdFor('auth0|12345');
    expect(id).toMatch(uuid(8));
    expect(await ownerIdFor('auth0|12345')).toBe(id);
    expect(await ownerIdFor('auth0|12346')).not.toBe(id);
  });
});

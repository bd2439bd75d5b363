import { describe, expect, test } from 'vitest';
import { planStacks, type Shot } from './plan-stacks.ts';

const shot = (id: string, more: Partial<Shot> = {}): Shot => ({
  id,
  stackId: null,
  shotKey: id,
  takenLocal: '2024-05-01 10:00:00',
  mediaType: 'image/jpeg',
  hash: new Uint8Array(16),
  ...more,
});
const raw = { mediaType: 'image/x-adobe-dng' };
const at = (time: string) => ({ takenLocal: `2024-05-01 ${time}` });
/** So many bits away from all zeros. */
const bits = (n: number) => ({
  hash: Uint8Array.from({ length: 16 }, (_, i) => 2 ** Math.max(0, Math.min(8, n - i * 8)) - 1),
});
const meet = (one: Shot, other: Shot, members: Record<string, string[]> = {}) =>
  Object.fromEntries(planStacks([[one, other]], new Map(Object.entries(members))));

describe('a burst', () => {
  test('is of pictures alike, no more than ten seconds apart', () => {
    expect(meet(shot('a'), shot('b', { ...bits(24), ...at('10:00:10') }))).toEqual({ a: 'a', b: 'a' });
    expect(meet(shot('a'), shot('b', bits(25)))).toEqual({});
    expect(meet(shot('a'), shot('b', at('10:00:11')))).toEqual({});
    expect(meet(shot('a', at('23:59:59')), shot('b', { takenLocal: '2024-05-02 00:00:01' }))).not.toEqual({});
  });

  test('is none without a time or a hash', () => {
    expect(meet(shot('a', { takenLocal: null }), shot('b'))).toEqual({});
    expect(meet(shot('a', { hash: null }), shot('b'))).toEqual({});
  });
});

describe('one shot', () => {
  const other = { ...bits(90), shotKey: 'a' };
  test('is a RAW and what has its stem and its time, or none', () => {
    expect(meet(shot('a'), shot('b', { ...raw, ...other }))).toEqual({ a: 'a', b: 'a' });
    expect(meet(shot('a'), shot('b', { ...raw, ...other, takenLocal: null }))).toEqual({ a: 'a', b: 'a' });
    expect(meet(shot('a'), shot('b', { ...raw, ...other, ...at('10:00:01') }))).toEqual({});
    expect(meet(shot('a', raw), shot('b', { ...raw, ...other }))).toEqual({});
    expect(meet(shot('a'), shot('b', other))).toEqual({});
    expect(meet(shot('a', { shotKey: null }), shot('b', { ...raw, ...bits(90), shotKey: null }))).toEqual({});
  });
});

describe('stacks', () => {
  test('take in a newcomer, and become one where they meet: the smaller goes to the larger', () => {
    const [s, t] = [shot('a', { stackId: 's' }), shot('d', { stackId: 't' })];
    expect(meet(s, shot('x'), { s: ['a', 'b'] })).toEqual({ a: 's', b: 's', x: 's' });
    expect(meet(s, t, { s: ['a'], t: ['c', 'd'] })).toEqual({ a: 't', c: 't', d: 't' });
  });

  test('meet over one photo between them', () => {
    const [a, b, c] = [shot('a', at('10:00:00')), shot('b', at('10:00:08')), shot('c', at('10:00:16'))];
    expect(
      Object.fromEntries(
        planStacks(
          [
            [b, a],
            [b, c],
          ],
          new Map(),
        ),
      ),
    ).toEqual({ a: 'a', b: 'a', c: 'a' });
  });

  test('change nothing where both are in the same one, nor beyond fifty photos', () => {
    const many = Array.from({ length: 50 }, (_, n) => `m${n}`);
    expect(meet(shot('m0', { stackId: 's' }), shot('m1', { stackId: 's' }), { s: many })).toEqual({});
    expect(meet(shot('m0', { stackId: 's' }), shot('x'), { s: many })).toEqual({});
  });

  test('keep the files of one shot together when there is no room for all', () => {
    const many = Array.from({ length: 49 }, (_, n) => `m${n}`);
    const full = shot('m0', { stackId: 's' });
    const own = shot('x');
    const mate = shot('y', { ...raw, shotKey: 'x' });
    expect(
      Object.fromEntries(
        planStacks(
          [
            [own, full],
            [own, mate],
          ],
          new Map([['s', many]]),
        ),
      ),
    ).toEqual({
      x: 'x',
      y: 'x',
    });
  });
});

import { describe, expect, it } from 'vitest';
import { planHash } from './plan-hash.ts';
import type { PlanRow } from './plan-renames.ts';

const row = (from: string, to: string): PlanRow => ({ photoId: from, from, to, status: 'ok' });

describe('planHash', () => {
  const [b, d] = [row('a.jpg', 'b.jpg'), row('c.jpg', 'd.jpg')];
  const rows = [b, d];

  it('is the published FNV-1a of the empty plan, and 16 digits of any', () => {
    expect(planHash([])).toBe('cbf29ce484222325');
    expect(planHash(rows)).toMatch(/^[\da-f]{16}$/u);
  });

  it('is the same for the same plan and differs by order, name, status and border', () => {
    expect(planHash([row('a.jpg', 'b.jpg'), row('c.jpg', 'd.jpg')])).toBe(planHash(rows));
    const others = [
      rows.toReversed(),
      rows.slice(1),
      [b, row('c.jpg', 'e.jpg')],
      [b, { ...d, status: 'collision' as const }],
      [{ photoId: 'ab', from: 'c', to: 'd', status: 'ok' as const }],
      [{ photoId: 'a', from: 'bc', to: 'd', status: 'ok' as const }],
    ];
    expect(new Set([rows, ...others].map((each) => planHash(each))).size).toBe(others.length + 1);
  });

  it('agrees with the definition in whole numbers', () => {
    const bytes = Array.from('1\0a.jpg\0b.jpg\0ok\n', (character) => character.charCodeAt(0)).flatMap(
      (unit) => [unit, 0],
    );
    const prime = 0x100000001b3n;
    const expected = bytes.reduce(
      (hash, byte) => ((hash ^ BigInt(byte)) * prime) & 0xffffffffffffffffn,
      0xcbf29ce484222325n,
    );
    expect(planHash([{ photoId: '1', from: 'a.jpg', to: 'b.jpg', status: 'ok' }])).toBe(
      expected.toString(16).padStart(16, '0'),
    );
  });
});

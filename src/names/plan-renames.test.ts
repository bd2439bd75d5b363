import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanStem, splitFileName } from './file-name.ts';
import { nameKey } from './name-key.ts';
import { planRenames, type IsTaken, type RenameWish } from './plan-renames.ts';
import { noneTaken, options, plan, takenNames, wish } from './rename-wishes.testdata.ts';

describe('planRenames', () => {
  it('renames, and says what stays', () => {
    const { names, statuses, conflicts } = plan(['a.jpg > b', 'c.jpg > c'], 'fail');
    expect(names).toEqual(['b.jpg', 'c.jpg']);
    expect(statuses).toEqual(['ok', 'unchanged']);
    expect(conflicts).toBe(0);
  });

  it.each(['fail', 'skip', 'number'] as const)('swaps, rotates and changes case only (%s)', (onConflict) => {
    const texts = ['a.jpg > b', 'b.jpg > c', 'c.jpg > a', 'IMG.jpg > img', 'cafe\u0301.jpg > caf\u00e9'];
    const { names, statuses } = plan(texts, onConflict);
    expect(names).toEqual(['b.jpg', 'c.jpg', 'a.jpg', 'img.jpg', 'caf\u00e9.jpg']);
    expect(new Set(statuses)).toEqual(new Set(['ok']));
  });

  it('refuses all of the same names, counts them, and names the number of others', () => {
    const { rows, statuses, conflicts } = plan(['a.jpg > x', 'b.jpg > X', 'c.jpg > x', 'd.jpg > y'], 'fail');
    expect(statuses).toEqual(['collision', 'collision', 'collision', 'ok']);
    expect(conflicts).toBe(3);
    expect(rows[0]?.problem).toBe('Same name as 2 others');
    expect(rows[0]?.to).toBe('x.jpg');
  });

  it('refuses names of photos that stay, inside the plan and outside', () => {
    const { statuses } = plan(
      ['a.jpg > x', 'x.jpg > x', 'c.jpg > y', 'd.jpg > z'],
      'fail',
      takenNames('y.jpg'),
    );
    expect(statuses).toEqual(['collision', 'unchanged', 'collision', 'ok']);
  });
});

describe('planRenames, for photos that stay', () => {
  it('keeps locked photos as they are and out of the way of none', () => {
    const wishes = [wish('a.jpg > b', { locked: true }), wish('c.jpg > a'), wish('d.jpg > b')];
    const { rows } = planRenames(wishes, noneTaken, options);
    expect(rows.map(({ status, to }) => [status, to])).toEqual([
      ['skipped', 'a.jpg'],
      ['collision', 'a.jpg'],
      ['ok', 'b.jpg'],
    ]);
  });

  it('keeps folders and extensions apart', () => {
    const wishes = [
      wish('1.jpg > x', { folder: 'one' }),
      wish('2.jpg > x', { folder: 'two' }),
      wish('3.dng > x', { folder: 'one' }),
    ];
    expect(planRenames(wishes, noneTaken, options).conflicts).toBe(0);
    const nested = planRenames(
      [wish('1.jpg > x', { folder: 'one/two' })],
      takenNames('one/two/x.jpg'),
      options,
    );
    expect(nested.rows[0]?.status).toBe('collision');
    const compatibility = planRenames(
      [wish('1.jpg > \u2105', { folder: 'one' })],
      takenNames('one/c/o.jpg'),
      options,
    );
    expect(compatibility.rows[0]?.status).toBe('collision');
  });

  it('refuses what is illegal, empty or too long, which then keeps its old name from others', () => {
    const texts = [
      'a.jpg > con',
      'b.jpg > ',
      `c.jpg > ${'x'.repeat(62)}`,
      'd.jpg > x/y',
      'e.jpg > a',
      'f.jpg > g.h',
    ];
    const { rows, statuses, conflicts } = plan(texts, 'fail');
    expect(statuses).toEqual(['illegal', 'illegal', 'too_long', 'illegal', 'collision', 'ok']);
    expect(rows[2]?.problem).toBe('Too long by 2');
    expect(conflicts).toBe(5);
    expect(
      plan(['a.jpg > '.concat('金'.repeat(60)), 'b.jpg > '.concat('👩🏽'.repeat(30))], 'fail').statuses,
    ).toEqual(['ok', 'too_long']);
  });
});

describe('planRenames, for any wishes', () => {
  const anyStem = fc.constantFrom(
    'x',
    'X',
    'x-2',
    'x2',
    'ß',
    'ss',
    'a',
    'b',
    'route66',
    'x'.repeat(10),
    `${'x'.repeat(9)}y`,
  );
  const anyWishes = fc
    .uniqueArray(fc.record({ from: anyStem, folder: fc.constantFrom('', 'f') }), {
      minLength: 1,
      maxLength: 14,
      selector: ({ from, folder }) => `${folder}/${nameKey(from, 'jpg')}`,
    })
    .chain((photos) =>
      fc.tuple(
        ...photos.map(({ from, folder }, index) =>
          fc.record<RenameWish>({
            photoId: fc.constant(String(index)),
            folder: fc.constant(folder),
            from: fc.constant(`${from}.jpg`),
            extension: fc.constant('jpg'),
            stem: fc.oneof(anyStem, fc.constantFrom('', 'con', 'x'.repeat(11))),
            locked: fc.boolean(),
          }),
        ),
      ),
    );

  it.each(['skip', 'number'] as const)('never ends with two photos of one name (%s)', (onConflict) => {
    fc.assert(
      fc.property(anyWishes, fc.subarray(['x', 'x-2', 'x-3', 'x2', 'ss', 'a']), (drawn, outside) => {
        const own = new Set(
          drawn.map(({ from, folder }) => `${folder}/${nameKey(splitFileName(from).stem, 'jpg')}`),
        );
        const others = outside.map((each) => `/${nameKey(each, 'jpg')}`).filter((place) => !own.has(place));
        const taken: IsTaken = (folder, key) => others.includes(`${folder}/${key}`);
        const { rows } = planRenames(drawn, taken, { onConflict, separator: '', maxLength: 10 });
        const after = rows.map(({ status, from, to }, index) => {
          const stays = status === 'illegal' || status === 'too_long';
          const name = splitFileName(stays ? from : to);
          expect(status !== 'ok' || cleanStem(name.stem, { dots: 'keep' }) === name.stem).toBe(true);
          return `${drawn[index]?.folder}/${nameKey(name.stem, name.extension)}`;
        });
        expect(new Set([...after, ...others]).size).toBe(after.length + others.length);
        expect(rows.every(({ status }) => status !== 'collision')).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    ['of one name', () => 'beach'],
    ['with one long start', (index: number) => `${'long start '.repeat(5)}${Math.floor(index / 2)}`],
  ])('is linear for 10,000 photos %s', (_, stemOf) => {
    const texts = Array.from({ length: 10_000 }, (__, index) => `${index}.jpg > ${stemOf(index)}`);
    let asked = 0;
    const { names } = plan(texts, 'number', () => {
      asked += 1;
      return false;
    });
    expect(new Set(names).size).toBe(10_000);
    expect(asked).toBeLessThan(40_000);
  });
});

describe('planRenames, for a target', () => {
  it.each([
    ['any', 'con', 'illegal'],
    ['mac_linux', 'con', 'ok'],
    ['web', 'My Photo', 'illegal'],
    ['web', 'my-photo', 'ok'],
    ['any', '金'.repeat(67), 'too_long'],
    ['windows', '金'.repeat(67), 'ok'],
    ['any', 'x'.repeat(10_000), 'too_long'],
  ] as const)('says for %s of %j: %s', (target, stem, status) => {
    const { rows } = planRenames([wish(`a.jpg > ${stem}`)], noneTaken, {
      ...options,
      maxLength: 150,
      target,
    });
    expect(rows[0]?.status).toBe(status);
  });
});

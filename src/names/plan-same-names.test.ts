import { describe, expect, it } from 'vitest';
import { planRenames, type IsTaken } from './plan-renames.ts';
import { noneTaken, options, plan, takenNames, wish } from './rename-wishes.testdata.ts';

describe('planRenames, for the same names', () => {
  it('lets the first have a name and leaves the others out', () => {
    const { names, statuses, conflicts } = plan(
      ['a.jpg > x', 'b.jpg > x', 'c.jpg > y'],
      'skip',
      takenNames('y.jpg'),
    );
    expect(names).toEqual(['x.jpg', 'b.jpg', 'c.jpg']);
    expect(statuses).toEqual(['ok', 'skipped', 'skipped']);
    expect(conflicts).toBe(0);
  });

  it('leaves out those too whose name somebody left out keeps', () => {
    const { names } = plan(
      ['a.jpg > b', 'b.jpg > c', 'c.jpg > taken', 'd.jpg > e'],
      'skip',
      takenNames('taken.jpg'),
    );
    expect(names).toEqual(['a.jpg', 'b.jpg', 'c.jpg', 'e.jpg']);
  });

  it('numbers the same names from 2, past those taken', () => {
    const { names, statuses } = plan(
      ['a.jpg > x', 'b.jpg > x', 'c.jpg > X'],
      'number',
      takenNames('x-2.jpg'),
    );
    expect(names).toEqual(['x.jpg', 'x-3.jpg', 'X-4.jpg']);
    expect(new Set(statuses)).toEqual(new Set(['ok']));
  });

  it('gives a wished name before a numbered one', () => {
    expect(plan(['a.jpg > x', 'b.jpg > x', 'c.jpg > x-2'], 'number').names).toEqual([
      'x.jpg',
      'x-3.jpg',
      'x-2.jpg',
    ]);
  });

  it('changes nothing when the same names are numbered again', () => {
    const { names, statuses } = plan(
      ['x-3.jpg > x', 'x-2.jpg > x', 'x.jpg > x', 'y-7.jpg > y'],
      'number',
      takenNames('y.jpg'),
    );
    expect(names).toEqual(['x-3.jpg', 'x-2.jpg', 'x.jpg', 'y-7.jpg']);
    expect(new Set(statuses)).toEqual(new Set(['unchanged']));
  });

  it('answers for no photos', () => {
    expect(planRenames([], noneTaken, options)).toEqual({ rows: [], conflicts: 0 });
  });
});

describe('planRenames, telling apart', () => {
  const apart = (wishes: readonly (readonly [string, readonly string[]])[], taken: IsTaken = noneTaken) =>
    planRenames(
      wishes.map(([text, telling]) => wish(text, { telling: () => telling })),
      taken,
      { ...options, onConflict: 'tell_apart' },
    ).rows.map(({ to, status }) => `${status} ${to}`);

  it('adds the first word that differs, and numbers what is still equal', () => {
    expect(
      apart([
        ['a.jpg > beach', ['sand', 'palm']],
        ['b.jpg > beach', ['sand', 'sunset']],
        ['c.jpg > beach', ['sand', 'sunset']],
        ['d.jpg > beach', ['sand', 'palm']],
        ['e.jpg > pier', ['sand']],
      ]),
    ).toEqual([
      'ok beach.jpg',
      'ok beach-sunset.jpg',
      'ok beach-sunset-2.jpg',
      'ok beach-2.jpg',
      'ok pier.jpg',
    ]);
  });

  it('goes round names of photos outside, of which nothing is known', () => {
    const taken = takenNames('beach.jpg', 'beach-palm.jpg');
    expect(apart([['a.jpg > beach', ['palm', 'dune']]], taken)).toEqual(['ok beach-dune.jpg']);
    expect(apart([['a.jpg > beach', []]], taken)).toEqual(['ok beach-2.jpg']);
  });

  it('leaves photos that were told apart as they are', () => {
    expect(
      apart([
        ['beach-sunset.jpg > beach', ['sunset']],
        ['beach.jpg > beach', ['palm']],
        ['beach-sunset-2.jpg > beach', ['sunset']],
      ]),
    ).toEqual(['unchanged beach-sunset.jpg', 'unchanged beach.jpg', 'unchanged beach-sunset-2.jpg']);
  });

  it('asks for words only where names are the same', () => {
    const never = () => {
      throw new Error('asked');
    };
    const wishes = ['a.jpg > x', 'b.jpg > y'].map((text) => wish(text, { telling: never }));
    expect(planRenames(wishes, noneTaken, { ...options, onConflict: 'tell_apart' }).conflicts).toBe(0);
  });
});

import { expect, test } from 'vitest';
import { cellsInFrame, frameBetween } from './frame-cells.ts';
import { gridGeometry } from './grid-geometry.ts';

/** Three columns: cards at 20, 212 and 404, each 178 wide; rows 206 high from 3 on. */
const geometry = gridGeometry({ width: 602, size: 178, total: 8, phone: false });
const at = (one: [number, number], other: [number, number]) =>
  cellsInFrame(frameBetween({ x: one[0], y: one[1] }, { x: other[0], y: other[1] }), geometry, {
    total: 8,
    top: 3,
  });

test('a frame takes every card it touches, drawn in any direction', () => {
  expect(geometry.columns).toBe(3);
  expect(at([190 + 20, 10], [420, 100])).toEqual([1, 2]);
  expect(at([420, 100], [190 + 20, 10])).toEqual([1, 2]);
  expect(at([5, 100], [30, 300])).toEqual([0, 3]);
});

test('a frame in the gap between two cards, or at the edge of the page, takes none', () => {
  expect(at([200, 10], [208, 500])).toEqual([]);
  expect(at([2, 10], [15, 500])).toEqual([]);
});

test('a frame below the last card takes the last row only as far as there are photos', () => {
  expect(at([0, 450], [600, 5000])).toEqual([6, 7]);
  expect(at([0, 4000], [600, 5000])).toEqual([]);
});

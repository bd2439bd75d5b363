import { expect, test } from 'vitest';
import { gridGeometry, moveInGrid } from './grid-geometry.ts';

test('the design size gives seven columns on a 1440 screen and five beside the job panel', () => {
  expect(gridGeometry({ width: 1440, size: 178, total: 1166, phone: false })).toMatchObject({
    columns: 7,
    rows: 167,
  });
  expect(gridGeometry({ width: 1048, size: 178, total: 1166, phone: false }).columns).toBe(5);
  expect(gridGeometry({ width: 390, size: 178, total: 3, phone: true })).toMatchObject({
    columns: 2,
    rows: 2,
  });
});

test('no screen shows more than 200 cards, whatever the size', () => {
  for (const [width, height] of [
    [1440, 900],
    [2560, 1440],
    [3840, 2160],
    [5120, 2880],
  ] as const) {
    for (let size = 120; size <= 340; size += 20) {
      const { columns, rowHeight } = gridGeometry({ width, size, total: 10_000, phone: false });
      const rows = Math.ceil((height - 96) / rowHeight) + 1 + 2;
      expect(columns * rows, `${width} at ${size}`).toBeLessThanOrEqual(200);
    }
  }
});

const move = (key: string, at: number) => moveInGrid(key, { at, total: 23, columns: 5, page: 3 });

test('arrows stay inside the grid and reach the short last row', () => {
  expect(move('ArrowLeft', 0)).toBe(0);
  expect(move('ArrowRight', 22)).toBe(22);
  expect(move('ArrowUp', 3)).toBe(3);
  expect(move('ArrowDown', 3)).toBe(8);
  expect(move('ArrowDown', 19)).toBe(22);
  expect(move('ArrowDown', 21)).toBe(21);
  expect(move('PageDown', 20)).toBe(22);
  expect(move('PageUp', 7)).toBe(2);
  expect([move('Home', 9), move('End', 9)]).toEqual([0, 22]);
});

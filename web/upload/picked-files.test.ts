import { expect, test } from 'vitest';
import { fromDrop, fromPicker } from './picked-files.ts';

type Tree = { readonly [name: string]: Tree | string };

/** A dropped folder as browsers give it: a hundred entries a call, none opened. */
function dropOf(tree: Tree) {
  const opened: string[] = [];
  const entryOf = (name: string, content: Tree | string): object =>
    typeof content === 'string'
      ? {
          name,
          isFile: true,
          isDirectory: false,
          file: (resolve: (file: File) => void) => {
            opened.push(name);
            resolve(new File([content], name));
          },
        }
      : { name, isFile: false, isDirectory: true, createReader: () => readerOf(content) };
  function readerOf(folder: Tree) {
    const entries = Object.entries(folder).map(([name, content]) => entryOf(name, content));
    return { readEntries: (resolve: (some: object[]) => void) => resolve(entries.splice(0, 100)) };
  }
  const items = Object.entries(tree).map(([name, content]) => ({
    kind: 'file',
    webkitGetAsEntry: () => entryOf(name, content),
  }));
  return { items: items as unknown as DataTransferItem[], opened };
}

test('a dropped folder is walked in lots, with its folders kept, and nothing is opened', async () => {
  const inside = Object.fromEntries(Array.from({ length: 250 }, (_, n) => [`${n}.jpg`, 'photo']));
  const { items, opened } = dropOf({
    'loose.jpg': 'photo',
    Trip: { ...inside, 'Day 1': { 'a.jpg': 'photo' }, '.DS_Store': 'x' },
    'Thumbs.db': 'x',
  });
  const lots: number[] = [];
  const found: string[] = [];
  for await (const lot of fromDrop(items)) {
    lots.push(lot.length);
    found.push(...lot.map(({ folder, name }) => `${folder}/${name}`));
  }
  expect(Math.max(...lots)).toBeLessThanOrEqual(100);
  expect(found).toHaveLength(252);
  expect(found).toEqual(
    expect.arrayContaining(['/loose.jpg', 'Trip/0.jpg', 'Trip/249.jpg', 'Trip/Day 1/a.jpg']),
  );
  expect(opened).toEqual([]);
});

test('a chosen folder gives its files with their paths and sizes', () => {
  const file = Object.assign(new File(['photo'], 'a.jpg'), { webkitRelativePath: 'Trip/Day 1/a.jpg' });
  const clutter = Object.assign(new File(['x'], '.DS_Store'), { webkitRelativePath: 'Trip/.DS_Store' });
  expect(fromPicker([file, clutter])).toMatchObject([{ name: 'a.jpg', folder: 'Trip/Day 1', bytes: 5 }]);
});

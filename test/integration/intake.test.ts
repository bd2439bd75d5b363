import { describe, expect, test } from 'vitest';
import type { IncomingFile } from '../../src/photos/intake.ts';
import { claimPrepare, giveBackPrepare } from '../../src/photos/prepare.ts';
import { ana, ben, file, filesOf, namesOf, prepareAll, useLibrary, view } from './build-library.ts';

const library = useLibrary();

const take = (files: readonly IncomingFile[], ownerId = ana) =>
  library.intake.takeIn(ownerId, filesOf(files));
const originals = () => library.store.keys().filter((key) => key.startsWith('originals/'));

describe('taking in', () => {
  test('keeps the bytes, the name as it was sent and a name of its own', async () => {
    const folder = library.newId();
    const { photoIds, rejected } = await take([file('hello', 'Día 1?.JPG', folder)]);
    expect(rejected).toEqual([]);
    const [photo] = await view(library, photoIds);
    expect(photo).toMatchObject({
      folder,
      name: 'Día 1.JPG',
      originalName: 'Día 1?.JPG',
      state: 'preparing',
      nameSource: 'upload',
      nameRev: 0,
      bytes: 5,
    });
  });

  test('few photos of one person are prepared before many of another that came first', async () => {
    const many = Array.from({ length: 40 }, (_, n) => file(`many ${n}`, `${n}.jpg`));
    const few = Array.from({ length: 3 }, (_, n) => file(`few ${n}`, `${n}.jpg`));
    await take(many);
    const { photoIds } = await take(few, ben);
    const claimed = await claimPrepare(library.preparing, 10);
    const first = new Set(claimed.map((task) => task.message.id));
    expect(photoIds.every((id) => first.has(id))).toBe(true);
    for (const task of claimed) await giveBackPrepare(library.preparing, task);
  });

  test('knows the same bytes in the same folder, whatever they are called, and keeps one object', async () => {
    const folder = library.newId();
    const first = await take([file('same', 'a.jpg', folder)]);
    const kept = originals();
    const second = await take([file('same', 'b.jpg', folder)]);
    expect(second).toMatchObject({
      photoIds: [],
      duplicates: [{ filename: 'b.jpg', photoId: first.photoIds[0] }],
    });
    expect(originals()).toEqual(kept);
  });

  test('knows them within one upload too', async () => {
    const folder = library.newId();
    const result = await take([file('pair', 'a.jpg', folder), file('pair', 'b.jpg', folder)]);
    expect(result.photoIds).toHaveLength(1);
    expect(result.indexes).toEqual([0]);
    expect(result.duplicates).toEqual([{ filename: 'b.jpg', photoId: result.photoIds[0], index: 1 }]);
  });

  test('makes a second photo of the same original in another folder, prepared once for both', async () => {
    const before = originals().length;
    const folders = [library.newId(), library.newId(), library.newId(), library.newId()];
    const { photoIds } = await take(folders.map((folder) => file('shared', 's.jpg', folder)));
    expect(photoIds).toHaveLength(4);
    expect(originals().length).toBe(before + 1);
    expect(await claimPrepare(library.preparing, 10)).toHaveLength(1);
    await library.database.query(
      `update pgboss.job set state = 'retry', start_after = now() where state = 'active'`,
    );
    expect(await prepareAll(library)).toBe(1);
    expect((await view(library, photoIds)).map((photo) => photo.state)).toEqual(Array(4).fill('ready'));
  });

  test('numbers other pictures of one name, letters and case alike', async () => {
    const folder = library.newId();
    const names = ['IMG_0001.JPG', 'IMG_0001.JPG', 'img_0001.jpg', 'IMG_0001.jpeg'];
    const { photoIds } = await take(names.map((name, i) => file(`n${i}${folder}`, name, folder)));
    expect(await namesOf(library, photoIds)).toEqual([
      'IMG_0001.JPG',
      'IMG_0001-2.JPG',
      'img_0001-3.jpg',
      'IMG_0001.jpeg',
    ]);
    expect((await view(library, photoIds)).map((photo) => photo.originalName)).toEqual(names);
  });

  test.each([
    ['../../etc/passwd.jpg', /^[^/\\]+\.jpg$/u],
    ['a\u202Egpj.exe', /^a[\w ]*gpj exe\.jpg$/u],
    ['con.jpg', /^_con\.jpg$/u],
    ['...', /^photo\.jpg$/u],
    ['', /^photo\.jpg$/u],
    ['nul\u0000l.jpg', /^nul ?l\.jpg$/u],
    ['x'.repeat(400), /^x{100,200}\.jpg$/u],
    ['trip.php', /^trip php\.jpg$/u],
  ])('makes a harmless name of %j', async (filename, expected) => {
    const { photoIds } = await take([file(`h${filename}`, filename, library.newId())]);
    expect((await namesOf(library, photoIds))[0]).toMatch(expected);
  });

  test('never lets a folder leave the library', async () => {
    const { photoIds } = await take([file('climber', 'c.jpg', '../../C:/Windows/./x')]);
    const folder = (await view(library, photoIds))[0]?.folder ?? '..';
    expect(folder.split('/')).not.toContain('..');
    expect(folder).not.toMatch(/^\/|:/u);
  });

  test('refuses one by one what is no photo, is empty or too large, and takes the rest', async () => {
    const before = originals().length;
    const folder = library.newId();
    const result = await take([
      file('', 'empty.jpg', folder),
      file('text', 'notes.txt', folder),
      file('svg', 'drawing.svg', folder),
      file('x'.repeat(1001), 'large.jpg', folder),
      file(`fine${folder}`, 'fine.jpg', folder),
    ]);
    expect(result.rejected.map(({ filename, code }) => [filename, code])).toEqual([
      ['empty.jpg', 'empty_file'],
      ['notes.txt', 'not_a_photo'],
      ['drawing.svg', 'svg_not_accepted'],
      ['large.jpg', 'file_too_large'],
    ]);
    expect(result.photoIds).toHaveLength(1);
    expect(originals().length).toBe(before + 1);
  });

  test('keeps what came whole when the sender breaks off', async () => {
    const folder = library.newId();
    async function* broken(): AsyncGenerator<IncomingFile> {
      yield file(`one${folder}`, '1.jpg', folder);
      yield file(`two${folder}`, '2.jpg', folder);
      throw new Error('The upload broke off');
    }
    await expect(library.intake.takeIn(ana, broken())).rejects.toThrow('broke off');
    const kept = await library.database.query('select from rollcall.photos where folder = $1', [folder]);
    expect(kept).toHaveLength(2);
  });

  test('leaves nothing behind when the database refuses', async () => {
    const before = library.store.keys();
    const stranger = library.newId();
    await expect(take([file('nobody', 'n.jpg')], stranger)).rejects.toThrow();
    expect(library.store.keys()).toEqual(before);
  });

  test('keeps the bytes of photos it registered even if clearing up fails', async () => {
    const folder = library.newId();
    await take([file(`kept${folder}`, 'a.jpg', folder)]);
    library.store.breakDelete(true);
    const result = await take([
      file(`kept${folder}`, 'b.jpg', folder),
      file(`more${folder}`, 'c.jpg', folder),
    ]);
    library.store.breakDelete(false);
    expect(result).toMatchObject({ photoIds: [expect.any(String)], duplicates: [{ filename: 'b.jpg' }] });
    await prepareAll(library);
    expect((await view(library, result.photoIds))[0]?.state).toBe('ready');
  });

  test('gives two owners of the same picture a photo each', async () => {
    const { photoIds } = await take([file('both', 'b.jpg')]);
    const theirs = await take([file('both', 'b.jpg')], ben);
    expect(theirs.photoIds).toHaveLength(1);
    expect(await view(library, photoIds, ben)).toEqual([]);
    expect(await namesOf(library, theirs.photoIds, ben)).toEqual(['b.jpg']);
  });
});

import { describe, expect, test } from 'vitest';
import { changeSettings } from '../../src/database/settings.ts';
import { deletePhoto, restorePhoto } from '../../src/photos/delete-photos.ts';
import { endLiveItem } from '../../src/jobs/end-live-item.ts';
import { stackOlderPhotos } from '../../src/photos/stack-older-photos.ts';
import { listPhotos } from '../../src/photos/list-photos.ts';
import { ana, prepareAll, useLibrary, view } from './build-library.ts';
import { addShots, burst, takeInShots, useScenes } from './build-stacks.ts';

const library = useLibrary();
const scenes = useScenes(library);

const { add } = scenes;
const stacksOf = async (ids: readonly string[]) => (await view(library, ids)).map(({ stack }) => stack);
const idsOf = async (ids: readonly string[]) => (await stacksOf(ids)).map((stack) => stack?.id ?? null);
const remove = (photoId: string) =>
  library.database.asUser(ana, (tx) => deletePhoto(tx, { ownerId: ana, photoId, endLiveItem }));
const restore = (photoId: string) => library.database.asUser(ana, (tx) => restorePhoto(tx, ana, photoId));

describe('photos of one moment', () => {
  test('are a stack, and each says how many they are', async () => {
    const ids = await add(...burst('beach', 3));
    const [first] = await stacksOf(ids);
    expect(first).toEqual({ id: expect.any(String), size: 3, kind: 'burst' });
    expect(await stacksOf(ids)).toEqual([first, first, first]);
  });

  test('are none when they look different, are far apart in time, or lie in different folders', async () => {
    const ids = await add(
      { scene: 'dog', at: '10:00:00', filename: 'a.jpg' },
      { scene: 'cat', at: '10:00:01', filename: 'b.jpg' },
      { scene: 'dog', at: '10:00:11', filename: 'c.jpg' },
      { scene: 'tree', filename: 'd.jpg' },
      { scene: 'tree', filename: 'e.jpg' },
    );
    const elsewhere = await addShots(library, [{ scene: 'dog', at: '10:00:00', filename: 'f.jpg' }], {
      folder: `${scenes.folder}-2`,
    });
    expect(await stacksOf([...ids, ...elsewhere])).toEqual(Array(6).fill(null));
  });

  test('of somebody else are nobody’s neighbours', async () => {
    const ben = '00000000-0000-8000-8000-00000000000b';
    await addShots(library, burst('beach', 1), { folder: scenes.folder, ownerId: ben });
    expect(await stacksOf(await add(...burst('beach', 1)))).toEqual([null]);
  });

  test('that link two stacks make one of them', async () => {
    const early = await add(...burst('sea', 2));
    const late = await add(
      { scene: 'sea', at: '10:00:16', filename: 'x.jpg' },
      { scene: 'sea', at: '10:00:17', filename: 'y.jpg' },
    );
    expect(new Set(await idsOf([...early, ...late])).size).toBe(2);
    const between = await add({ scene: 'sea', at: '10:00:09', filename: 'z.jpg' });
    const stacks = await stacksOf([...early, ...late, ...between]);
    expect(new Set(stacks.map((stack) => stack?.id)).size).toBe(1);
    expect(stacks[0]?.size).toBe(5);
  });

  test('in a series without end make stacks of fifty at most', async () => {
    const shots = Array.from({ length: 120 }, (_, i) => ({
      scene: 'clouds',
      at: `11:${String(Math.floor(i / 60)).padStart(2, '0')}:${String(i % 60).padStart(2, '0')}`,
      filename: `C_${i}.JPG`,
    }));
    const stacks = await stacksOf(await add(...shots));
    const sizes = stacks.map((stack) => stack?.size ?? 1);
    expect(Math.max(...sizes)).toBe(50);
    expect(new Set(stacks.map((stack) => stack?.id)).size).toBeLessThan(10);
  });

  test('tell the page of the others when one joins, leaves or comes back', async () => {
    const [one = '', two = ''] = await add(...burst('lake', 2));
    const seqOf = async (id: string) => (await view(library, [id]))[0]?.seq ?? 0;
    const before = await seqOf(one);
    const three = await add({ scene: 'lake', at: '10:00:03', filename: 'z.jpg' });
    const joined = await seqOf(one);
    expect(joined).toBeGreaterThan(before);
    await remove(two);
    const left = await seqOf(one);
    expect(left).toBeGreaterThan(joined);
    expect((await stacksOf([one]))[0]?.size).toBe(2);
    await remove(three[0] ?? '');
    expect(await stacksOf([one])).toEqual([null]);
    await restore(two);
    expect(await seqOf(one)).toBeGreaterThan(left);
    expect((await stacksOf([one, two])).map((stack) => stack?.size)).toEqual([2, 2]);
  });

  test('find each other when one was deleted while the others came', async () => {
    const [gone = ''] = await add(...burst('hill', 1));
    await remove(gone);
    const ids = await add({ scene: 'hill', at: '10:00:02', filename: 'y.jpg' });
    expect(await stacksOf(ids)).toEqual([null]);
    await restore(gone);
    expect((await stacksOf([gone, ...ids])).map((stack) => stack?.size)).toEqual([2, 2]);
  });

  test('are shown one by one to who does not want stacks', async () => {
    const ids = await add(...burst('rain', 2));
    await changeSettings(library.database, ana, { stacks: false });
    expect(await stacksOf(ids)).toEqual([null, null]);
    await changeSettings(library.database, ana, { stacks: true });
    expect((await stacksOf(ids)).map((stack) => stack?.size)).toEqual([2, 2]);
  });

  test('are in a list as they are alone', async () => {
    const ids = await add(...burst('list', 3));
    const page = await library.database.asUser(ana, (tx) =>
      listPhotos(tx, ana, { limit: 2, sort: 'taken', folder: scenes.folder }),
    );
    expect(page.photos.map(({ stack }) => stack)).toEqual((await stacksOf(ids)).slice(0, 2));
  });
});

describe('photos that came before there were stacks', () => {
  test('find theirs, once, and are told of', async () => {
    const ids = await add(
      ...burst('old', 2),
      { scene: 'a', at: '12:00:00', filename: 'P_1.JPG' },
      { scene: 'b', at: '12:00:00', filename: 'P_1.DNG' },
      { scene: 'alone', at: '13:00:00', filename: 'Q.JPG' },
    );
    const [waiting = ''] = await takeInShots(library, burst('late', 1, 9), scenes);
    const before = await view(library, ids);
    await library.database.query(
      'update rollcall.photos set stack_id = null, shot_key = null where owner_id = $1 and id = any($2::uuid[])',
      [ana, [...ids, waiting]],
    );
    expect(await idsOf(ids)).toEqual(Array(5).fill(null));
    await stackOlderPhotos(library.database);
    const after = await view(library, ids);
    expect(after.map(({ stack }) => stack?.kind ?? null)).toEqual(['burst', 'burst', 'pair', 'pair', null]);
    expect(after[0]?.seq).toBeGreaterThan(before[0]?.seq ?? Infinity);
    await stackOlderPhotos(library.database);
    expect((await view(library, ids)).map(({ seq }) => seq)).toEqual(after.map(({ seq }) => seq));
    await prepareAll(library);
    expect(await idsOf([waiting])).toEqual([null]);
  });
});

describe('files of one shot', () => {
  test('are a pair, whatever the case of their names and whether RAW or JPEG comes first', async () => {
    const ids = await add(
      { scene: 'a', at: '10:00:00', filename: 'IMG_7.DNG' },
      { scene: 'b', at: '10:00:00', filename: 'img_7.JPG' },
    );
    const [raw, jpeg] = await stacksOf(ids);
    expect(raw).toEqual({ id: expect.any(String), size: 2, kind: 'pair' });
    expect(jpeg).toEqual(raw);
  });

  test('are a pair though one has no time, or cannot be shown', async () => {
    const ids = await add(
      { scene: 'a', at: '10:00:00', filename: 'IMG_8.JPG' },
      { scene: 'unreadable', filename: 'IMG_8.DNG' },
    );
    expect((await stacksOf(ids)).map((stack) => stack?.kind)).toEqual(['pair', 'pair']);
  });

  test('are none with another time, another folder, or without a RAW', async () => {
    const ids = await add(
      { scene: 'a', at: '10:00:00', filename: 'IMG_9.JPG' },
      { scene: 'a', at: '12:00:00', filename: 'IMG_9.DNG' },
      { scene: 'c', at: '15:00:00', filename: 'P.JPG' },
      { scene: 'd', at: '15:00:00', filename: 'P.PNG' },
    );
    expect(await stacksOf(ids)).toEqual([null, null, null, null]);
  });

  test('of a burst are one stack with it', async () => {
    const raw = burst('kite', 3).map((shot) => ({ ...shot, filename: shot.filename.replace('JPG', 'DNG') }));
    const stacks = await stacksOf(await add(...burst('kite', 3), ...raw));
    expect(new Set(stacks.map((stack) => stack?.id)).size).toBe(1);
    expect(stacks[0]).toMatchObject({ size: 6, kind: 'burst' });
  });

  test('that share only their names stay what they are when one is renamed', async () => {
    const ids = await takeInShots(library, [{ scene: 'a', at: '10:00:00', filename: 'Q.JPG' }], scenes);
    await prepareAll(library);
    const later = await add({ scene: 'b', at: '10:00:00', filename: 'Q.DNG' });
    await library.database.query(`update rollcall.photos set stem = 'party' where id = $1`, [ids[0]]);
    expect((await stacksOf([...ids, ...later])).map((stack) => stack?.kind)).toEqual(['pair', 'pair']);
  });
});

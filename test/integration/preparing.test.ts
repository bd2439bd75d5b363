import { describe, expect, test } from 'vitest';
import { endLiveItem } from '../../src/jobs/end-live-item.ts';
import { reconcile } from '../../src/jobs/reconcile.ts';
import { deletePhoto, restorePhoto } from '../../src/photos/delete-photos.ts';
import type { IncomingFile } from '../../src/photos/intake.ts';
import { claimPrepare, giveBackPrepare, prepareOne } from '../../src/photos/prepare.ts';
import { purgeDeleted } from '../../src/photos/purge-deleted.ts';
import { ana, file, filesOf, namesOf, prepareAll, prepared, useLibrary, view } from './build-library.ts';

const library = useLibrary();

const take = (files: readonly IncomingFile[], ownerId = ana) =>
  library.intake.takeIn(ownerId, filesOf(files));
const never = new AbortController().signal;
const remove = (photoId: string) =>
  library.database.asUser(ana, (tx) => deletePhoto(tx, { ownerId: ana, photoId, endLiveItem }));
const restore = (photoId: string) => library.database.asUser(ana, (tx) => restorePhoto(tx, ana, photoId));

describe('preparing', () => {
  test('stores what was learnt of the picture', async () => {
    library.prepareAs((text) =>
      prepared(text, {
        width: 4000,
        height: 3000,
        takenLocal: '2018-09-10T13:05:00',
        takenOffsetMinutes: 540,
        camera: 'Fuji X100',
        exposure: { lens: null, focalLength: 23, fNumber: 2, seconds: 0.004, iso: 200 },
        place: { city: 'Himeji', countryCode: 'JP' },
      }),
    );
    const { photoIds } = await take([file('castle', 'castle.jpg', library.newId())]);
    await prepareAll(library);
    expect((await view(library, photoIds))[0]).toMatchObject({
      state: 'ready',
      width: 4000,
      takenAt: '2018-09-10T13:05:00+09:00',
      camera: 'Fuji X100',
      exposure: { lens: null, focalLength: 23, fNumber: 2, seconds: 0.004, iso: 200 },
      place: { city: 'Himeji', country: 'Japan', countryCode: 'JP' },
    });
  });

  test('says why a picture cannot be read, and a later photo of it says the same at once', async () => {
    library.prepareAs(() => ({ ok: false, code: 'file_damaged', detail: 'no end' }));
    const { photoIds } = await take([file('broken', 'b.jpg', library.newId())]);
    await prepareAll(library);
    const again = await take([file('broken', 'b.jpg', library.newId())]);
    for (const photo of await view(library, [...photoIds, ...again.photoIds])) {
      expect(photo).toMatchObject({ state: 'failed', problem: { code: 'file_damaged', canRetry: false } });
    }
  });

  test('delivered twice keeps what the first found', async () => {
    const { photoIds } = await take([file('twice', 't.jpg', library.newId())]);
    const [slow] = await claimPrepare(library.preparing, 1);
    await library.database.query(
      `update pgboss.job set state = 'retry', start_after = now() where state = 'active'`,
    );
    await prepareAll(library);
    await library.database.query(`update rollcall.photos set search = 'seen since' where id = $1`, [
      photoIds[0],
    ]);
    library.prepareAs(() => ({ ok: false, code: 'took_too_long', detail: '' }));
    if (slow !== undefined) await prepareOne(library.preparing, slow, never);
    const [row] = await library.database.query<{ state: string; search: string }>(
      'select state, search from rollcall.photos where id = $1',
      [photoIds[0]],
    );
    expect(row).toEqual({ state: 'ready', search: 'seen since' });
  });

  test('of a picture that ended its process three times is given up, and can be asked for again', async () => {
    const { photoIds } = await take([file('bomb', 'b.jpg', library.newId())]);
    for (let crash = 0; crash < 3; crash++) {
      expect(await claimPrepare(library.preparing, 1)).toHaveLength(1);
      await library.database.query(
        `update pgboss.job set state = 'retry', start_after = now() where state = 'active'`,
      );
    }
    await prepareAll(library);
    expect((await view(library, photoIds))[0]).toMatchObject({
      state: 'failed',
      problem: { code: 'took_too_long', canRetry: true },
    });
  });

  test('given back by a worker that stops is taken up at once and was no try', async () => {
    const { photoIds } = await take([file('pause', 'p.jpg', library.newId())]);
    for (let restart = 0; restart < 5; restart++) {
      const [task] = await claimPrepare(library.preparing, 1);
      if (task === undefined) throw new Error('It must be there at once');
      await giveBackPrepare(library.preparing, task);
    }
    await prepareAll(library);
    expect((await view(library, photoIds))[0]?.state).toBe('ready');
  });

  test('whose message was lost is put back by reconciling, once per original', async () => {
    const { photoIds } = await take([
      file('lost', 'l.jpg', library.newId()),
      file('lost', 'l.jpg', library.newId()),
    ]);
    await library.database.query('delete from pgboss.job');
    const control = { database: library.worker, queue: library.queue };
    expect(await reconcile(control)).toMatchObject({ prepares: 1 });
    expect(await reconcile(control)).toMatchObject({ prepares: 0 });
    await prepareAll(library);
    expect((await view(library, photoIds)).map((photo) => photo.state)).toEqual(['ready', 'ready']);
  });

  test('goes on for a photo deleted meanwhile, which comes back ready', async () => {
    const { photoIds } = await take([file('ghost', 'g.jpg', library.newId())]);
    const [photoId = ''] = photoIds;
    await remove(photoId);
    await prepareAll(library);
    expect(await restore(photoId)).toBe(true);
    expect((await view(library, photoIds))[0]?.state).toBe('ready');
  });
});

describe('a deleted photo', () => {
  test('frees its name at once and comes back numbered if it was taken', async () => {
    const folder = library.newId();
    const { photoIds } = await take([file(`a${folder}`, 'a.jpg', folder)]);
    await remove(photoIds[0] ?? '');
    expect(await view(library, photoIds)).toEqual([]);
    const next = await take([file(`b${folder}`, 'a.jpg', folder)]);
    expect(await namesOf(library, next.photoIds)).toEqual(['a.jpg']);
    await restore(photoIds[0] ?? '');
    expect(await namesOf(library, photoIds)).toEqual(['a-2.jpg']);
  });

  test('is uploaded anew like any other', async () => {
    const folder = library.newId();
    const { photoIds } = await take([file(`c${folder}`, 'c.jpg', folder)]);
    await remove(photoIds[0] ?? '');
    const again = await take([file(`c${folder}`, 'c.jpg', folder)]);
    expect(again).toMatchObject({ duplicates: [], photoIds: [expect.any(String)] });
  });

  test('is gone for good after 30 days, with its bytes if nobody else has them', async () => {
    const folders = [library.newId(), library.newId()];
    const { photoIds } = await take(folders.map((folder) => file('old', 'o.jpg', folder)));
    const [alone] = (await take([file('older', 'o2.jpg', folders[0])])).photoIds;
    await prepareAll(library);
    const before = library.store.keys().length;
    await remove(photoIds[0] ?? '');
    await remove(alone ?? '');
    const ago = (days: number) =>
      library.database.query(
        `update rollcall.photos set deleted_at = now() - make_interval(days => $1)
                              where deleted_at is not null and id = any($2::uuid[])`,
        [days, [photoIds[0], alone]],
      );
    await ago(29);
    const deps = { database: library.worker, store: library.store };
    expect(await purgeDeleted(deps)).toBe(0);
    await ago(31);
    expect(await purgeDeleted(deps)).toBe(2);
    expect(library.store.keys().length).toBe(before - 3);
    expect(await restore(photoIds[0] ?? '')).toBe(false);
    expect((await view(library, photoIds)).map((photo) => photo.state)).toEqual(['ready']);
  });
});

import { describe, expect, test } from 'vitest';
import { createTestApi, expectCode, read, v1 } from './build-api.ts';
import { as, authenticator, useDirect, type Result } from './build-direct.ts';
import { ana } from './build-library.ts';

const direct = useDirect();

describe('addresses', () => {
  test('lead straight to the store, for all photos of a list by asking it once', async () => {
    const folder = direct.jobs.newId();
    const upload = await direct.another({ folder, filename: 'a & b.jpg' });
    await direct.registerOne(upload);
    await direct.registerOne(await direct.another({ folder }));
    const before = direct.store.signed();
    const { photos } = read<Result>(await direct.get(v1(`/photos?folder=${folder}&sort=name`)));
    expect(direct.store.signed()).toBe(before + 1);
    const at = `https://store.test/incoming/${ana}/${upload.claim.uploadId}`;
    expect(photos[0]?.urls).toEqual({
      thumbnail: `${at}/thumbnail.webp?signed`,
      preview: `${at}/preview.jpg?signed`,
      file: `${at}/original?signed&download=a & b.jpg`,
    });
    await direct.get(v1('/photos?folder=nothing-here'));
    expect(direct.store.signed()).toBe(before + 1);
  });

  test('are in what changed as well', async () => {
    const { seq } = read<{ seq: number }>(await direct.get(v1('/changes')));
    const { id } = await direct.registerOne(await direct.another());
    const { events } = read<{ events: { type: string; data: Result }[] }>(
      await direct.get(v1(`/changes?since=${seq}`)),
    );
    const photo = events.flatMap(({ data }) => data.photos).find((one) => one.id === id);
    expect(photo?.urls.thumbnail).toMatch(/^https:\/\/store\.test\//u);
  });

  test('lead here when the store signs nothing, and the list still comes', async () => {
    const photo = await direct.registerOne(await direct.another());
    direct.store.breakLinks(true);
    const answer = await direct.get(v1(`/photos/${photo.id}`));
    expect(read<{ urls: object }>(answer).urls).toEqual({
      thumbnail: `/api/v1/photos/${photo.id}/thumbnail`,
      preview: `/api/v1/photos/${photo.id}/preview`,
      file: `/api/v1/photos/${photo.id}/file`,
    });
    expect(direct.api.errors.splice(0)).toMatchObject([{ what: 'links' }]);
  });

  test('without such a store there is no such route', async () => {
    const plain = await createTestApi(direct.jobs, { authenticator });
    const { claim } = await direct.another();
    const answer = await plain.call('POST', v1('/photos/register'), {
      headers: as(ana),
      body: { photos: [claim] },
    });
    expectCode(answer, 404, 'not_found');
  });
});

import { createLocalJWKSet, exportJWK, generateKeyPair, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createJwtAuthenticator } from '../../src/http/session.ts';
import { createTestApi, expectCode, form, read, uploadPhotos, v1, type Api } from './build-api.ts';
import { createJobs, workToTheEnd, type Jobs } from './build-jobs.ts';

let jobs: Jobs;
let api: Api;

beforeAll(async () => {
  jobs = await createJobs();
  api = await createTestApi(jobs, {
    monthlyCapUsd: 5,
    dataFolder: { path: '~/Rollcall', freeBytes: async () => 84e9 },
  });
});
afterAll(() => jobs.close());

interface LimitedJob {
  id: string;
  status: string;
  reason: string | null;
  budgetUsd: number | null;
  limitReached: { of: string; usd: number } | null;
  succeeded: number;
  error: string | null;
}

const start = async (texts: readonly string[], options: object = {}) => {
  const photoIds = (await uploadPhotos(jobs, api, texts)).map(({ id }) => id);
  const answer = await api.call('POST', v1('/jobs'), { body: { photoIds, options } });
  return read<{ jobId: string }>(answer).jobId;
};
const jobOf = async (id: string) => read<LimitedJob>(await api.call('GET', v1(`/jobs/${id}`)));
const set = (body: object) => api.call('PUT', v1('/settings'), { body });
const texts = (n: number, title: string) => Array.from({ length: n }, (_, i) => `${title}#${i}`);

describe('limits', () => {
  test('are kept with the settings, each by itself', async () => {
    expect(read<object>(await api.call('GET', v1('/settings')))).toMatchObject({
      monthlyLimitUsd: null,
      jobLimitUsd: null,
    });
    expect((await set({ monthlyLimitUsd: 2.5 })).json).toMatchObject({
      monthlyLimitUsd: 2.5,
      jobLimitUsd: null,
    });
    expect((await set({ jobLimitUsd: 1 })).json).toMatchObject({ monthlyLimitUsd: 2.5, jobLimitUsd: 1 });
    expect((await set({ monthlyLimitUsd: null, jobLimitUsd: null })).json).toMatchObject({
      monthlyLimitUsd: null,
    });
    for (const wrong of [-1, '5', 1e9])
      expectCode(await set({ monthlyLimitUsd: wrong }), 422, 'invalid_request');
  });

  test('of a job is what its settings say, or what the job says itself', async () => {
    await set({ jobLimitUsd: 3 });
    expect((await jobOf(await start(texts(1, 'dog')))).budgetUsd).toBe(3);
    expect((await jobOf(await start(texts(1, 'cat'), { budgetUsd: 7 }))).budgetUsd).toBe(7);
    await set({ jobLimitUsd: null });
    expect((await jobOf(await start(texts(1, 'owl')))).budgetUsd).toBeNull();
    await workToTheEnd(jobs);
  });

  test('that is reached is raised with the job going on', async () => {
    const id = await start(texts(9, 'pier'), { budgetUsd: 0.001 });
    await workToTheEnd(jobs);
    expect(await jobOf(id)).toMatchObject({
      status: 'paused',
      reason: 'budget_reached',
      limitReached: { of: 'job', usd: 0.001 },
      error: 'The limit of $0.001 for this job is reached.',
    });
    const raised = await api.call('POST', v1(`/jobs/${id}/resume`), { body: { budgetUsd: 1 } });
    expect(raised.json).toMatchObject({ status: 'pending', budgetUsd: 1, limitReached: null, error: null });
    await workToTheEnd(jobs);
    expect(await jobOf(id)).toMatchObject({ status: 'completed', succeeded: 9 });
    expectCode(
      await api.call('POST', v1(`/jobs/${id}/resume`), { body: { budgetUsd: -1 } }),
      422,
      'invalid_request',
    );
    expectCode(await api.call('POST', v1(`/jobs/${id}/resume`)), 409, 'not_now');
  });

  test('of the month are told with what was spent', async () => {
    const spending = async () => (await api.call('GET', v1('/spending'))).json;
    const now = new Date().toISOString().slice(0, 7);
    const before = read<{ usd: number; calls: number }>(await api.call('GET', v1('/spending')));
    expect(before).toMatchObject({ month: now, capUsd: 5, limit: { usd: 5, of: 'operator' } });
    await start(texts(2, 'boat'));
    await workToTheEnd(jobs);
    await set({ monthlyLimitUsd: 2 });
    expect(await spending()).toMatchObject({ calls: before.calls + 2, limit: { usd: 2, of: 'month' } });
    expect(read<{ usd: number }>(await api.call('GET', v1('/spending'))).usd).toBeCloseTo(
      before.usd + 0.001,
      9,
    );
    await set({ monthlyLimitUsd: 9 });
    expect(await spending()).toMatchObject({ limit: { usd: 5, of: 'operator' } });
  });
});

describe('space', () => {
  interface Space {
    photos: { count: number; bytes: number };
    companions: { count: number; bytes: number };
    smallCopies: { bytes: number };
    deleted: { count: number; bytes: number; next: { count: number; at: string } | null };
  }
  const space = async () => read<Space>(await api.call('GET', v1('/space')));

  test('is counted for what lies beside photos', async () => {
    const { companions: before } = await space();
    const xmp = '<x:xmpmeta xmlns:x="adobe:ns:meta/"></x:xmpmeta>';
    await api.call('POST', v1('/photos'), { raw: form([[xmp, 'IMG_1.xmp']]) });
    expect((await space()).companions).toEqual({
      count: before.count + 1,
      bytes: before.bytes + xmp.length,
    });
  });

  test('is counted for photos and for deleted ones, the folder is named', async () => {
    const before = await space();
    expect(before).toMatchObject({
      folder: '~/Rollcall',
      freeBytes: 84e9,
      deleted: { count: 0, bytes: 0, next: null },
    });
    const [first, second, twice] = await uploadPhotos(jobs, api, ['one#1', 'two#22', 'three#333']);
    const after = await space();
    expect(after.photos).toEqual({
      count: before.photos.count + 3,
      bytes: before.photos.bytes + 'one#1two#22three#333'.length,
    });
    expect(after.smallCopies.bytes).toBeGreaterThan(before.smallCopies.bytes);
    for (const photo of [first, second]) await api.call('DELETE', v1(`/photos/${photo?.id}`));
    // The same picture once more, in another folder: its bytes are needed still.
    await jobs.database.query(
      `insert into rollcall.photos (owner_id, id, folder, sha256, stem, extension, name_key, base_key, original_name, seq)
       select owner_id, gen_random_uuid(), 'twin', sha256, 'x', 'jpg', 'x.jpg', 'x', 'x.jpg', 1 from rollcall.photos where id = $1`,
      [second?.id],
    );
    const { deleted, photos } = await space();
    expect(deleted).toMatchObject({ count: 2, bytes: 'one#1'.length, next: { count: 2 } });
    expect(photos.count).toBe(before.photos.count + 2);
    const days = (Date.parse(deleted.next?.at ?? '') - Date.now()) / 86_400_000;
    expect(days).toBeCloseTo(30, 1);
    expect(twice).toBeDefined();
  });

  test('is free again once deleted photos are removed; those that are used stay', async () => {
    const keys = async () =>
      (
        await jobs.database.query<{ n: number }>('select count(*)::int as n from rollcall.storage_deletions')
      )[0]?.n;
    const before = await space();
    expect((await api.call('POST', v1('/photos/empty-deleted'))).json).toEqual({ removed: 2 });
    expect(await space()).toMatchObject({
      photos: before.photos,
      deleted: { count: 0, bytes: 0, next: null },
    });
    expect(await keys()).toBe(0);
    expect((await api.call('POST', v1('/photos/empty-deleted'))).json).toEqual({ removed: 0 });
    const listed = await api.call('GET', v1('/photos?state=deleted'));
    expect(listed.json).toMatchObject({ photos: [] });
  });
});

describe('with a list of who is let in', () => {
  const issuer = 'https://id.example';
  let signed: Api;
  let as: (subject: string, claims: object) => Promise<{ authorization: string }>;

  beforeAll(async () => {
    const { publicKey, privateKey } = await generateKeyPair('ES256');
    const keys = createLocalJWKSet({ keys: [{ ...(await exportJWK(publicKey)), alg: 'ES256', kid: '1' }] });
    const invited = ['anna@example.com', '@studio.example'];
    signed = await createTestApi(jobs, {
      authenticator: createJwtAuthenticator({
        jwksUrl: `${issuer}/keys`,
        issuer,
        audience: undefined,
        invited,
        keys,
      }),
    });
    as = async (subject, claims) => {
      const token = await new SignJWT({ ...claims })
        .setProtectedHeader({ alg: 'ES256', kid: '1' })
        .setSubject(subject)
        .setIssuer(issuer)
        .setExpirationTime('1h')
        .sign(privateKey);
      return { authorization: `Bearer ${token}` };
    };
  });

  test('others are told so, and no row is made for them', async () => {
    const strangers = [
      { email: 'eve@evil-studio.example' },
      { email: 'eve@example.com' },
      { email: 'anna@example.com', email_verified: false },
      {},
    ];
    for (const claims of strangers) {
      const answer = await signed.call('GET', v1('/photos'), { headers: await as('eve', claims) });
      expectCode(answer, 403, 'not_invited');
      expect(read<{ detail: string }>(answer).detail).toMatch(/not invited/u);
      expectCode(
        await signed.call('POST', v1('/session'), { headers: await as('eve', claims) }),
        403,
        'not_invited',
      );
    }
    const rows = await jobs.database.query(`select 1 from rollcall.owners where subject = 'eve'`);
    expect(rows).toEqual([]);
  });

  test('those on it come in, and see what only they spent', async () => {
    for (const email of ['Anna@Example.com', 'ben@studio.example']) {
      const answer = await signed.call('GET', v1('/spending'), { headers: await as(email, { email }) });
      expect(answer.json).toMatchObject({ usd: 0, calls: 0, limit: null, capUsd: null });
      const space = await signed.call('GET', v1('/space'), { headers: await as(email, { email }) });
      expect(space.json).toMatchObject({ photos: { count: 0, bytes: 0 }, folder: null, freeBytes: null });
    }
    expectCode(
      await signed.call('GET', v1('/spending'), { headers: { authorization: 'Bearer x' } }),
      401,
      'unauthenticated',
    );
  });
});

import { describe, expect, test } from 'vitest';
import { countryName, takenAt, toPhotoView, type PhotoRow } from './view-photos.ts';

const row = (more: Partial<PhotoRow> = {}): PhotoRow => ({
  id: 'p',
  folder: '',
  stem: 'IMG_1',
  extension: 'JPG',
  original_name: 'IMG_1.JPG',
  name_source: 'upload',
  name_rev: 0,
  state: 'ready',
  created_at: new Date(0),
  deleted_at: null,
  seq: 5,
  stack_id: null,
  media_type: 'image/jpeg',
  bytes: 1,
  width: 1,
  height: 1,
  taken_local: null,
  taken_offset_min: null,
  camera: null,
  exposure: null,
  city: null,
  country_code: null,
  thumbhash: null,
  original_key: 'o',
  thumbnail_key: null,
  preview_key: null,
  prepare_error: null,
  prepare_detail: null,
  previous_name: null,
  job_id: null,
  item_status: null,
  item_name_rev: null,
  item_code: null,
  item_tries: null,
  item_detail: null,
  item_seq: null,
  suggested_stem: null,
  flags: null,
  answer: null,
  provider: null,
  language: null,
  model: null,
  seen_at: null,
  ...more,
});

describe('the state of a photo', () => {
  test.each([
    [{ item_status: 'pending' }, 'waiting'],
    [{ item_status: 'processing' }, 'analysing'],
    [{ item_status: 'completed', state: 'named' }, 'named'],
    [{ item_status: 'pending', state: 'preparing' }, 'preparing'],
    [{ item_status: 'canceled' }, 'ready'],
  ] satisfies [Partial<PhotoRow>, string][])('of %o is %s', (parts, state) => {
    expect(toPhotoView(row(parts)).state).toBe(state);
  });

  test('is as new as its item', () => {
    expect(toPhotoView(row({ item_seq: 9 })).seq).toBe(9);
    expect(toPhotoView(row({ item_seq: 2 })).seq).toBe(5);
  });
});

describe('a suggestion', () => {
  test('is shown with the extension a rename would write, while it waits for a person', () => {
    const parts = { state: 'suggested', suggested_stem: 'beach', item_status: 'completed' } as const;
    expect(toPhotoView(row(parts)).suggestedName).toBe('beach.jpg');
    expect(toPhotoView(row({ ...parts, state: 'named' })).suggestedName).toBeNull();
  });
});

describe('the problem of a photo', () => {
  const codeOf = (parts: Partial<PhotoRow>) => toPhotoView(row(parts)).problem?.code ?? null;

  test('that could not be prepared is the reason for it', () => {
    expect(codeOf({ state: 'failed', prepare_error: 'file_damaged' })).toBe('file_damaged');
  });

  test('that failed in a job is what the job says', () => {
    expect(codeOf({ state: 'failed', item_status: 'error', item_code: 'declined', item_name_rev: 0 })).toBe(
      'declined',
    );
  });

  test('that needs a look is the first flag', () => {
    expect(codeOf({ state: 'needs_look', flags: ['phone', 'link'], item_status: 'completed' })).toBe('phone');
  });

  test('is told while it is true of the name, and no longer', () => {
    const skipped = { item_status: 'skipped', item_code: 'nothing_known', item_name_rev: 0 } as const;
    expect(codeOf(skipped)).toBe('nothing_known');
    expect(codeOf({ ...skipped, name_rev: 1 })).toBeNull();
    expect(codeOf({ ...skipped, item_code: 'renamed_since', name_rev: 1 })).toBe('renamed_since');
  });

  test('is none after success', () => {
    expect(codeOf({ state: 'named', item_status: 'completed' })).toBeNull();
  });
});

test.each([
  ['2018-09-10 13:05:00', 540, '2018-09-10T13:05:00+09:00'],
  ['2018-09-10 13:05:00.123', -210, '2018-09-10T13:05:00-03:30'],
  ['2018-09-10 13:05:00', 0, '2018-09-10T13:05:00+00:00'],
  ['2018-09-10 13:05:00', null, '2018-09-10T13:05:00'],
  [null, 60, null],
])('the moment %s with %s minutes is %s', (local, offset, expected) => {
  expect(takenAt(local, offset)).toBe(expected);
});

test('a country has its name in the language asked for, and its code where there is none', () => {
  expect(countryName('ES', 'es')).toBe('España');
  expect(countryName('not a code', 'en')).toBe('not a code');
});

import { expect, test } from 'vitest';
import { readTakenTime } from './taken-time.ts';

const now = Date.UTC(2026, 5, 15, 12);

function taken(dateTime: string | null, offset: string | null = null) {
  return readTakenTime({ candidates: [{ dateTime, offset }], gpsDate: null, gpsTime: null }, now);
}

test('keeps the wall clock as the camera wrote it', () => {
  expect(taken('2019:03:21 11:04:22')).toEqual({
    takenLocal: '2019-03-21T11:04:22',
    takenOffsetMinutes: null,
  });
  expect(taken('2019-03-21T11:04:22.51').takenLocal).toBe('2019-03-21T11:04:22');
  expect(taken('2019:03:31 02:30:00').takenLocal).toBe('2019-03-31T02:30:00');
  expect(taken('2019:03:21 11:04').takenLocal).toBe('2019-03-21T11:04:00');
});

test('reads the offset beside the time, or behind it', () => {
  expect(taken('2019:03:21 11:04:22', '+05:30').takenOffsetMinutes).toBe(330);
  expect(taken('2019:03:21 11:04:22', '-03:00').takenOffsetMinutes).toBe(-180);
  expect(taken('2019:03:21 11:04:22', 'Z').takenOffsetMinutes).toBe(0);
  expect(taken('2019:03:21 11:04:22+02:00').takenOffsetMinutes).toBe(120);
  expect(taken('2019:03:21 11:04:22', '-00:00').takenOffsetMinutes).toBe(0);
});

test('does not believe an offset no clock on earth has', () => {
  for (const offset of ['+15:00', '-13:00', '+02:75', 'CET', '', '+2']) {
    expect(taken('2019:03:21 11:04:22', offset)).toEqual({
      takenLocal: '2019-03-21T11:04:22',
      takenOffsetMinutes: null,
    });
  }
});

test('is null for times that cannot be', () => {
  for (const dateTime of [
    null,
    '',
    '    :  :     :  :  ',
    '0000:00:00 00:00:00',
    '9999:99:99 99:99:99',
    '2023:02:29 10:00:00',
    '2023:13:01 10:00:00',
    '2023:00:10 10:00:00',
    '2023:01:00 10:00:00',
    '2023:04:31 10:00:00',
    '2023:01:01 24:00:00',
    '1825:12:31 10:00:00',
    '1970:01:01 00:00:00',
    '2038:01:01 10:00:00',
    'yesterday',
  ]) {
    expect([dateTime, taken(dateTime).takenLocal]).toEqual([dateTime, null]);
  }
});

test('believes a leap day, the first photograph and a clock up to a day ahead', () => {
  expect(taken('2024:02:29 10:00:00').takenLocal).toBe('2024-02-29T10:00:00');
  expect(taken('1826:06:01 10:00:00').takenLocal).toBe('1826-06-01T10:00:00');
  expect(taken('2026:06:16 11:59:59').takenLocal).toBe('2026-06-16T11:59:59');
  expect(taken('2026:06:16 12:00:01').takenLocal).toBeNull();
});

test('takes the next time where the best one is broken', () => {
  const candidates = [
    { dateTime: '0000:00:00 00:00:00', offset: '+01:00' },
    { dateTime: '2019:03:21 11:04:22', offset: null },
  ];
  expect(readTakenTime({ candidates, gpsDate: null, gpsTime: null }, now)).toEqual({
    takenLocal: '2019-03-21T11:04:22',
    takenOffsetMinutes: null,
  });
});

test('makes a satellite time local only where an offset is known', () => {
  const gps = { gpsDate: '2019:12:31', gpsTime: '23:30:00' };
  const without = readTakenTime({ candidates: [{ dateTime: null, offset: null }], ...gps }, now);
  expect(without).toEqual({ takenLocal: null, takenOffsetMinutes: null });
  const withOffset = readTakenTime({ candidates: [{ dateTime: null, offset: '+01:00' }], ...gps }, now);
  expect(withOffset).toEqual({ takenLocal: '2020-01-01T00:30:00', takenOffsetMinutes: 60 });
});

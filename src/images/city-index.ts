import type { Coordinates } from './coordinates.ts';
import type { PicturePlace } from './image-work.ts';

/** The world's 135,000 places with more than 1,000 people (GeoNames). */
export interface CityIndex {
  /** The place somebody would name for these coordinates; null at sea and in the wild. */
  nearest(point: Coordinates): PicturePlace | null;
}

const farthestKm = 60;
const kmPerDegree = 111.2;

/** Numbers of the fields that are used. */
export const placeField = { name: 2, country: 3, population: 9, longitude: 10, latitude: 11 };

/**
 * Reads the gazetteer's file itself: the package's own loader makes an object of every place, 100 MB, where five arrays
 * and the names left in the file's bytes take 10. Fields that are not used may be missing.
 */
export function createCityIndex(bytes: Uint8Array): CityIndex {
  const cities = readCities(bytes);
  return { nearest: (point) => findNearest(cities, point) };
}

interface Cities {
  readonly bytes: Uint8Array;
  readonly count: number;
  readonly latitude: Float32Array;
  readonly longitude: Float32Array;
  /** How far a place reaches by its people: a point 15 km from the middle of Madrid is still Madrid. */
  readonly reachKm: Float32Array;
  /** Where name and country start, length varint included. */
  readonly nameAt: Uint32Array;
  readonly countryAt: Uint32Array;
}

function findNearest(cities: Cities, { latitude, longitude }: Coordinates): PicturePlace | null {
  const kmPerLongitude = kmPerDegree * Math.cos((latitude * Math.PI) / 180);
  let best = -1;
  let bestKm = Infinity;
  for (let index = 0; index < cities.count; index += 1) {
    const north = ((cities.latitude[index] ?? 0) - latitude) * kmPerDegree;
    if (north > farthestKm || north < -farthestKm) continue;
    const degreesEast = Math.abs((cities.longitude[index] ?? 0) - longitude);
    const east = Math.min(degreesEast, 360 - degreesEast) * kmPerLongitude;
    const km = Math.hypot(north, east);
    if (km > farthestKm || km - (cities.reachKm[index] ?? 0) >= bestKm) continue;
    best = index;
    bestKm = km - (cities.reachKm[index] ?? 0);
  }
  if (best === -1) return null;
  const city = readText(cities.bytes, cities.nameAt[best] ?? 0);
  return { city, countryCode: readText(cities.bytes, cities.countryAt[best] ?? 0).toUpperCase() };
}

const maxCities = 200_000;

function readCities(bytes: Uint8Array): Cities {
  const cities = {
    bytes,
    count: 0,
    latitude: new Float32Array(maxCities),
    longitude: new Float32Array(maxCities),
    reachKm: new Float32Array(maxCities),
    nameAt: new Uint32Array(maxCities),
    countryAt: new Uint32Array(maxCities),
  };
  visitPlaces(bytes, (place) => {
    const index = cities.count;
    if (index === maxCities) return;
    cities.latitude[index] = place.latitude / unitsPerDegree;
    cities.longitude[index] = place.longitude / unitsPerDegree;
    cities.reachKm[index] = 0.42 * Math.sqrt(place.population / 1000);
    cities.nameAt[index] = place.nameAt;
    cities.countryAt[index] = place.countryAt;
    cities.count += 1;
  });
  return cities;
}

const unitsPerDegree = 1e5;

/** One place of the gazetteer's file; coordinates in 1/100,000 of a degree. */
export interface PlaceRecord {
  nameAt: number;
  countryAt: number;
  population: number;
  latitude: number;
  longitude: number;
}

/**
 * The file is protocol buffers: one message a place, coordinates as differences from the place before. The record is
 * the same one each time.
 */
export function visitPlaces(bytes: Uint8Array, visit: (place: PlaceRecord) => void): void {
  const cursor = { bytes, at: 0 };
  const place: PlaceRecord = { nameAt: 0, countryAt: 0, population: 0, latitude: 0, longitude: 0 };
  while (cursor.at < bytes.length) {
    const length = readVarint(cursor);
    const end = cursor.at + length;
    place.population = 0;
    while (cursor.at < end) {
      const key = readVarint(cursor);
      const start = cursor.at;
      const value = readVarint(cursor);
      if ((key & 7) === 2) cursor.at += value;
      const number = key >> 3;
      if (number === placeField.name) place.nameAt = start;
      else if (number === placeField.country) place.countryAt = start;
      else if (number === placeField.population) place.population = value;
      else if (number === placeField.longitude) place.longitude += unZigzag(value);
      else if (number === placeField.latitude) place.latitude += unZigzag(value);
    }
    visit(place);
  }
}

interface Cursor {
  readonly bytes: Uint8Array;
  at: number;
}

/** Multiplies instead of shifting: ids may have more than 32 bits. */
function readVarint(cursor: Cursor): number {
  let value = 0;
  for (let scale = 1; ; scale *= 128) {
    const byte = cursor.bytes[cursor.at] ?? 0;
    cursor.at += 1;
    value += (byte & 0x7f) * scale;
    if (byte < 0x80) return value;
  }
}

function unZigzag(value: number): number {
  return value % 2 === 1 ? -(value + 1) / 2 : value / 2;
}

/** The text whose length stands at `at`. */
export function readText(bytes: Uint8Array, at: number): string {
  const cursor = { bytes, at };
  const length = readVarint(cursor);
  return new TextDecoder().decode(bytes.subarray(cursor.at, cursor.at + length));
}

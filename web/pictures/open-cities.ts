import { createCityIndex } from '../../src/images/city-index.ts';
import type { CityIndex } from '../../src/images/city-index.ts';

/** Fetches the gazetteer when the first coordinates come. Null while it cannot be had: a photo does without a place. */
export function createCityOpener(address: string, fetch: typeof globalThis.fetch) {
  let opened: Promise<CityIndex> | null = null;
  return async (): Promise<CityIndex | null> => {
    opened ??= openCities(address, fetch);
    try {
      return await opened;
    } catch {
      opened = null;
      return null;
    }
  };
}

async function openCities(address: string, fetch: typeof globalThis.fetch): Promise<CityIndex> {
  const response = await fetch(address);
  if (!response.ok || response.body === null) throw new Error('The list of cities could not be fetched.');
  const packed = new Uint8Array(await response.arrayBuffer());
  return createCityIndex(isGzip(packed) ? await unpack(packed) : packed);
}

/** Some hosts unpack a file on its way by themselves. */
const isGzip = (bytes: Uint8Array) => bytes[0] === 0x1f && bytes[1] === 0x8b;

async function unpack(packed: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

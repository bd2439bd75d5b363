import type { Libheif } from '../../src/images/heic-picture.ts';
import createLibheif from 'libheif-js/libheif-wasm/libheif.js';
import wasmAddress from 'libheif-js/libheif-wasm/libheif.wasm?url';

let wasm: Promise<ArrayBuffer> | null = null;

/** A new instance of the decoder; its 1.4 MB are fetched once, with the first HEIC. */
export async function loadHeicDecoder(): Promise<Libheif> {
  wasm ??= fetchBytes(wasmAddress);
  try {
    return createLibheif({ wasmBinary: await wasm });
  } catch (error) {
    wasm = null;
    throw error;
  }
}

async function fetchBytes(address: string): Promise<ArrayBuffer> {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`The HEIC decoder could not be fetched: ${response.status}.`);
  return await response.arrayBuffer();
}

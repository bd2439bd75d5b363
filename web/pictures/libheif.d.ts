declare module 'libheif-js/libheif-wasm/libheif.js' {
  import type { Libheif } from '../../src/images/heic-picture.ts';

  const createLibheif: (options: { wasmBinary: ArrayBuffer }) => Libheif;
  // oxlint-disable-next-line import/no-default-export -- the package is CommonJS
  export default createLibheif;
}

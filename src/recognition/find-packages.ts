import { createRequire } from 'node:module';

const packages = [
  '@tensorflow/tfjs-core',
  '@tensorflow/tfjs-converter',
  '@tensorflow/tfjs-backend-wasm',
  '@vladmandic/human',
];

/** The optional packages that recognition needs and that are not installed; nothing is loaded by asking. */
export function missingPackages(resolve: (name: string) => string = createRequire(import.meta.url).resolve) {
  return packages.filter((name) => {
    try {
      resolve(name);
      return false;
    } catch {
      return true;
    }
  });
}

import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { parentPort } from 'node:worker_threads';
import sharp from 'sharp';
import type { DetectorAnswer, DetectorTask } from './detector-messages.ts';
import type { Box } from './read-boxes.ts';

/** Runs in a thread of its own: a CentreNet trained on COCO, in WebAssembly. It answers one picture after the other. */

/** The detector sees a square; a picture keeps its shape in it, with black beside. */
const edge = 512;
/** Of one finding: four corners in pixels of that square, score, class. */
const numbersOfFinding = 6;

async function loadDetector(): Promise<(pixels: Float32Array) => Promise<Float32Array>> {
  const require = createRequire(import.meta.url);
  const tf = await import('@tensorflow/tfjs-core');
  const { loadGraphModel } = await import('@tensorflow/tfjs-converter');
  const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm');
  setWasmPaths(`${path.dirname(require.resolve('@tensorflow/tfjs-backend-wasm'))}/`);
  await tf.setBackend('wasm');
  await tf.ready();
  // The package allows nothing else to be asked for by name.
  const models = path.join(path.dirname(require.resolve('@vladmandic/human')), '../models');
  const { modelTopology, weightsManifest } = JSON.parse(
    await readFile(path.join(models, 'centernet.json'), 'utf8'),
  );
  const weights = new Uint8Array(await readFile(path.join(models, 'centernet.bin')));
  const weightSpecs = weightsManifest.flatMap((part: { weights: unknown[] }) => part.weights);
  const load = async () => ({ modelTopology, weightSpecs, weightData: weights.buffer });
  const model = await loadGraphModel({ load });
  return async (pixels) => {
    const found = tf.tidy(() => {
      const answer = model.execute(tf.tensor4d(pixels, [1, edge, edge, 3]), 'tower_0/detections');
      if (Array.isArray(answer)) throw new Error('The detector answered with more than was asked for.');
      return answer;
    });
    try {
      return Float32Array.from(await found.data());
    } finally {
      found.dispose();
    }
  };
}

async function detect(preview: Uint8Array): Promise<Box[]> {
  const picture = sharp(preview, { limitInputPixels: 4_000_000, failOn: 'none' });
  const { width, height } = await picture.metadata();
  const black = { r: 0, g: 0, b: 0 };
  const { data } = await picture
    .resize(edge, edge, { fit: 'contain', background: black })
    .flatten({ background: black })
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
  detector ??= loadDetector();
  const found = await (await detector)(Float32Array.from(data));
  const longest = Math.max(width, height);
  const [across, down] = [(width / longest) * edge, (height / longest) * edge];
  const [x, y] = [(edge - across) / 2, (edge - down) / 2];
  return Array.from({ length: found.length / numbersOfFinding }, (_, row) => {
    const at = (column: number) => found[row * numbersOfFinding + column] ?? 0;
    return {
      left: (at(0) - x) / across,
      top: (at(1) - y) / down,
      right: (at(2) - x) / across,
      bottom: (at(3) - y) / down,
      score: at(4),
      class: at(5),
    };
  });
}

let detector: ReturnType<typeof loadDetector> | undefined;

parentPort?.on('message', (task: DetectorTask) => {
  const answer = (message: DetectorAnswer) => parentPort?.postMessage(message);
  detect(task.preview).then(
    (boxes) => answer({ ok: true, boxes }),
    (error: unknown) => answer({ ok: false, detail: error instanceof Error ? error.message : String(error) }),
  );
});

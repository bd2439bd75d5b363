/**
 * The program of one decoder process: takes one picture at a time from its parent and answers with the outcome. It is
 * only ever started by `decoder.ts`, which kills it when a picture takes too long or too much memory.
 */
import sharp from 'sharp';
import type { CityIndex } from './city-index.ts';
import { parsePictureTask } from './decoder-messages.ts';
import type { DecoderMessage } from './decoder-verdict.ts';
import { openCityIndex } from './open-city-index.ts';
import { preparePicture } from './prepare-picture.ts';

const readFormats = ['Jpeg', 'Png', 'Webp', 'Heif', 'Tiff', 'Nsgif'];

function start(): void {
  sharp.cache(false);
  sharp.concurrency(1);
  // SVG and the rarer formats are programs or have weak decoders; what is not named here is never opened.
  sharp.block({ operation: ['VipsForeignLoad'] });
  sharp.unblock({
    operation: readFormats.flatMap((format) => [
      `VipsForeignLoad${format}File`,
      `VipsForeignLoad${format}Buffer`,
    ]),
  });

  // The parent ends this process; a Ctrl-C meant for the whole group must not look like a picture that crashes it.
  process.on('SIGINT', () => {});
  process.on('SIGTERM', () => {});
  // Without a parent nobody would stop a decode that never ends, and an orderly exit would wait for it.
  process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));

  let cities: CityIndex | null = null;
  process.on('message', (message) => {
    void answer(message, () => (cities ??= openCityIndex())).then(send);
  });
  send({ kind: 'ready' });
}

async function answer(message: unknown, cities: () => CityIndex): Promise<DecoderMessage> {
  try {
    return { kind: 'outcome', outcome: await preparePicture(parsePictureTask(message), cities) };
  } catch (error) {
    return { kind: 'broken', reason: error instanceof Error ? error.message : String(error) };
  }
}

function send(message: DecoderMessage): void {
  process.send?.(message);
}

start();

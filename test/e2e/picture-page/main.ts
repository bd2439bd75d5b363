import { systemClock } from '../../../src/clock.ts';
import { createBrowserImageWork } from '../../../web/pictures/create-browser-image-work.ts';
import { startPictureWorker } from '../../../web/pictures/start-picture-worker.ts';
import { createSupabaseSend } from '../../../web/upload/supabase-send.ts';
import type { WireOutcome } from './wire.ts';

// The product's own image work, for a test that stands outside of the browser: bytes go in and out as base64.
const images = createBrowserImageWork({ createWorker: startPictureWorker, clock: systemClock, workers: 2 });

let tokens = 0;

Object.assign(window, {
  /** The product's own way to a Supabase project, which here is where the page came from. */
  sendPhotos: async (files: readonly { name: string; base64: string }[], previewsOnly: boolean) => {
    const send = createSupabaseSend({
      url: location.origin,
      headers: async () => ({ apikey: 'public', authorization: `Bearer person-${(tokens += 1)}` }),
      ownerId: async () => '11111111-1111-4111-8111-111111111111',
      registerAddress: '/api/v1/photos/register',
      fetch: (input, init) => fetch(input, init),
      previewsOnly: () => previewsOnly,
    });
    const sent: number[] = [];
    const picked = files.map(({ name, base64 }) => ({
      file: new File([fromBase64(base64)], name),
      folder: '',
    }));
    const result = await send(picked, (bytes) => sent.push(bytes), new AbortController().signal);
    return { result, sent };
  },
  preparePicture: async (base64: string): Promise<WireOutcome> => {
    const outcome = await images.prepare(new Blob([fromBase64(base64)]), new AbortController().signal);
    if (!outcome.ok) return outcome;
    const { thumbnail, preview, perceptualHash, thumbhash, ...facts } = outcome.prepared;
    const pictures = { thumbnail, preview, perceptualHash, thumbhash };
    const wired = Object.fromEntries(Object.entries(pictures).map(([name, each]) => [name, toBase64(each)]));
    return { ...outcome, facts, wired };
  },
  /** A worker whose program never answers, with little time. */
  prepareForever: async (): Promise<unknown> => {
    const address = URL.createObjectURL(
      new Blob(["postMessage({ kind: 'ready' }); onmessage = () => { for (;;); };"]),
    );
    const stuck = createBrowserImageWork({
      createWorker: () => new Worker(address),
      clock: systemClock,
      workers: 1,
      timeoutMs: 300,
    });
    const outcome = await stuck.prepare(new Blob(['x']), new AbortController().signal);
    await stuck.close();
    return outcome;
  },
  ready: true,
});

function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
}

function toBase64(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}

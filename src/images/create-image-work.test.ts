import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { systemClock } from '../clock.ts';
import type { Clock } from '../clock.ts';
import { createImageWork } from './create-image-work.ts';
import type { ImageWorkOptions } from './create-image-work.ts';
import type { ImageWork } from './image-work.ts';

const live = new AbortController().signal;
const onLinux = process.platform === 'linux';

let folder: string;
let picture: string;
let work: ImageWork | null = null;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'rollcall-work-'));
  picture = path.join(folder, 'picture.png');
  await sharp({ create: { width: 40, height: 30, channels: 3, background: 'teal' } })
    .png()
    .toFile(picture);
});
afterEach(async () => {
  await work?.close();
  work = null;
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

function start(options: Partial<ImageWorkOptions> = {}): ImageWork {
  work = createImageWork({ clock: systemClock, processes: 1, ...options });
  return work;
}

/** A stand-in for the decoder's program; `message` is what it does with a picture. */
async function program(message: string, ready = "process.send({ kind: 'ready' });"): Promise<URL> {
  const file = path.join(folder, `program-${message.length}-${ready.length}.mjs`);
  await writeFile(file, `process.on('message', (task) => { ${message} });\n${ready}\n`);
  return pathToFileURL(file);
}

/** Waits of `ms` end at once, all others never do. */
function clockWhere(ms: number): Clock {
  return {
    now: () => 0,
    sleep: async (wait, signal) => (wait === ms ? undefined : await systemClock.sleep(wait, signal)),
  };
}

const input = (file: string) => ({ path: file, mediaType: 'image/png' }) as const;

test('prepares a picture in a process of its own', async () => {
  const outcome = await start().prepare(input(picture), live);
  expect(outcome).toMatchObject({ ok: true, prepared: { width: 40, height: 30, kind: 'photo' } });
  if (!outcome.ok) return;
  expect(await sharp(outcome.prepared.thumbnail).metadata()).toMatchObject({ format: 'webp', width: 40 });
});

test('prepares one after the other and several at a time', async () => {
  const images = start({ processes: 2 });
  const outcomes = await Promise.all([1, 2, 3, 4, 5].map(() => images.prepare(input(picture), live)));
  expect(outcomes.every((outcome) => outcome.ok)).toBe(true);
});

test('opens no SVG, whatever it is called', async () => {
  const svg = path.join(folder, 'drawing.png');
  await writeFile(svg, '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>');
  expect(await start().prepare(input(svg), live)).toMatchObject({ ok: false, code: 'format_not_read' });
});

test('ends a picture that takes too long', async () => {
  const images = start({ program: await program('for (;;);'), clock: clockWhere(5000), timeoutMs: 5000 });
  expect(await images.prepare(input(picture), live)).toEqual({
    ok: false,
    code: 'took_too_long',
    detail: 'The picture was not read within 5 seconds.',
  });
});

test.runIf(onLinux)('ends a picture that takes too much memory, and reads the next one', async () => {
  const large = path.join(folder, 'large.png');
  await sharp({ create: { width: 7000, height: 7000, channels: 3, background: 'teal' } })
    .png({ progressive: true, compressionLevel: 1 })
    .toFile(large);
  const images = start({ maxRssBytes: 180 * 1024 * 1024 });
  expect(await images.prepare(input(large), live)).toMatchObject({ ok: false, code: 'too_large' });
  expect(await images.prepare(input(picture), live)).toMatchObject({ ok: true });
});

test('blames the picture only when it ends two decoders', async () => {
  const crash = 'process.exit(3)';
  const images = start({ program: await program(crash) });
  expect(await images.prepare(input(picture), live)).toMatchObject({ ok: false, code: 'file_damaged' });
});

test('tries again with a new decoder when one ends by itself', async () => {
  const flag = path.join(folder, 'first-try-over');
  const images = start({
    program: await program(
      `import('node:fs').then((fs) => { if (!fs.existsSync(${JSON.stringify(flag)})) { fs.writeFileSync(${JSON.stringify(flag)}, ''); process.exit(1); } ` +
        "process.send({ kind: 'outcome', outcome: { ok: false, code: 'no_preview_in_raw', detail: 'Second try.' } }); })",
    ),
  });
  expect(await images.prepare(input(picture), live)).toMatchObject({ detail: 'Second try.' });
});

test('says nothing about a photo where the decoder cannot even start', async () => {
  const images = start({ program: await program('', 'process.exit(1);') });
  await expect(images.prepare(input(picture), live)).rejects.toThrow('could not be started');
});

test('takes a file that cannot be opened for no damaged photo', async () => {
  await expect(start().prepare(input(path.join(folder, 'never-was')), live)).rejects.toThrow(
    'could not work',
  );
});

test('believes no decoder that talks nonsense', async () => {
  const nonsense = "process.send({ kind: 'outcome', outcome: { ok: true, prepared: { width: -1 } } });";
  const images = start({ program: await program(nonsense) });
  expect(await images.prepare(input(picture), live)).toMatchObject({ ok: false, code: 'file_damaged' });
});

test('gives a decoder nothing of the server’s environment', async () => {
  const tell = "process.send({ kind: 'broken', reason: Object.keys(process.env).join() });";
  const images = start({ program: await program(tell) });
  const error: unknown = await images.prepare(input(picture), live).catch((reason: unknown) => reason);
  expect(String(error)).toContain('MALLOC_ARENA_MAX');
  expect(String(error)).not.toMatch(/PATH|HOME/u);
});

test('an abort ends the picture at once, before, during and while waiting', async () => {
  const images = start({ program: await program('for (;;);') });
  await expect(images.prepare(input(picture), AbortSignal.abort(new Error('stop')))).rejects.toThrow('stop');
  const abort = new AbortController();
  const running = images.prepare(input(picture), abort.signal);
  const waiting = images.prepare(input(picture), abort.signal);
  abort.abort(new Error('stop'));
  const ends = await Promise.allSettled([running, waiting]);
  expect(ends).toMatchObject([{ reason: { message: 'stop' } }, { reason: { message: 'stop' } }]);
});

test('closing ends work that would never end', async () => {
  const images = start({ program: await program('for (;;);') });
  const running = images.prepare(input(picture), live);
  const [end] = await Promise.allSettled([running, images.close()]);
  expect(end).toMatchObject({ status: 'rejected', reason: { message: 'The image work is closed.' } });
  await expect(images.prepare(input(picture), live)).rejects.toThrow('closed');
});

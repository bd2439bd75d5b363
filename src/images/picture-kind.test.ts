import { expect, test } from 'vitest';
import { measureLook, pictureKind } from './picture-kind.ts';
import type { KindFacts } from './picture-kind.ts';
import type { Pixels } from './pixels.ts';

type Colour = readonly [number, number, number];

function paint(width: number, height: number, colourAt: (x: number, y: number) => Colour): Pixels {
  const data = new Uint8Array(width * height * 3);
  for (let pixel = 0; pixel < width * height; pixel += 1) {
    data.set(colourAt(pixel % width, Math.floor(pixel / width)), pixel * 3);
  }
  return { data, width, height, channels: 3 };
}

const noise = (x: number, y: number, size: number) =>
  ((x * 7919 + y * 104_729 + x * y * 31) % (size * 2)) - size;
const isInk = (x: number, y: number) => y % 12 < 7 && x % 5 < 2 && x % 97 > 8;

function kindOf(picture: Pixels, facts: Partial<KindFacts> = {}) {
  const { width, height } = picture;
  const whole = {
    mediaType: 'image/jpeg',
    width,
    height,
    hasCamera: false,
    saysScreenshot: false,
    ...facts,
  } as const;
  return pictureKind(whole, measureLook(picture));
}

const landscape = paint(480, 320, (x, y) => [
  60 + noise(x, y, 30),
  120 + y / 4 + noise(y, x, 25),
  180 - y / 3,
]);
const page = paint(360, 480, (x, y) => (isInk(x, y) ? [30, 30, 34] : [244, 243, 240]));
const screen = paint(480, 300, (x, y) => {
  if (y < 30 || x < 90) return [38, 50, 76];
  return isInk(x, y) && y < 200 ? [220, 220, 240] : [24, 28, 40];
});

test('a photo is a photo, in colour, portrait or from a camera of any kind', () => {
  expect(kindOf(landscape, { hasCamera: true })).toBe('photo');
  expect(kindOf(landscape, { mediaType: 'image/png' })).toBe('photo');
});

test('writing on paper is a document', () => {
  expect(kindOf(page)).toBe('document');
  expect(kindOf(page, { hasCamera: true })).toBe('document');
});

test('snow is not a document: it has no writing', () => {
  const snow = paint(480, 320, (x, y) => [235 + noise(x, y, 8), 236 + noise(x, y, 8), 240]);
  expect(kindOf(snow)).toBe('photo');
});

test('even areas with writing, lossless and from no camera, are a screen', () => {
  expect(kindOf(screen, { mediaType: 'image/png' })).toBe('screenshot');
  expect(kindOf(screen, { mediaType: 'image/png', hasCamera: true })).not.toBe('screenshot');
  expect(kindOf(screen, { mediaType: 'image/jpeg' })).not.toBe('screenshot');
});

test('a phone that says it took its own screen is believed', () => {
  expect(kindOf(landscape, { saysScreenshot: true })).toBe('screenshot');
});

test('a very wide photo is a panorama, a tall one or a small banner is not', () => {
  expect(kindOf(landscape, { width: 9000, height: 3000 })).toBe('panorama');
  expect(kindOf(landscape, { width: 3000, height: 9000 })).toBe('photo');
  expect(kindOf(landscape, { width: 728, height: 90 })).toBe('photo');
});

function grey(tint: number): Pixels {
  return paint(480, 320, (x, y) => {
    const tone = 90 + y / 4 + noise(x, y, 40);
    return [tone + tint, tone, tone];
  });
}

test('a picture without colour is black and white, a nearly grey one is not', () => {
  expect(kindOf(grey(0))).toBe('black_and_white');
  expect(kindOf(grey(12))).toBe('photo');
});

test('brightness runs from black to white', () => {
  expect(measureLook(paint(20, 20, () => [0, 0, 0])).brightness).toBe(0);
  expect(measureLook(paint(20, 20, () => [255, 255, 255])).brightness).toBeCloseTo(1);
});

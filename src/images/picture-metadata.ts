// The package is CommonJS whose names Node cannot see, so its one object is imported whole.
import { default as ExifReader } from 'exifreader';
import { cameraName } from './camera-name.ts';
import { readCoordinates } from './coordinates.ts';
import type { Coordinates } from './coordinates.ts';
import { readExposure } from './exposure.ts';
import type { Exposure } from './image-work.ts';
import { readTakenTime } from './taken-time.ts';
import type { TakenTime } from './taken-time.ts';

export interface PictureMetadata extends TakenTime {
  readonly camera: string | null;
  readonly exposure: Exposure | null;
  readonly coordinates: Coordinates | null;
  /** Phones write so into the pictures they take of their own screen. */
  readonly saysScreenshot: boolean;
  /** How the picture has to be turned and mirrored to stand upright, 1 to 8; 1 where nothing says so. */
  readonly orientation: number;
}

const nothing: PictureMetadata = {
  takenLocal: null,
  takenOffsetMinutes: null,
  camera: null,
  exposure: null,
  coordinates: null,
  saysScreenshot: false,
  orientation: 1,
};

/**
 * What the camera wrote. `block` is an EXIF block (with or without its `Exif` prefix) or the bytes of a TIFF file, which
 * is the same thing. Every value is anybody's text and is checked; a broken block says nothing, it never fails a photo.
 */
export function readPictureMetadata(block: Uint8Array | null, now: number): PictureMetadata {
  if (block === null) return nothing;
  try {
    const tags = ExifReader.load(toBuffer(block), { expanded: true });
    return interpret(tags, now);
  } catch {
    return nothing;
  }
}

function interpret(tags: ExifReader.ExpandedTags, now: number): PictureMetadata {
  const exif: Readonly<Record<string, unknown>> = { ...tags.exif };
  const text = (name: string) => tagText(exif[name]);
  const camera = cameraName(text('Make'), text('Model'));
  const candidates = [
    { dateTime: text('DateTimeOriginal'), offset: text('OffsetTimeOriginal') ?? text('OffsetTime') },
    { dateTime: text('DateTimeDigitized'), offset: text('OffsetTimeDigitized') ?? text('OffsetTime') },
    // Without a camera this is the time a program last saved the file, which is no time a photo was taken.
    { dateTime: camera === null ? null : text('DateTime'), offset: text('OffsetTime') },
  ];
  return {
    ...readTakenTime({ candidates, gpsDate: text('GPSDateStamp'), gpsTime: text('GPSTimeStamp') }, now),
    camera,
    exposure: readExposure({ number: (name) => tagNumber(exif[name]), lens: text('LensModel') }),
    coordinates: readCoordinates(tags.gps?.Latitude, tags.gps?.Longitude),
    saysScreenshot: /^screenshot$/iu.test(text('UserComment')?.trim() ?? ''),
    orientation: readOrientation(tags.exif?.Orientation?.value),
  };
}

function readOrientation(value: unknown): number {
  return typeof value === 'number' && value >= 1 && value <= 8 ? value : 1;
}

function tagText(tag: unknown): string | null {
  if (typeof tag !== 'object' || tag === null || !('description' in tag)) return null;
  return typeof tag.description === 'string' ? tag.description.replaceAll('\0', '') : null;
}

/** A number, the first of several, or a fraction; hostile ones come out as NaN or Infinity and are the reader's to refuse. */
function tagNumber(tag: unknown): number | null {
  if (typeof tag !== 'object' || tag === null || !('value' in tag)) return null;
  const first: unknown = Array.isArray(tag.value) && Array.isArray(tag.value[0]) ? tag.value[0] : tag.value;
  if (typeof first === 'number') return first;
  if (!Array.isArray(first)) return null;
  const [above, below = 1]: unknown[] = first;
  return typeof above === 'number' && typeof below === 'number' ? above / below : null;
}

function toBuffer(block: Uint8Array): ArrayBuffer {
  const hasPrefix = String.fromCharCode(...block.subarray(0, 4)) === 'Exif';
  return new Uint8Array(block.subarray(hasPrefix ? 6 : 0)).buffer;
}

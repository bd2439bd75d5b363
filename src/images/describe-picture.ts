import type { CityIndex } from './city-index.ts';
import type { MediaType, Prepared } from './image-work.ts';
import { perceptualHash } from './perceptual-hash.ts';
import { measureLook, pictureKind } from './picture-kind.ts';
import type { PictureMetadata } from './picture-metadata.ts';
import type { Pixels } from './pixels.ts';
import { previewRecipe } from './preview-recipe.ts';

/** All small pictures of one original. */
export interface Renditions {
  readonly preview: Uint8Array;
  readonly thumbnail: Uint8Array;
  readonly thumbhash: Uint8Array;
  /** The thumbnail's pixels on white, for what is measured on the picture. */
  readonly small: Pixels;
}

/** What a decoder found out about one original, whichever it was. */
export interface DecodedFacts {
  readonly mediaType: MediaType;
  /** Of the original, as seen. */
  readonly width: number;
  readonly height: number;
  readonly damaged: boolean;
  readonly written: PictureMetadata;
}

/** Everything a photo is known by, from its pixels and what the camera wrote. */
export function describePicture(facts: DecodedFacts, made: Renditions, cities: CityIndex | null): Prepared {
  const { mediaType, width, height, damaged, written } = facts;
  const { small, ...renditions } = made;
  const look = measureLook(small);
  const { saysScreenshot } = written;
  const kindFacts = { mediaType, width, height, hasCamera: written.camera !== null, saysScreenshot };
  return {
    width,
    height,
    takenLocal: written.takenLocal,
    takenOffsetMinutes: written.takenOffsetMinutes,
    camera: written.camera,
    exposure: written.exposure,
    latitude: written.coordinates?.latitude ?? null,
    longitude: written.coordinates?.longitude ?? null,
    place: written.coordinates && cities ? cities.nearest(written.coordinates) : null,
    kind: pictureKind(kindFacts, look),
    brightness: look.brightness,
    perceptualHash: perceptualHash(small),
    ...renditions,
    previewRecipe,
    damaged,
  };
}

import { cleanText } from './clean-text.ts';
import { cutText } from './measure-text.ts';

/** Leaves room in the 255 bytes of a directory entry for a counter and an extension. */
const maxStemBytes = 200;
const maxFolderLength = 1000;

/** Illegal on some system, or drawn like a path separator. */
const illegal = /[/\\:*?"<>|\u2044\u2215\u29f5\u29f8\u29f9\ufe68\uff0f\uff3c]/gu;
/** The same characters, controls, the dot and the percent sign, written for a URL: `%2e%2e%2f`. */
const encoded = /%(?:[01][\da-f]|2[25aef]|3[acef]|5c|7[cf])/giu;
const badStart = /^[\s.\-~\p{M}]+/u;
const badEnd = /[\s.]+$/u;
const hiddenExtensions = /(?:\.[a-z][a-z\d]{0,5})+$/iu;
/** Windows takes these as devices, also before a first dot; SMB servers still refuse them. */
const device = /^(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[\d\u00b9\u00b2\u00b3])\s*(?:\.|$)/iu;

/** Most names: they need no cleaning. */
const plainStem = /^[\w\xc0-\u024f][\w\xc0-\u024f()-]*(?: [\w\xc0-\u024f()-]+)*$/u;

export interface CleanStemOptions {
  readonly maxBytes?: number;
  /** UTF-16 units. */
  readonly maxUnits?: number;
  /** Whether a name that Windows takes for a device gets a mark in front; false where no such system is meant. */
  readonly devices?: boolean;
  /**
   * What becomes of dots inside: all kept (a name written by hand), those before something like an extension
   * made spaces (`photo.php` of an upload, while `2019.05.04 trip` stays), or all made spaces (a model's words).
   */
  readonly dots?: 'keep' | 'hidden-extension' | 'none';
}

/** Splits at the last dot; a name that starts with its only dot, or ends with a dot, has no extension. */
export function splitFileName(name: string): { stem: string; extension: string } {
  const dot = name.lastIndexOf('.');
  if (dot <= 0 || dot === name.length - 1) return { stem: name, extension: '' };
  return { stem: name.slice(0, dot), extension: name.slice(dot + 1) };
}

export function joinFileName(stem: string, extension: string): string {
  return extension === '' ? stem : `${stem}.${extension}`;
}

/**
 * A stem that is legal on Windows, macOS and Linux alike, letters and spaces as they were; `''` if nothing
 * remains. Cleaning a clean stem changes nothing.
 */
export function cleanStem(raw: string, options: CleanStemOptions = {}): string {
  const { maxBytes = maxStemBytes, dots = 'hidden-extension' } = options;
  const { maxUnits = maxBytes, devices = true } = options;
  // Two bytes each, at most.
  if (raw.length <= Math.min(maxBytes / 2, maxUnits) && plainStem.test(raw) && !(devices && device.test(raw)))
    return raw;
  let stem = cleanText(raw, maxBytes * 4)
    .replace(encoded, ' ')
    .replace(illegal, ' ');
  // Each rule can make work for another (a cut uncovers a dot, a dot an extension), so until all agree.
  for (let before = ''; before !== stem;) {
    before = stem;
    stem = trimStem(withoutDots(trimStem(stem), dots));
    if (devices && device.test(stem)) stem = `_${stem}`;
    stem = trimStem(cutText(stem, { bytes: maxBytes, units: maxUnits }));
  }
  return stem;
}

function trimStem(stem: string): string {
  return stem.replace(/ {2,}/gu, ' ').replace(badStart, '').replace(badEnd, '');
}

function withoutDots(stem: string, dots: 'keep' | 'hidden-extension' | 'none'): string {
  switch (dots) {
    case 'keep':
      return stem;
    case 'none':
      return stem.replaceAll('.', ' ');
    case 'hidden-extension':
      return stem.replace(hiddenExtensions, (found) => found.replaceAll('.', ' '));
    default:
      return dots satisfies never;
  }
}

/** A relative folder, cleaned part by part; it never leaves its root, and `''` is the root. */
export function cleanFolder(path: string): string {
  const parts = path
    .slice(0, maxFolderLength * 8)
    .replace(/^\s*[a-z]:(?=[/\\])/iu, '')
    .split(/[/\\]/u)
    .map((part) => cleanStem(part, { dots: 'keep' }))
    .filter((part) => part !== '');
  let folder = parts[0] ?? '';
  for (const part of parts.slice(1)) {
    if (folder.length + 1 + part.length > maxFolderLength) break;
    folder += `/${part}`;
  }
  return folder;
}

/** The first is the type's own. */
const extensionsOf: ReadonlyMap<string, readonly [string, ...string[]]> = new Map([
  ['image/jpeg', ['jpg', 'jpeg', 'jpe', 'jfif']],
  ['image/png', ['png']],
  ['image/webp', ['webp']],
  ['image/gif', ['gif']],
  ['image/avif', ['avif']],
  ['image/tiff', ['tif', 'tiff']],
  ['image/heic', ['heic', 'heif', 'hif']],
  ['image/heif', ['heif', 'heic', 'hif']],
  ['image/x-adobe-dng', ['dng']],
]);

/** The extension as it was uploaded if it fits the real type, else the type's own, or `bin` for no type of ours. */
export function extensionFor(uploadedExtension: string, mediaType: string): string {
  const fitting = extensionsOf.get(mediaType) ?? (['bin'] as const);
  const uploaded = cleanText(uploadedExtension, 20);
  return fitting.some((extension) => extension === uploaded.toLowerCase()) ? uploaded : fitting[0];
}

/**
 * The first name of an upload. What stands after the last dot is an extension only if it is that of some image:
 * `2019.05.04 trip` has none, and `evil.exe` is not called `evil`. The stem may be `''`.
 */
export function cleanFileName(name: string, mediaType: string): { stem: string; extension: string } {
  const line = cleanText(name, maxStemBytes * 4).replace(badEnd, '');
  const { stem, extension } = splitFileName(line);
  const isImage = [...extensionsOf.values()].some((known) => known.includes(extension.toLowerCase()));
  return { stem: cleanStem(isImage ? stem : line), extension: extensionFor(extension, mediaType) };
}

/** What a rename writes; an undo brings the extension of old back. */
export function lowerExtension(extension: string): string {
  return extension.toLowerCase();
}

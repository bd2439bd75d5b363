import { splitFileName } from '../names/file-name.ts';

const photos = words('jpg jpeg jpe jfif png webp gif avif tif tiff heic heif hif dng');
/** Of cameras whose formats are not read here: they follow the photo of their stem. */
const raws = words(
  '3fr arw cr2 cr3 crw dcr erf fff gpr iiq kdc mef mos mrw nef nrw orf pef ptx raf raw rw2 rwl sr2 srf srw x3f',
);
/** Settings of editors, of phones and of cameras, moving parts of a live photo, spoken notes. */
const followers = words('xmp aae pp3 dop thm mov mp4 wav');

function words(text: string): ReadonlySet<string> {
  return new Set(text.split(' '));
}

const extensionOf = (name: string) => splitFileName(name).extension.toLowerCase();

export const looksLikePhoto = (path: string): boolean => photos.has(extensionOf(path));

/** A format of a camera, of those that are read too: what belongs to a stem belongs to it rather than to its JPEG. */
export const isRaw = (path: string): boolean => raws.has(extensionOf(path)) || extensionOf(path) === 'dng';

export const mayFollow = (path: string): boolean =>
  followers.has(extensionOf(path)) || raws.has(extensionOf(path));

/** What a data URL holds, as far as a server looks at it. */
export interface Picture {
  readonly bytes: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** Null for anything but a JPEG or PNG that could be one. */
export function readPicture(dataUrl: string): Picture | null {
  const base64 = /^data:image\/(?:jpeg|png);base64,(.+)$/u.exec(dataUrl)?.[1];
  if (base64 === undefined) return null;
  const bytes = new Uint8Array(Buffer.from(base64, 'base64'));
  if (bytes[0] === 0x89 && bytes[1] === 0x50)
    return { bytes, width: uint16(bytes, 18), height: uint16(bytes, 22) };
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8) return null;
  return { bytes, ...jpegSize(bytes) };
}

/** Tokens of a patch model: 32 pixel patches, 2,500 at most, times 1.2. */
export function imageTokens(picture: Picture): number {
  const patches = Math.ceil(picture.width / 32) * Math.ceil(picture.height / 32);
  return Math.ceil(Math.min(patches, 2500) * 1.2);
}

/** From the frame header; a picture without one counts as the usual preview. */
function jpegSize(bytes: Uint8Array): { width: number; height: number } {
  for (let at = 2; at + 9 < bytes.length && bytes[at] === 0xff; at += 2 + uint16(bytes, at + 2)) {
    const marker = bytes[at + 1] ?? 0;
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return { height: uint16(bytes, at + 5), width: uint16(bytes, at + 7) };
  }
  return { width: 768, height: 576 };
}

function uint16(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
}

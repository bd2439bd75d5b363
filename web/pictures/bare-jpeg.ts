const application = { first: 0xe1, last: 0xef, scan: 0xda };

/** A JPEG of the browser's own making without its colour profile, which only says what a JPEG without one means too. */
export function bareJpeg(jpeg: Uint8Array): Uint8Array {
  const parts: Uint8Array[] = [jpeg.subarray(0, 2)];
  let at = 2;
  while (at + 4 <= jpeg.length && jpeg[at] === 0xff && jpeg[at + 1] !== application.scan) {
    const kind = jpeg[at + 1] ?? 0;
    const end = at + 2 + (jpeg[at + 2] ?? 0) * 256 + (jpeg[at + 3] ?? 0);
    if (kind < application.first || kind > application.last) parts.push(jpeg.subarray(at, end));
    at = end;
  }
  parts.push(jpeg.subarray(at));
  const bare = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let to = 0;
  for (const part of parts) {
    bare.set(part, to);
    to += part.length;
  }
  return bare;
}

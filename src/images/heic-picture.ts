import type { Pixels } from './pixels.ts';

/** The part of libheif's WebAssembly build that is used; its own wrapper asks for four bytes a pixel and prints errors. */
export interface Libheif {
  heif_context_alloc(): unknown;
  heif_context_read_from_memory(context: unknown, file: Uint8Array): { code: unknown };
  heif_js_context_get_primary_image_handle(context: unknown): unknown;
  heif_js_decode_image2(
    handle: unknown,
    colorspace: unknown,
    chroma: unknown,
  ): HeifImage | Promise<HeifImage>;
  readonly heif_error_code: { readonly heif_error_Ok: unknown };
  readonly heif_colorspace: { readonly heif_colorspace_RGB: unknown };
  readonly heif_chroma: { readonly heif_chroma_interleaved_RGB: unknown };
}

interface HeifImage {
  readonly channels?: readonly {
    readonly width: number;
    readonly height: number;
    readonly stride: number;
    readonly data: Uint8Array;
  }[];
}

/**
 * Decodes the primary picture of a HEIC file. Rotation and mirroring are already applied. Null where nothing can be
 * decoded. Every picture needs an instance of its own (40 ms): one that a hostile file has aborted fails for all later
 * ones, and its memory never shrinks. Nothing is freed by hand: the whole instance is dropped afterwards.
 */
export async function decodeHeicPicture(libheif: Libheif, file: Uint8Array): Promise<Pixels | null> {
  try {
    return await decodePrimary(libheif, file);
  } catch {
    return null;
  }
}

async function decodePrimary(libheif: Libheif, file: Uint8Array): Promise<Pixels | null> {
  const context = libheif.heif_context_alloc();
  const read = libheif.heif_context_read_from_memory(context, file);
  if (read.code !== libheif.heif_error_code.heif_error_Ok) return null;
  const handle = libheif.heif_js_context_get_primary_image_handle(context);
  if (isFailure(handle)) return null;
  const decoded = await libheif.heif_js_decode_image2(
    handle,
    libheif.heif_colorspace.heif_colorspace_RGB,
    libheif.heif_chroma.heif_chroma_interleaved_RGB,
  );
  const plane = decoded.channels?.[0];
  return plane ? { ...withoutPadding(plane), channels: 3 } : null;
}

/** A call that fails gives an error description with a code instead of what was asked for. */
function isFailure(answer: unknown): boolean {
  return typeof answer !== 'object' || answer === null || 'code' in answer;
}

/** Copies the rows out of the WebAssembly memory, which may move with the next call. */
function withoutPadding(plane: { width: number; height: number; stride: number; data: Uint8Array }) {
  const { width, height, stride } = plane;
  const rowBytes = width * 3;
  const data = new Uint8Array(rowBytes * height);
  for (let row = 0; row < height; row += 1) {
    data.set(plane.data.subarray(row * stride, row * stride + rowBytes), row * rowBytes);
  }
  return { data, width, height };
}

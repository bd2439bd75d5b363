/**
 * Bytes by key. Keys are ours (never a person's text): lower-case letters, digits, `/`, `-`, `.`.
 *
 * `put` is all or nothing: a key is readable only after its last byte is durable, and a failed, aborted or
 * too large put leaves nothing behind. `delete` of a missing key is not an error.
 */
export interface ObjectStore {
  put(key: string, body: AsyncIterable<Uint8Array> | Uint8Array, options?: PutOptions): Promise<Stored>;
  /** Streams the object; throws `ObjectMissing`. */
  get(key: string): Promise<{ body: ReadableStream<Uint8Array>; bytes: number }>;
  /** The whole object; for thumbnails and previews only. Throws `ObjectMissing`. */
  read(key: string): Promise<Uint8Array>;
  delete(keys: readonly string[]): Promise<void>;
  /** Only where objects are local files: the path another process may read. */
  localPath?(key: string): string;
}

export interface PutOptions {
  readonly maxBytes?: number;
  readonly signal?: AbortSignal;
}

export interface Stored {
  readonly bytes: number;
  /** SHA-256 of the bytes, 32 of them. */
  readonly sha256: Uint8Array;
}

export class ObjectMissing extends Error {
  override name = 'ObjectMissing';
}

export class ObjectTooLarge extends Error {
  override name = 'ObjectTooLarge';
}

export class StoreFull extends Error {
  override name = 'StoreFull';
}

/** The store cannot be reached or is overloaded, and was asked more than once: later it may well go. */
export class StoreUnavailable extends Error {
  override name = 'StoreUnavailable';
}

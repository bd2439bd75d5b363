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
  /** Only where objects are local files: the path another process may read. May throw `ObjectMissing`, or not look. */
  localPath?(key: string): string | Promise<string>;
  /**
   * Only where people put objects into the store themselves: up to `length` of its first bytes, and what the store
   * says of the whole. Throws `ObjectMissing`.
   */
  readStart?(key: string, length: number): Promise<ObjectStart>;
  /**
   * Only where the store serves people itself: for each object, in order, an address that is good for days for
   * whoever has it, or null where there is no such object. Asks the store at most once for all that are not known,
   * does not ask again and again when it is away, and answers the same address for the same object while it can.
   */
  links?(wanted: readonly WantedLink[]): Promise<(string | null)[]>;
  /**
   * Only where nobody else can tell what lies there: the objects below a folder such as `originals`, always in the same
   * order and read only as fast as they are taken; `after` goes on behind that key. What is not ours is left out.
   */
  list?(folder: string, after?: string): AsyncIterable<ListedObject>;
}

export interface ListedObject {
  readonly key: string;
  /** When its last byte came, in milliseconds since the epoch, by the clock of the store. */
  readonly storedAt: number;
}

export interface ObjectStart {
  readonly head: Uint8Array;
  /** Of the whole object. */
  readonly bytes: number;
  /** Milliseconds since the epoch; null where the store does not say. */
  readonly storedAt: number | null;
}

export interface WantedLink {
  readonly key: string;
  /** The address downloads a file of this name instead of showing the object. */
  readonly downloadAs?: string;
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

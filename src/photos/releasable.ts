/** Reads streams one after another, and lets go of the open one when nobody wants the rest. */
export interface Releasable {
  /** Opens a stream, when the one before is read to its end; read only as fast as it is taken. */
  read(body: ReadableStream<Uint8Array>): AsyncIterable<Uint8Array>;
  /** `stream`, made of what was read here: broken off, it releases what is open. */
  guard(stream: ReadableStream<Uint8Array>): ReadableStream<Uint8Array>;
}

/** The ZIP maker leaves a file it was reading open when its own stream is cancelled: a descriptor lost each time. */
export function createReleasable(): Releasable {
  let open: ReadableStreamDefaultReader<Uint8Array> | null = null;
  let isOver = false;

  async function* drain(reader: ReadableStreamDefaultReader<Uint8Array>): AsyncGenerator<Uint8Array> {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  }

  return {
    read(body) {
      open = body.getReader();
      // Opened after the end: it took its time.
      if (isOver) void open.cancel().catch(() => {});
      return drain(open);
    },
    guard(stream) {
      const reader = stream.getReader();
      return new ReadableStream<Uint8Array>(
        {
          async pull(controller) {
            const { done, value } = await reader.read();
            if (done) controller.close();
            else controller.enqueue(value);
          },
          async cancel(reason) {
            isOver = true;
            // That of the maker fails with its reason, always.
            await Promise.allSettled([open?.cancel(reason), reader.cancel(reason)]);
          },
        },
        { highWaterMark: 0 },
      );
    },
  };
}

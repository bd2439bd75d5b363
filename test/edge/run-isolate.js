// Runs in Deno: one function as an isolate of the Edge Runtime would. Says on which port it listens, and each time
// whether work that must not be cut off is under way.
/* global Deno */
const [entry] = Deno.args;
const pending = new Set();
const say = (line) => Deno.stdout.writeSync(new TextEncoder().encode(`${line}\n`));

globalThis.EdgeRuntime = {
  waitUntil(work) {
    pending.add(work);
    if (pending.size === 1) say('busy');
    void work
      .catch((error) => console.error(`Lost: ${error}`))
      .finally(() => {
        pending.delete(work);
        if (pending.size === 0) say('idle');
      });
  },
};

// As the platform does: the function chooses no port.
const { serve } = Deno;
Deno.serve = (answer) =>
  serve({ hostname: '127.0.0.1', port: 0, onListen: ({ port }) => say(`port ${port}`) }, answer);

// Before the end of its wall clock the platform says so, with little time left.
for await (const chunk of startFunction()) {
  if (new TextDecoder().decode(chunk).includes('beforeunload')) dispatchEvent(new Event('beforeunload'));
}

/** The top of a module may wait; `export` says that this is one. */
export async function* startFunction() {
  await import(entry);
  yield* Deno.stdin.readable;
}

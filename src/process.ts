import { existsSync, readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';

/** The environment, with `.env` of the working folder underneath it. */
export function readEnvironment(): Record<string, string | undefined> {
  const file = existsSync('.env') ? parseEnv(readFileSync('.env', 'utf8')) : {};
  return { ...file, ...process.env };
}

/**
 * Starts and runs until SIGTERM, SIGINT or SIGHUP, then closes in order; a second signal ends the process at once. A
 * signal during the start lets it come as far as it can be closed again, so that no database is left behind.
 */
export async function runUntilSignal<App extends { close(): Promise<void> }>({
  start,
  run,
}: {
  start(signal: AbortSignal): Promise<App>;
  run(app: App, signal: AbortSignal): Promise<void>;
}): Promise<void> {
  const stop = new AbortController();
  let asked = 0;
  for (const name of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
    process.on(name, () => {
      asked += 1;
      if (asked > 1) process.exit(130);
      stop.abort(new Error(`Stopped by ${name}`));
    });
  }
  const app = await start(stop.signal).catch((error: unknown) => {
    if (stop.signal.aborted) process.exit(0);
    throw error;
  });
  let failure: unknown;
  try {
    if (!stop.signal.aborted) await run(app, stop.signal);
  } catch (error) {
    failure = error;
  }
  await app.close();
  if (failure !== undefined) throw failure;
  process.exit(0);
}

/** A start that cannot succeed says why in one message, without a stack. */
export function stopWithMessage(error: unknown): never {
  console.error(messageOf(error));
  process.exit(1);
}

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if ('code' in error && error.code === 'EADDRINUSE') {
    return 'This port is in use already, perhaps by another Rollcall. Stop that one, or choose another: PORT=4322 npm start';
  }
  return error.message;
}

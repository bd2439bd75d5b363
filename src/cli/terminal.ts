import { createInterface } from 'node:readline/promises';
import type { Surroundings } from './surroundings.ts';

/** A terminal, or files and pipes in its place; the end of the input answers nothing. */
export function createTerminal({
  input,
  output,
  errors,
}: {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
  readonly errors: NodeJS.WritableStream;
}): Surroundings {
  return {
    print: (line) => void output.write(`${line}\n`),
    complain: (line) => void errors.write(`${line}\n`),
    async ask(question) {
      const lines = createInterface({ input, output });
      const ended = new AbortController();
      lines.once('close', () => ended.abort());
      try {
        return await lines.question(question, { signal: ended.signal });
      } catch (error) {
        if (!ended.signal.aborted) throw error;
        output.write('\n');
        return '';
      } finally {
        lines.close();
      }
    },
  };
}

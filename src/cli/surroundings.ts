/** What a command is given of the terminal it runs in. */
export interface Surroundings {
  readonly print: (line: string) => void;
  /** Where mistakes are told, apart from what was asked for. */
  readonly complain: (line: string) => void;
  /** Empty where nobody can answer. */
  readonly ask: (question: string) => Promise<string>;
}

/** What cannot be done as it was asked for; the message says what can. */
export class CommandMistake extends Error {
  override name = 'CommandMistake';
}

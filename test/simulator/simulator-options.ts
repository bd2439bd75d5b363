import type { Limits } from './rate-limits.ts';

export interface SimulatorOptions {
  /** Time a call takes; with `spread`, times a lognormal factor of that sigma. */
  readonly latencyMs?: number;
  readonly spread?: number;
  readonly limits?: Limits;
  /** Chance of each mode, 0 to 1. */
  readonly failures?: Readonly<Record<string, number>>;
  /** Mode of the nth call, from 1. */
  readonly script?: Readonly<Record<string, string>>;
  /** Mode by sha256 of the picture. */
  readonly poison?: Readonly<Record<string, string>>;
  readonly seed?: number;
  /** Shape of error bodies. */
  readonly dialect?: 'openai' | 'lm-studio' | 'gemini' | 'vllm-old';
  /** Request fields this server refuses with a 400 that names them. */
  readonly rejects?: readonly string[];
  /** The only key that is accepted; any, or none, where left out. */
  readonly apiKey?: string;
  /** Ids `/v1/models` lists. */
  readonly models?: readonly string[];
  /** Calls worked on at a time; more wait for their turn, as with a local server. */
  readonly parallel?: number;
  /** How much later than usual a `late` answer comes. */
  readonly lateMs?: number;
  /** Larger requests are answered with 413. */
  readonly maxBodyBytes?: number;
}

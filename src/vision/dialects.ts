/** How servers that speak Chat Completions differ. Facts, not code: what is not known here is learnt from refusals. */
export interface Dialect {
  readonly id: 'openai' | 'ollama' | 'lm-studio' | 'llama-cpp' | 'openai-compatible';
  readonly label: string;
  /** Runs on this machine: nothing is charged, a first call may load a model. */
  readonly local: boolean;
  readonly tokenCap: TokenCap;
  /** Thinking is on by default in many servers, and is paid for; where unknown fields are refused this is unlearnt. */
  readonly reasoningEffort: boolean;
  readonly store: boolean;
  /** Room for the answer, in tokens; hosted servers count it against the rate limit before they start. */
  readonly answerTokens: number;
  /** Calls a server takes at a time when nobody said otherwise. */
  readonly concurrency: number;
  /** Where it listens by default, for servers on this machine. */
  readonly defaultBaseUrl: string | null;
}

export type TokenCap = 'max_completion_tokens' | 'max_tokens';

/** OpenAI's, where nobody names one. */
export const defaultModel = 'gpt-6-luna';

export const openAi: Dialect = {
  id: 'openai',
  label: 'OpenAI',
  local: false,
  tokenCap: 'max_completion_tokens',
  reasoningEffort: true,
  store: true,
  answerTokens: 400,
  concurrency: 16,
  defaultBaseUrl: 'https://api.openai.com/v1',
};

export const ollama: Dialect = {
  id: 'ollama',
  label: 'Ollama',
  local: true,
  // The only cap it reads; the newer name is ignored without a word.
  tokenCap: 'max_tokens',
  // Absent means thinking on, and then the answer is in the thoughts.
  reasoningEffort: true,
  store: false,
  answerTokens: 1000,
  concurrency: 1,
  defaultBaseUrl: 'http://127.0.0.1:11434/v1',
};

const lmStudio: Dialect = {
  id: 'lm-studio',
  label: 'LM Studio',
  local: true,
  tokenCap: 'max_tokens',
  reasoningEffort: false,
  store: false,
  answerTokens: 1000,
  concurrency: 1,
  defaultBaseUrl: 'http://127.0.0.1:1234/v1',
};

const llamaCpp: Dialect = {
  id: 'llama-cpp',
  label: 'llama.cpp',
  local: true,
  tokenCap: 'max_tokens',
  reasoningEffort: true,
  store: false,
  answerTokens: 1000,
  concurrency: 1,
  defaultBaseUrl: 'http://127.0.0.1:8080/v1',
};

export const openAiCompatible: Dialect = {
  id: 'openai-compatible',
  label: 'OpenAI-compatible server',
  local: false,
  tokenCap: 'max_tokens',
  reasoningEffort: true,
  store: false,
  answerTokens: 400,
  concurrency: 16,
  defaultBaseUrl: null,
};

export const localDialects: readonly Dialect[] = [ollama, lmStudio, llamaCpp];

export const dialects: readonly Dialect[] = [openAi, ...localDialects, openAiCompatible];

export function dialectById(id: string): Dialect | null {
  return dialects.find((dialect) => dialect.id === id) ?? null;
}

/** What an address alone tells: a known host, or the usual port of a local server. */
export function dialectOf(baseUrl: string): Dialect {
  const url = URL.canParse(baseUrl) ? new URL(baseUrl) : null;
  if (url === null) return openAiCompatible;
  if (url.hostname === 'api.openai.com' || url.hostname.endsWith('.api.openai.com')) return openAi;
  const local = localDialects.find((dialect) => dialect.defaultBaseUrl?.includes(`:${url.port}/`));
  return url.port === '' ? openAiCompatible : (local ?? openAiCompatible);
}

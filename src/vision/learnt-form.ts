import type { Dialect, TokenCap } from './dialects.ts';
import type { ErrorBody } from './error-body.ts';

/** The form of a request that one server and model accept, as far as is known. */
export interface RequestForm {
  readonly tokenCap: TokenCap | null;
  readonly reasoningEffort: 'none' | 'minimal' | null;
  readonly store: boolean;
  readonly format: 'json_schema' | 'text';
}

export function firstForm(dialect: Dialect): RequestForm {
  return {
    tokenCap: dialect.tokenCap,
    reasoningEffort: dialect.reasoningEffort ? 'none' : null,
    store: dialect.store,
    format: 'json_schema',
  };
}

/**
 * What a refusal teaches: a leaner form, or null if it names nothing we could leave out. Calls run side by side, so
 * `used` is the form the refused call had and `known` what others have learnt since: `known` differing in the named
 * part already is the lesson.
 */
export function learn(known: RequestForm, used: RequestForm, error: ErrorBody): RequestForm | null {
  const about = `${error.param ?? ''} ${error.message}`.toLowerCase();
  if (used.tokenCap !== null && capIsRefused(used.tokenCap, about))
    return known.tokenCap === used.tokenCap ? { ...known, tokenCap: nextCap(used.tokenCap, about) } : known;
  if (used.reasoningEffort !== null && /reasoning|think/u.test(about))
    return known.reasoningEffort === used.reasoningEffort
      ? { ...known, reasoningEffort: nextEffort(used.reasoningEffort, about) }
      : known;
  if (used.store && /\bstore\b/u.test(about)) return { ...known, store: false };
  if (used.format === 'json_schema' && /response_format|json_schema|grammar|structured output/u.test(about))
    return { ...known, format: 'text' };
  return null;
}

function capIsRefused(cap: TokenCap, about: string): boolean {
  const named = new RegExp(`(?<!\\w)${cap}(?!\\w)`, 'u').exec(about);
  if (named === null) return false;
  const other = new RegExp(`(?<!\\w)${otherCap(cap)}(?!\\w)`, 'u').exec(about);
  return other === null || named.index < other.index || about.startsWith(cap);
}

function otherCap(cap: TokenCap): TokenCap {
  return cap === 'max_tokens' ? 'max_completion_tokens' : 'max_tokens';
}

/** The other name is tried once, if it is the old one's successor or the server asks for it; else no cap at all. */
function nextCap(refused: TokenCap, about: string): TokenCap | null {
  const other = otherCap(refused);
  return about.includes(other) || refused === 'max_tokens' ? other : null;
}

function nextEffort(refused: 'none' | 'minimal', about: string): 'minimal' | null {
  return refused === 'none' && about.includes('minimal') ? 'minimal' : null;
}

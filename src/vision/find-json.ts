/** Beyond this an answer is a runaway; reading it further only costs time. */
const maxText = 100_000;
const maxCandidates = 20;
/** Longer answers are not worth a repair that takes more than linear time. */
const maxRepair = 5000;

/**
 * The first object in what a model wrote, wherever it put it: after its thoughts, in a code fence, between sentences,
 * in JavaScript's spelling. Undefined if there is none.
 */
export function findObject(written: string): Record<string, unknown> | undefined {
  const text = withoutThoughts(written.slice(0, maxText));
  let from = 0;
  for (let tries = 0; tries < maxCandidates; tries += 1) {
    const start = text.indexOf('{', from);
    if (start < 0) return undefined;
    const end = endOfObject(text, start);
    const object = end === null ? undefined : parseObject(text.slice(start, end));
    if (object !== undefined) return object;
    from = start + 1;
  }
  return undefined;
}

/** What comes after the last thought; searched from the end, for a pattern would take forever on a runaway. */
export function withoutThoughts(text: string): string {
  const at = text.toLowerCase().lastIndexOf('</think');
  const rest = at < 0 ? text : text.slice(text.indexOf('>', at) + 1);
  return rest.replace(/^\uFEFF/u, '');
}

/** Where the object that opens at `start` closes. Knows double quotes only: an apostrophe may stand in a sentence. */
function endOfObject(text: string, start: number): number | null {
  let depth = 0;
  let quoted = false;
  for (let at = start; at < text.length; at += 1) {
    const letter = text[at];
    if (letter === '\\') at += 1;
    else if (letter === '"') quoted = !quoted;
    else if (!quoted && letter === '{') depth += 1;
    else if (!quoted && letter === '}') {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return null;
}

function parseObject(text: string): Record<string, unknown> | undefined {
  for (const spelling of [asIs, strictSpelling]) {
    try {
      const value: unknown = JSON.parse(spelling(text));
      if (isRecord(value)) return value;
    } catch {
      // The next spelling, or the next brace.
    }
  }
  return undefined;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function asIs(text: string): string {
  return text;
}

/** Single quotes to double ones, commas before a closing bracket away; text in double quotes is left as it is. */
function strictSpelling(text: string): string {
  if (text.length > maxRepair) return text;
  const tokens = /"(?:[^"\\]|\\.)*"|'((?:[^'\\]|\\.|'(?!\s*[,:}\]]))*)'(?=\s*[,:}\]])|,(?=\s*[}\]])/gu;
  return text.replace(tokens, (token: string, single: string | undefined) => {
    if (token === ',') return '';
    return single === undefined ? token : JSON.stringify(single.replace(/\\(['"\\])/gu, '$1'));
  });
}

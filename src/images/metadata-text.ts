const longest = 100;

/** Metadata is anybody's text: control, format and direction marks go, lone surrogates too, white space becomes one blank. */
export function cleanMetadata(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cn}\uFFFD\u2028\u2029]/gu, ' ')
    .replace(/\s+/gu, ' ')
    .trim();
}

/** What is shown of it; null where nothing is left. */
export function shortMetadata(clean: string): string | null {
  return Array.from(clean).slice(0, longest).join('').trim() || null;
}

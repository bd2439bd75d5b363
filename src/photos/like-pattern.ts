/** For `ilike`: the text anywhere, its own wildcards taken as letters. */
export const likePattern = (text: string): string =>
  `%${text.replaceAll('\u0000', '').replaceAll(/[\\%_]/gu, String.raw`\$&`)}%`;

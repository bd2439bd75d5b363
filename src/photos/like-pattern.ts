import { storableText } from '../database/storable-text.ts';

/** For `ilike`: the text anywhere, its own wildcards taken as letters. */
export const likePattern = (text: string): string =>
  `%${storableText(text).replaceAll(/[\\%_]/gu, String.raw`\$&`)}%`;

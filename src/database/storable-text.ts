/** PostgreSQL's text cannot hold U+0000; everything else of it is kept. */
export const storableText = (text: string): string => text.replaceAll('\u0000', '');

import { csvCell } from './csv-cell.ts';

export interface ListedName {
  readonly folder: string;
  readonly old: string;
  readonly name: string;
  readonly alt: string;
  readonly keywords: readonly string[];
}

/** The table of names that goes with downloaded photos; spreadsheets open it as it is. */
export function nameListCsv(photos: readonly ListedName[]): string {
  const lines = photos.map(({ folder, old, name, alt, keywords }) =>
    [folder, old, name, alt, keywords.join('; ')].map(csvCell).join(','),
  );
  // The mark tells spreadsheets that this is UTF-8.
  return `\uFEFFfolder,old,new,alt text,keywords\r\n${lines.join('\r\n')}\r\n`;
}

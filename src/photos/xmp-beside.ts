import { joinFileName } from '../names/file-name.ts';
import { xmpFiles, type XmpFile, type XmpPhoto } from '../names/xmp-files.ts';
import { countryName } from './view-photos.ts';

/** What is stored of a photo that an XMP file can tell. */
export interface XmpRow {
  readonly id: string;
  readonly folder: string;
  readonly stem: string;
  readonly extension: string;
  readonly original_name: string;
  readonly original_key: string | null;
  readonly media_type: string;
  readonly city: string | null;
  readonly country_code: string | null;
  /** Of the latest analysis; null where there is none. */
  readonly title: string | null;
  readonly alt: string | null;
  readonly keywords: readonly string[] | null;
  readonly language: string | null;
  readonly companions: readonly unknown[] | null;
}

export interface FileInFolder {
  readonly folder: string;
  readonly name: string;
}

/** The XMP files to write beside those photos whose originals are there, by the ids of the photos. */
export function xmpBeside(
  rows: readonly XmpRow[],
  taken: readonly FileInFolder[],
): ReadonlyMap<string, XmpFile & FileInFolder> {
  const kept = rows.filter((row) => row.original_key !== null);
  const files = xmpFiles(kept.map(xmpPhoto), taken);
  return new Map(
    kept.flatMap(({ id, folder }, at) => {
      const file = files[at] ?? null;
      return file === null ? [] : [[id, { ...file, folder }] as const];
    }),
  );
}

function xmpPhoto(row: XmpRow): XmpPhoto {
  const { folder, title, alt, keywords, city, country_code: code } = row;
  return {
    folder,
    name: joinFileName(row.stem, row.extension),
    originalName: row.original_name,
    isRaw: row.media_type === 'image/x-adobe-dng',
    hasOwn: row.companions !== null,
    isSeen: title !== null,
    facts: () => ({
      title: title ?? '',
      description: alt ?? '',
      keywords: keywords ?? [],
      city: city ?? '',
      country: code === null ? '' : countryName(code, row.language ?? 'en'),
    }),
  };
}

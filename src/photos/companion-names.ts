import { joinFileName } from '../names/file-name.ts';
import { nameKey } from '../names/name-key.ts';

export interface CompanionStyle {
  /** As it was sent; its extension is kept. */
  readonly filename: string;
  /** Whether it was called by the photo's whole name (`IMG_1.CR2.xmp`) or by its stem (`IMG_1.xmp`). */
  readonly byWholeName: boolean;
}

/**
 * What companions are called beside their photos, under the photos' present names and in the style they came. Two
 * photos of one stem cannot both have `stem.xmp`: the second is called by the whole name, which is unique.
 */
export function createCompanionNames(): (
  photo: { readonly folder: string; readonly stem: string; readonly extension: string },
  style: CompanionStyle,
) => string {
  const used = new Set<string>();
  return ({ folder, stem, extension }, { filename, byWholeName }) => {
    const own = filename.slice(filename.lastIndexOf('.') + 1);
    const whole = joinFileName(joinFileName(stem, extension), own);
    const wished = byWholeName ? whole : joinFileName(stem, own);
    const keyOf = (name: string) => nameKey(`${folder}/${name}`, '');
    const name = used.has(keyOf(wished)) ? whole : wished;
    used.add(keyOf(name));
    return name;
  };
}

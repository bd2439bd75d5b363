import { splitFileName } from './file-name.ts';
import { nameKey } from './name-key.ts';
import { numberPhotos, type CountedPlace, type Restart } from './number-photos.ts';

export interface NumberedFile {
  readonly folder: string;
  readonly extension: string;
  /** Key of the stem it came with; null for a photo that is counted by itself. */
  readonly shotKey: string | null;
  readonly takenLocal: string | null;
}

/** The same for all files of one shot: what they came with, but for the extension. */
export const shotKeyOf = (originalName: string): string => nameKey(splitFileName(originalName).stem, '');

/**
 * The place of each file of a job for its number, in the order they were chosen. RAW and JPEG of one shot count once.
 * They are told by their names alone, known before anything is prepared: a number must not change while a job runs.
 */
export function numberShots(files: readonly NumberedFile[], restart: Restart): readonly CountedPlace[] {
  const raws = new Set(files.filter(isRaw).map(stemOf));
  const used = new Map<string, number>();
  const isPaired = (file: NumberedFile) => file.shotKey !== null && raws.has(stemOf(file));
  return numberPhotos(
    files.map((file) => ({ ...file, name: '', shot: isPaired(file) ? shotOf(file, used) : null })),
    { order: 'selection', restart },
  );
}

const isRaw = ({ extension }: NumberedFile): boolean => extension.toLowerCase() === 'dng';

const stemOf = ({ folder, shotKey }: NumberedFile): string => `${folder}\n${shotKey}`;

/** Two JPEGs that came with one name are two shots. */
function shotOf(file: NumberedFile, used: Map<string, number>): string {
  const kind = `${stemOf(file)}\n${file.extension.toLowerCase()}`;
  const nth = (used.get(kind) ?? 0) + 1;
  used.set(kind, nth);
  return `${stemOf(file)}\n${nth}`;
}

import { splitFileName } from './file-name.ts';
import { planRenames, type IsTaken, type PlanOptions, type RenameWish } from './plan-renames.ts';

export const options: PlanOptions = { onConflict: 'fail', separator: '-', maxLength: 60 };
export const noneTaken: IsTaken = () => false;

/** `a.jpg > b` wishes the stem b for the photo a.jpg, whose id is its name. */
export function wish(text: string, more: Partial<RenameWish> = {}): RenameWish {
  const [from = '', stem = ''] = text.split(' > ');
  return { photoId: from, folder: '', from, extension: splitFileName(from).extension, stem, ...more };
}

export function plan(
  texts: readonly string[],
  onConflict: PlanOptions['onConflict'],
  taken: IsTaken = noneTaken,
) {
  const { rows, conflicts } = planRenames(
    texts.map((text) => wish(text)),
    taken,
    { ...options, onConflict },
  );
  return { names: rows.map(({ to }) => to), statuses: rows.map(({ status }) => status), conflicts, rows };
}

export const takenNames =
  (...names: string[]): IsTaken =>
  (folder, key) =>
    names.includes(folder === '' ? key : `${folder}/${key}`);

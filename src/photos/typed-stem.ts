import { splitFileName } from '../names/file-name.ts';

/** The stem of a name as a person typed it: the photo's own extension at its end is dropped, other dots stay. */
export function typedStem(typed: string, extension: string): string {
  const { stem, extension: last } = splitFileName(typed.trim());
  return last !== '' && last.toLowerCase() === extension.toLowerCase() ? stem : typed;
}

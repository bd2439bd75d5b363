import { cleanStem, splitFileName } from '../names/file-name.ts';
import { byteLength } from '../names/measure-text.ts';
import { targetRules } from '../names/target.ts';

/** The stem of a name as a person typed it: the photo's own extension at its end is dropped, other dots stay. */
export function typedStem(typed: string, extension: string): string {
  const { stem, extension: last } = splitFileName(typed.trim());
  return last !== '' && last.toLowerCase() === extension.toLowerCase() ? stem : typed;
}

/** More than any interface lets in: what is too long has to be seen as such. */
const anyLength = 40_000;

/**
 * A name as a person typed it, made legal but not cut: they are told that it is too long. `over` is by how many bytes,
 * 0 for one that fits; `shortened` is what would be left.
 */
export function readTypedStem(
  typed: string,
  extension: string,
): { readonly stem: string; readonly over: number; readonly shortened: string } {
  const raw = typedStem(typed, extension);
  const stem = cleanStem(raw, { dots: 'keep', maxBytes: anyLength });
  const over = Math.max(0, byteLength(stem) - targetRules('any').maxBytes);
  return { stem, over, shortened: over === 0 ? stem : cleanStem(raw, { dots: 'keep' }) };
}

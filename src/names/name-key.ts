import { joinFileName } from './file-name.ts';
import { isFunctionWord } from './function-words.ts';
import { cutText } from './measure-text.ts';
import type { TextLimit } from './measure-text.ts';
import { targetRules } from './target.ts';
import type { Target } from './target.ts';

/**
 * Two names with the same key would be, or look like, one file on some system: `IMG.jpg` and `img.JPG`,
 * composed and decomposed letters, `ß` and `SS`, `İ`, `ı` and `i`, both sigmas. Rather too equal than too
 * different: a name too many gets a number, a name too few loses a photo.
 */
export function nameKey(stem: string, extension: string): string {
  const name = joinFileName(stem, extension);
  return plainName.test(name) ? name.toLowerCase() : foldOnce(foldOnce(name));
}

const plainName = /^[ -~]*$/u;

/**
 * JavaScript has no case folding. Upper case expands ligatures and sharp s and makes one of both sigmas, lower case
 * after it makes all alike. The capital sharp s becomes a small one first, which is why all is done twice.
 */
function foldOnce(name: string): string {
  return name
    .normalize('NFKC')
    .toUpperCase()
    .toLowerCase()
    .replaceAll('i\u0307', 'i')
    .replace(/\p{Default_Ignorable_Code_Point}/gu, '')
    .normalize('NFKC');
}

/**
 * The stem with its number: `beach`, `beach-2`, `beach-3` … Number 1 is the stem itself. Without a separator
 * the number follows directly (`beach2`), but where it would run into a digit, make a device of `com` or a
 * code of `%`, it stands after a hyphen (`route66-2`). A stem too long is cut at a word; the number stays whole.
 */
export function numberedStem(options: {
  readonly stem: string;
  readonly number: number;
  readonly separator: string;
  /** In letters as a person counts them. */
  readonly maxLength: number;
  readonly target?: Target | undefined;
}): string {
  const { stem, number, separator, maxLength, target = 'any' } = options;
  if (number === 1) return stem;
  const ending = `${joinerAfter(stem, separator)}${number}`;
  const base = cutToRoom(stem, { maxLength, target, less: ending.length });
  if (base === '') return String(number);
  // A cut may uncover a digit that the whole stem did not end in.
  if (base !== stem && joinerAfter(base, separator) !== joinerAfter(stem, separator)) {
    return numberedStem({ ...options, stem: base });
  }
  return `${base}${ending}`;
}

function joinerAfter(stem: string, separator: string): string {
  return separator === '' && /[\p{N}%]$|^(?:com|lpt)$/iu.test(stem) ? '-' : separator;
}

/** The stem cut at a word, so that it stays within its limits with so many ASCII letters after it. */
export function cutToRoom(
  stem: string,
  room: { readonly maxLength: number; readonly target: Target; readonly less: number },
): string {
  const { maxBytes, maxUnits } = targetRules(room.target);
  const left = (limit: number) => Math.max(0, limit - room.less);
  return cutAtWord(stem, {
    graphemes: left(room.maxLength),
    bytes: left(maxBytes),
    units: left(maxUnits),
  });
}

function cutAtWord(stem: string, room: TextLimit): string {
  const cut = cutText(stem, room);
  if (cut === stem) return stem;
  const betweenWords = /^[\s._-]/u.test(stem.slice(cut.length));
  const border = betweenWords ? cut.length : cut.search(/[\s._-]+[^\s._-]*$/u);
  const words = cut.slice(0, border > 0 ? border : undefined).split(/(?<=[\s._-])(?=[^\s._-])/u);
  while (words.length > 1 && isFunctionWord((words.at(-1) ?? '').replace(/[\s._-]+$/u, ''), '')) words.pop();
  return words.join('').replace(/[\s._-]+$/u, '');
}

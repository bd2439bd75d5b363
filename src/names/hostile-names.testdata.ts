import { byteLength } from './measure-text.ts';
import type { Target } from './target.ts';

/** File names that have broken some system, for tests. */
export const hostileNames: readonly string[] = [
  'con.jpg',
  'NUL.png',
  'aux',
  'COM1.jpeg',
  'lpt\u00b9.jpg',
  'trailing dot..jpg',
  'photo.jpg.',
  'photo.jpg ',
  ' leading.jpg',
  'a\u202egpj.exe.jpg',
  'zero\u200bwidth\u200d\ufeff.jpg',
  'caf\u00e9.jpg',
  'cafe\u0301.jpg',
  'IMG.jpg',
  'img.JPG',
  '-rf.jpg',
  '~root.jpg',
  '$(id).jpg',
  '`id`.jpg',
  "';drop table photos;--.jpg",
  '<img src=x onerror=alert(1)>.jpg',
  'new\nline.jpg',
  'tab\tname.jpg',
  '\u001b[31mred.jpg',
  'emoji\ud83d\udc68\u200d\ud83d\udc69\u200d\ud83d\udc67.jpg',
  '\u200d\ud83d\udc68\u200d\u200d\ud83d\udc69\u200d.jpg',
  `${'\ud83d\udc69\u200d'.repeat(60)}.jpg`,
  '\ud83c\udff4\u{e0067}\u{e0062}\u{e0065}\u{e0076}\u{e0069}\u{e006c}\u{e007f}.jpg',
  `${'a'.repeat(251)}.jpg`,
  `${'\u00e9'.repeat(125)}.jpg`,
  '.hidden.jpg',
  '..jpg',
  '%2e%2e%2fetc%2fpasswd.jpg',
  'file.jpg:stream',
  'back\\slash.jpg',
  '=cmd|calc!A0.jpg',
  '\u0410pple.jpg',
  'photo.php.jpg',
  '\u00df.jpg',
  'SS.jpg',
  '\u0130stanbul.jpg',
  '\u212b.jpg',
  '\u00c5.jpg',
];

const device = /^(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])[ ]*(\.|$)/iu;

/** The rules of Windows, macOS and Linux together, and those of a careful shell, said once more in another way. */
export function isLegalEverywhere(stem: string): boolean {
  return isLegalWithin(stem, 200);
}

function isLegalWithin(stem: string, maxBytes: number): boolean {
  return (
    stem !== '' &&
    stem.isWellFormed() &&
    stem === stem.normalize('NFC') &&
    byteLength(stem) <= maxBytes &&
    !Array.from('/\\:*?"<>|\u2044\u2215\u29f8\uff0f\uff3c').some((character) => stem.includes(character)) &&
    !/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Default_Ignorable_Code_Point}]/u.test(withoutGlue(stem)) &&
    !Array.from('. -~').some((character) => stem.startsWith(character)) &&
    !Array.from('. ').some((character) => stem.endsWith(character)) &&
    !/%(2e|2f|5c|00)/iu.test(stem) &&
    !device.test(stem)
  );
}

const flags: ReadonlySet<string> = new Set(
  ['gbeng', 'gbsct', 'gbwls'].map((letters) => {
    const tags = Array.from(letters, (letter) => String.fromCodePoint(0xe0000 + letter.charCodeAt(0)));
    return `\u{1f3f4}${tags.join('')}\u{e007f}`;
  }),
);

/** Without what holds a single emoji together, and nothing else that cannot be seen. */
export function withoutGlue(text: string): string {
  const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });
  return Array.from(segmenter.segment(text), ({ segment }) => {
    if (flags.has(segment)) return '';
    const parts = segment.replace(/(?!\ufe0f)[\p{M}\p{Emoji_Modifier}]+$/u, '').split('\u200d');
    const isEmoji = parts.every((part) => /^\p{Emoji}(?:\p{Emoji_Modifier}|\ufe0f)?$/u.test(part));
    return isEmoji && parts.length <= 4 ? parts.map((part) => part.replace('\ufe0f', '')).join('') : segment;
  }).join('');
}

/** The same for one kind of system. */
export function isLegalFor(target: Target, stem: string): boolean {
  switch (target) {
    case 'any':
      return isLegalEverywhere(stem);
    case 'windows':
      return stem.length <= 200 && isLegalWithin(stem, 600);
    case 'mac_linux':
      return isLegalEverywhere(device.test(stem) ? `x${stem.slice(1)}` : stem);
    case 'web':
      return /^[a-z0-9]+(?:-[a-z0-9]+)*$/u.test(stem) && stem.length <= 200 && !device.test(stem);
    default:
      return target satisfies never;
  }
}

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
    !/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}]/u.test(stem) &&
    !Array.from('. -~').some((character) => stem.startsWith(character)) &&
    !Array.from('. ').some((character) => stem.endsWith(character)) &&
    !/%(2e|2f|5c|00)/iu.test(stem) &&
    !device.test(stem)
  );
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

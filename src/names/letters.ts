/** As they are; accents of Latin and Greek letters taken off; or nothing but ASCII. */
export type Letters = 'keep' | 'plain' | 'latin';

/** Latin letters that no accent makes, and what is written where they are missing. */
const plainLetters = tableOf(
  'ß:ss ẞ:SS æ:ae Æ:AE œ:oe Œ:OE ø:o Ø:O ł:l Ł:L đ:d Đ:D ð:d Ð:D þ:th Þ:Th ħ:h Ħ:H ŧ:t Ŧ:T ı:i ŋ:n Ŋ:N ĸ:k ſ:s ƒ:f ə:a Ə:A ʻ: ʼ: ʹ:',
);

/** Only German writes its umlauts out; elsewhere ö is an o with two dots. */
const germanLetters = tableOf('ä:ae ö:oe ü:ue Ä:Ae Ö:Oe Ü:Ue');

/** Cyrillic as English atlases have it, Greek letter by letter; small letters, capitals follow them. */
const otherLetters = tableOf(
  'а:a б:b в:v г:g ґ:g д:d е:e ё:yo є:ye ж:zh з:z и:i і:i ї:yi й:y к:k л:l м:m н:n о:o п:p р:r с:s т:t у:u ў:u ф:f ' +
    'х:kh ц:ts ч:ch ш:sh щ:shch ъ: ы:y ь: э:e ю:yu я:ya ђ:dj ј:j љ:lj њ:nj ћ:c џ:dz ѓ:g ќ:k ѕ:dz ѐ:e ѝ:i ә:a ғ:g қ:k ң:n ө:o ұ:u ү:u һ:h ' +
    'α:a β:v γ:g δ:d ε:e ζ:z η:i θ:th ι:i κ:k λ:l μ:m ν:n ξ:x ο:o π:p ρ:r σ:s ς:s τ:t υ:y φ:f χ:ch ψ:ps ω:o',
);

/** Where a language reads a letter in another way. */
const ownLetters: ReadonlyMap<string, ReadonlyMap<string, string>> = new Map([
  ['uk', tableOf('г:h и:y')],
  ['be', tableOf('г:h')],
  ['bg', tableOf('щ:sht ъ:a')],
  ['sr', tableOf('х:h ц:c ч:c ш:s ж:z')],
  ['mk', tableOf('х:h ц:c ч:c ш:s ж:z')],
]);

function tableOf(pairs: string): ReadonlyMap<string, string> {
  return new Map(
    pairs.split(' ').map((pair) => {
      const [letter = '', instead = ''] = pair.split(':');
      return [letter, instead] as const;
    }),
  );
}

const ascii = /^[\0-\x7f]*$/u;
const accents = /([\p{Script=Latin}\p{Script=Greek}])\p{M}+/gu;

/** Digits with a full stop or a comma in one character: nothing in a word is a dot. */
const markedDigits = /[\u2488-\u249b\u{1f100}-\u{1f10a}]/gu;

/**
 * One word with the letters that are wished for. `latin` writes Cyrillic and Greek with Latin letters, and drops
 * what it has no letter for: other scripts, and signs. A word may so become `''`.
 */
export function writeLetters(word: string, letters: Letters, language: string): string {
  if (letters === 'keep' || ascii.test(word)) return word;
  const german = /^de\b/u.test(language) ? written(word, germanLetters) : word;
  if (letters === 'plain') return withoutAccents(written(german, plainLetters));
  const own = ownLetters.get(language.split('-')[0] ?? '');
  const read = own === undefined ? german : written(german, own);
  const known = written(written(read.replaceAll('ου', 'ou'), otherLetters), plainLetters);
  // Compatibility forms last: full-width letters, ligatures, raised digits. A fraction is no number without its bar.
  const bare = withoutAccents(known).replace(markedDigits, (digit) => digit.normalize('NFKD').slice(0, -1));
  const spelt = bare.normalize('NFKD').replaceAll('\u2044', '-');
  return written(spelt, otherLetters).replace(/[^\0-\x7f]+/gu, '');
}

function withoutAccents(text: string): string {
  return text.normalize('NFD').replace(accents, '$1').normalize('NFC');
}

function written(text: string, table: ReadonlyMap<string, string>): string {
  let result = '';
  for (const letter of text) result += writtenLetter(letter, table);
  return result;
}

function writtenLetter(letter: string, table: ReadonlyMap<string, string>): string {
  const found = table.get(letter);
  if (found !== undefined) return found;
  const small = letter.toLowerCase();
  const other = small === letter ? undefined : table.get(small);
  return other === undefined ? letter : other.slice(0, 1).toUpperCase() + other.slice(1);
}

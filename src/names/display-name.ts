/** Whole emoji first, so that the joiners and selectors they are made of stay. */
const emojiOrOdd =
  /(?<emoji>\p{RGI_Emoji})|[[\p{C}\p{Default_Ignorable_Code_Point}\p{White_Space}\u2800]--[\u0020]]|^\u0020|\u0020$/gv;

/** An original name as it was sent, with every character that cannot be seen written out: `⟨U+202E⟩`. */
export function escapedName(raw: string): string {
  return raw.replace(emojiOrOdd, (found: string, emoji: string | undefined) => emoji ?? escapeOf(found));
}

function escapeOf(character: string): string {
  const point = character.codePointAt(0) ?? 0;
  return `⟨U+${point.toString(16).toUpperCase().padStart(4, '0')}⟩`;
}

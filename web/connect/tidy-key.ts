/** What stands around a key where it is copied from: the name of a variable or of a header. */
const before = /^(?:(?:export\s+)?[\w-]*(?:key|token)\s*[=:]|(?:authorization\s*:\s*)?bearer\s)/iu;

/** Keys have no blanks and no quotes: whatever came along when it was copied, a line break too, is left out. */
export function tidyKey(key: string): string {
  return key
    .trim()
    .replace(before, '')
    .replaceAll(/[\s\u200B\uFEFF"'`]+/gu, '');
}

const topLevels = 'com|net|org|info|biz|io|dev|app|xyz|online|shop|store|eu|uk|nl|ch|ru|cn|jp';
/** These are words too: `dog.It was` is a slip of the pen, `dog.it/x` an address. */
const wordLike = 'es|de|fr|it|pt|be|at|in|me|us|co|ai|mx|ar|br|cl|au|ca|site';
const host = '\\b[a-z\\d][a-z\\d-]{1,62}\\.(?:[a-z\\d-]{1,63}\\.){0,3}';
const links: readonly RegExp[] = [
  /\b(?:https?|ftp)\s?:\s?\/{0,2}\S|\b(?:file:\/\/|data:\w+\/|javascript:|mailto:)\S?/iu,
  /\bwww\d?\s?\.\s?\S/iu,
  /[\w.+-]{1,64}@[\w-]{1,63}\.[a-z]{2,}/iu,
  new RegExp(`${host}(?:${topLevels})(?!-|\\.?[\\p{L}\\p{N}])|${host}(?:${wordLike})/\\S`, 'iu'),
  /\[[^\]]{0,200}\]\([^)]{1,200}\)/u,
];

/** A web or e-mail address, whole or without its scheme. */
export function hasLink(text: string): boolean {
  return links.some((pattern) => pattern.test(text));
}

/** Digits in groups; what kind of number they are is decided afterwards. */
const numberLike = /(?<!\p{N}[.,/-]?)(?:\+ ?|\()?\d(?:[ .()-]{0,2}\d){5,14}(?!\d|[.,/-]\d)/gu;
const phoneWord =
  /\b(?:tel|telf|tlf|tfno|phone|telephone|mobile|cell|call|fax|whatsapp|ring|tel[eé]fono|m[oó]vil|ll[aá]m\p{L}{1,3})\b[ .:]{0,3}(?:us |me |at |on |al ){0,2}$/iu;
const phoneShapes: readonly RegExp[] = [
  // North America, United Kingdom, Spain, France.
  /^(?:1[ .-])?(?:\(\d{3}\) ?|\d{3}[.-]|\d{3} (?=\d{3}[ -]\d{4}))\d{3}[ .-]\d{4}$/u,
  /^\(?0\d{2,4}\)?[ -]\d{3,4}[ -]?\d{3,4}$/u,
  /^[6789]\d{2} (?:\d{3} \d{3}|\d{2} \d{2} \d{2})$/u,
  /^0[1-9](?:[ .]\d{2}){4}$/u,
];

export function hasPhone(text: string): boolean {
  return Array.from(text.matchAll(numberLike)).some(({ 0: found, index }) => {
    const digits = found.replace(/\D/gu, '').length;
    if (found.startsWith('+') && digits >= 8) return true;
    if (phoneWord.test(text.slice(Math.max(0, index - 30), index))) return true;
    return phoneShapes.some((shape) => shape.test(found));
  });
}

/** Nobody writes these between a house number and its street: `3 cars on the street`. */
const plainWords =
  '(?:on|in|at|by|to|of|the|a|an|and|or|with|from|down|up|along|across|near|under|over|people|persons|men|women|man|woman|cars?|dogs?|children|kids|cats?|views?)';
const streetWord = `(?:(?!${plainWords}\\b)[\\p{L}][\\p{L}\\p{M}'’.-]{0,30} )`;
const streetEnd = '(?=\\s*(?:$|[,;.)]|\\d|apt|suite|unit|floor))';
const addresses: readonly RegExp[] = [
  new RegExp(
    `(?<![\\p{L}\\p{N}.,:/-]|\\b(?:exit|route) )\\d{1,5}[a-z]? ${streetWord}{1,3}(?:street|st|avenue|ave|road|rd|lane|ln|drive|dr|boulevard|blvd|court|terrace|crescent)\\.?${streetEnd}`,
    'iu',
  ),
  new RegExp(
    `\\b(?:calle|c/|avenida|avda\\.?|plaza|paseo|camino|carretera|ronda|rua|via|viale|piazza) ?(?:[\\p{L}][\\p{L}\\p{M}'’.-]{0,30},? ){1,5}(?:n[ºo°]?\\.? ?)?\\d{1,3}(?: ?[a-z])?(?=\\s*(?:$|[,;.)-]))`,
    'iu',
  ),
  new RegExp(
    `\\d{1,4},? (?:bis )?(?:rue|boulevard|avenue|chemin|impasse|quai) (?:(?:de|du|des|la|le|les) ){0,2}[\\p{L}]{3,30}`,
    'iu',
  ),
  /[\p{L}]{3,30}(?:straße|strasse|str\.|gasse) \d{1,3}(?: ?[a-z])?(?=\s*(?:$|[,;.)]))/iu,
  /\bp\.? ?o\.? box \d{1,6}\b/iu,
];

/** A street with a house number; a street alone is a place like any other. */
export function hasAddress(text: string): boolean {
  return addresses.some((pattern) => pattern.test(text));
}

/** Words a name must not end in once it was cut: articles, prepositions, conjunctions. */
const functionWords: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  [
    'en',
    wordSet(
      'a an the of in on at by to for from with without into onto over under near and or but as is are its their his her behind between beside against among towards upon than this these those which whose while during',
    ),
  ],
  [
    'es',
    wordSet(
      'el la los las un una unos unas lo al de del en con sin por para a ante bajo desde hacia hasta sobre tras entre junto y e o u que se su sus contra durante mientras según como cuyo cuya',
    ),
  ],
  [
    'fr',
    wordSet(
      'le la les un une des du de d l à au aux en dans sur sous avec sans par pour chez vers et ou que qui son sa ses',
    ),
  ],
  [
    'de',
    wordSet(
      'der die das den dem des ein eine einen einem einer in im an am auf aus bei mit ohne von vom zu zum zur für über unter und oder',
    ),
  ],
  [
    'it',
    wordSet(
      'il lo la i gli le un uno una di del della dei delle a al alla in nel nella su sul sulla con senza da dal per tra fra e o che',
    ),
  ],
  [
    'pt',
    wordSet('o a os as um uma de do da dos das em no na nos nas com sem por para sobre sob e ou que ao à'),
  ],
]);

function wordSet(words: string): ReadonlySet<string> {
  return new Set(words.split(' '));
}

/** In the language of the name, or in English or Spanish where that is unknown. */
export function isFunctionWord(word: string, language: string): boolean {
  const known = functionWords.get(language.split('-')[0]?.toLowerCase() ?? '');
  const lower = word.toLowerCase();
  if (known !== undefined) return known.has(lower);
  return ['en', 'es'].some((code) => functionWords.get(code)?.has(lower) === true);
}

/** The words without the function words at their end; empty if there is nothing else. */
export function withoutFunctionEnd(words: readonly string[], language: string): readonly string[] {
  let end = words.length;
  while (end > 0 && isFunctionWord(words[end - 1] ?? '', language)) end -= 1;
  return words.slice(0, end);
}

const longest = 100;
const companyWords = /[\s,]+(?:corporation|corp|company|co|ltd|inc|gmbh|imaging|electronics)\b\.?/giu;

/** Make and model as one short name, the make once: `NIKON CORPORATION` and `NIKON D40` are `NIKON D40`. */
export function cameraName(make: string | null, model: string | null): string | null {
  const cleanMake = clean(make ?? '')
    .replace(companyWords, '')
    .replace(/[\s,.]+$/u, '');
  const cleanModel = clean(model ?? '');
  const makeWord = cleanMake.split(' ')[0]?.toLowerCase() ?? '';
  const modelSaysMake = makeWord !== '' && cleanModel.toLowerCase().split(/[\s-]/u).includes(makeWord);
  const name = modelSaysMake ? cleanModel : `${cleanMake} ${cleanModel}`.trim();
  return name === '' ? null : Array.from(name).slice(0, longest).join('').trim();
}

/** Metadata is anybody's text: control, format and direction marks go, lone surrogates too, white space becomes one blank. */
function clean(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cn}\uFFFD\u2028\u2029]/gu, ' ')
    .replace(/\s+/gu, ' ')
    .trim();
}

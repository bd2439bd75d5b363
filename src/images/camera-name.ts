import { cleanMetadata, shortMetadata } from './metadata-text.ts';

const companyWords = /[\s,]+(?:corporation|corp|company|co|ltd|inc|gmbh|imaging|electronics)\b\.?/giu;

/** Make and model as one short name, the make once: `NIKON CORPORATION` and `NIKON D40` are `NIKON D40`. */
export function cameraName(make: string | null, model: string | null): string | null {
  const cleanMake = cleanMetadata(make ?? '')
    .replace(companyWords, '')
    .replace(/[\s,.]+$/u, '');
  const cleanModel = cleanMetadata(model ?? '');
  const makeWord = cleanMake.split(' ')[0]?.toLowerCase() ?? '';
  const modelSaysMake = makeWord !== '' && cleanModel.toLowerCase().split(/[\s-]/u).includes(makeWord);
  const name = modelSaysMake ? cleanModel : `${cleanMake} ${cleanModel}`.trim();
  return shortMetadata(name);
}

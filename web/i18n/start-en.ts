import { photos } from './photo-count-en.ts';

/** The page before the first photo. */
export const startEn = {
  title: 'Every photo answers to its name',
  lead: 'Nothing here yet. Add photos, and each gets a name that says what is known about it.',
  dropZone: 'Drop photos',
  drop: 'Drop a folder or photos here',
  chooseFolder: 'Choose a folder',
  choosePhotos: 'Choose photos',
  formats: 'JPEG, PNG, WebP, AVIF, HEIC, TIFF, GIF and camera raw. Up to 10,000 at once.',
  formatsInBrowser: 'JPEG, PNG, WebP, AVIF, HEIC, GIF and DNG. Up to 10,000 at once.',
  step1: 'Add your photos',
  step1Text: 'Names like DSC_0413 are fine. Folders are kept.',
  step2: 'Press AI rename',
  step2Text: 'Each photo is looked at once, in the background.',
  step3: 'Check and download',
  step3Text: 'Change any name, undo any time, take a ZIP with you.',
  example: 'Prairie falcon in flight before a cliff',
  withModel: 'With a model:',
  namerBasic: 'Namer: On this computer, basic names',
  namerBasicText: 'From date, place and simple recognition. A connected model says what a photo shows.',
  namerModel: (model: string, provider: string) => `Namer: ${model}, ${provider}`,
  namerModelText: 'It gets a small copy of each photo, when you press AI rename.',
  privacy:
    'Photos stay on this computer. If you connect a model, it gets a small copy of each photo. Originals are never changed.',
  dropNow: (n: number, shown: string) => `Drop to add ${photos(n, shown)}`,
  dropAnything: 'Drop to add',
};

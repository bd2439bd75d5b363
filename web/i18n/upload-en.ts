import { photos } from './photo-count-en.ts';

/** Uploads that run, and what was left out of them. */
export const uploadEn = {
  region: 'Uploads',
  uploading: (n: number, shown: string) => `Uploading ${photos(n, shown)}`,
  paused: 'Upload paused',
  done: (n: number, shown: string) => `Uploaded ${photos(n, shown)}`,
  nothingNew: 'No new photos',
  leftOutShort: (shown: string) => `${shown} left out`,
  alreadyHereShort: (shown: string) => `${shown} already here`,
  of: (done: string, total: string) => `${done} of ${total}`,
  left: (time: string) => `${time} left`,
  pause: 'Pause upload',
  continue: 'Continue upload',
  fold: 'Fold',
  unfold: 'Unfold',
  stop: 'Stop upload',
  uploaded: 'Uploaded',
  alreadyHere: 'Already here',
  beside: 'Kept for its photo',
  besideShort: (shown: string) => `${shown} XMP kept`,
  notRead: 'Cannot be read',
  andMore: (name: string, n: string) => `${name} and ${n} more`,
  waiting: 'Waiting',
  failed: 'Not sent',
  retry: (n: string) => `Retry ${n}`,
  thenRename: 'AI rename when uploaded',
  previewsOnly: 'Previews only',
  previewsOnlyText:
    'Leaves the originals of photos not sent yet on your disk. Their names can be exported as CSV, the photos cannot be downloaded.',
  progress: 'Upload progress',
  rejected: {
    not_a_photo: 'Not a photo',
    unsupported: 'Format not read',
    too_large: 'Too large',
    damaged: 'File is damaged',
    empty: 'Empty file',
    other: 'Left out',
  },
  leftOut: (n: number, shown: string) =>
    n === 1 ? `${shown} file was left out` : `${shown} files were left out`,
};

import { appEn, timeEn } from './app-en.ts';
import { bulkEn } from './bulk-en.ts';
import { connectEn } from './connect-en.ts';
import { detailEn } from './detail-en.ts';
import { historyEn } from './history-en.ts';
import { jobEn } from './job-en.ts';
import { libraryEn, cardEn, selectionEn } from './library-en.ts';
import { limitsEn } from './limits-en.ts';
import { reasonEn, failureEn } from './outcome-en.ts';
import { onDiskEn } from './on-disk-en.ts';
import { problemsEn } from './problems-en.ts';
import { renameEn } from './rename-en.ts';
import { reviewEn } from './review-en.ts';
import { settingsEn } from './settings-en.ts';
import { shortcutsEn } from './shortcuts-en.ts';
import { signInEn } from './sign-in-en.ts';
import { startEn } from './start-en.ts';
import { uploadEn } from './upload-en.ts';

/** Every word of the page in English, and with it the list of words another language must have. */
export type Words = typeof en;

export const en = {
  locale: 'en-US',
  app: appEn,
  time: timeEn,
  start: startEn,
  library: libraryEn,
  card: cardEn,
  reason: reasonEn,
  failure: failureEn,
  selection: selectionEn,
  upload: uploadEn,
  rename: renameEn,
  bulk: bulkEn,
  job: jobEn,
  detail: detailEn,
  onDisk: onDiskEn,
  problems: problemsEn,
  review: reviewEn,
  history: historyEn,
  limits: limitsEn,
  signIn: signInEn,
  connect: connectEn,
  shortcuts: shortcutsEn,
  settings: settingsEn,
};

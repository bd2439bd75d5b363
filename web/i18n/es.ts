import { appEs, timeEs } from './app-es.ts';
import { bulkEs } from './bulk-es.ts';
import { connectEs } from './connect-es.ts';
import { detailEs } from './detail-es.ts';
import { historyEs } from './history-es.ts';
import { jobEs } from './job-es.ts';
import { libraryEs, cardEs, selectionEs } from './library-es.ts';
import { limitsEs } from './limits-es.ts';
import { reasonEs, failureEs } from './outcome-es.ts';
import { onDiskEs } from './on-disk-es.ts';
import { problemsEs } from './problems-es.ts';
import { renameEs } from './rename-es.ts';
import { reviewEs } from './review-es.ts';
import { settingsEs } from './settings-es.ts';
import { shortcutsEs } from './shortcuts-es.ts';
import { signInEs } from './sign-in-es.ts';
import { startEs } from './start-es.ts';
import { uploadEs } from './upload-es.ts';
import type { Words } from './en.ts';

export const es: Words = {
  locale: 'es',
  app: appEs,
  time: timeEs,
  start: startEs,
  library: libraryEs,
  card: cardEs,
  reason: reasonEs,
  failure: failureEs,
  selection: selectionEs,
  upload: uploadEs,
  rename: renameEs,
  bulk: bulkEs,
  job: jobEs,
  detail: detailEs,
  onDisk: onDiskEs,
  problems: problemsEs,
  review: reviewEs,
  history: historyEs,
  limits: limitsEs,
  signIn: signInEs,
  connect: connectEs,
  shortcuts: shortcutsEs,
  settings: settingsEs,
};

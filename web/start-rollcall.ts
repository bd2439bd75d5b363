import type { RollcallClient } from './client.ts';
import { startFeed } from './events/start-feed.ts';
import type { FeedStream } from './events/shared-feed.ts';
import type { SaveZip } from './export/save-zip.ts';
import { pickLanguage } from './i18n/language.ts';
import { jobChoices } from './rename/job-choices.ts';
import type { PageState } from './render-page.tsx';
import { createRollcall, type Rollcall } from './rollcall.ts';
import { adoptSettings } from './settings/adopt-settings.ts';
import type { SendFiles, SentBefore, UploadRequests } from './upload/upload-queue.ts';

/** Joins the stores of one person's page and begins to listen. */
export function startRollcall(options: {
  page: PageState;
  client: RollcallClient;
  send: SendFiles;
  requests?: UploadRequests;
  sentBefore?: SentBefore;
  originalsMayStay?: boolean;
  saveZip?: SaveZip;
  stream: FeedStream;
  /** Tabs with the same name share one feed. */
  feedName: string;
}): Rollcall {
  const { client, page } = options;
  const { preferences } = page;
  const rollcall = createRollcall({
    client,
    send: options.send,
    requests: options.requests,
    sentBefore: options.sentBefore,
    originalsMayStay: options.originalsMayStay,
    tryNow: () => feed.tryNow(),
    saveZip: options.saveZip,
    now: () => Date.now(),
    later: (run, ms) => {
      const timer = setTimeout(run, ms);
      return () => clearTimeout(timer);
    },
    createId: () => crypto.randomUUID(),
    choices: () =>
      jobChoices(preferences.get(), pickLanguage(preferences.get().interfaceLanguage, navigator.languages)),
  });
  void client
    .settings()
    .then((settings) => adoptSettings(settings, preferences))
    .catch(() => undefined);
  const feed = startFeed({ name: options.feedName, stream: options.stream, onMessage: rollcall.take });
  setTimeout(rollcall.loadWithoutFeed, 400);
  return rollcall;
}

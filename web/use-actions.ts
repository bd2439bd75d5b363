import { useMemo } from 'react';
import type { JobChoices } from './client.ts';
import { createDownload, createDownloadWhole } from './export/download-photos.ts';
import { undoDetail } from './history/undo-detail.ts';
import { useSpeech } from './i18n/use-words.tsx';
import { jobChoices, lookAgainChoices } from './rename/job-choices.ts';
import { usePage } from './use-page.ts';
import { useRollcall } from './use-rollcall.ts';

/** What a person can do to photos, from whatever part of the page; failures become a message. */
export function useActions() {
  const rollcall = useRollcall();
  const { view, preferences } = usePage();
  const { words, format, language } = useSpeech();

  return useMemo(() => {
    const { client, photos, toasts, selection } = rollcall;
    const guarded = (work: Promise<unknown>) => void work.catch(toasts.problem);

    async function accept(ids: readonly string[]): Promise<void> {
      const byJob = Map.groupBy(
        ids.map((id) => photos.get(id)).filter((photo) => photo !== undefined),
        (photo) => photo.jobId,
      );
      let accepted = 0;
      const renames: string[] = [];
      for (const [jobId, of] of byJob) {
        if (jobId === null) continue;
        const rename = await client.acceptNames(
          jobId,
          of.map((photo) => ({ photoId: photo.id })),
        );
        // Null: decided elsewhere meanwhile.
        if (rename === null) continue;
        accepted += rename.count;
        renames.push(rename.id);
      }
      const [only] = renames;
      toasts.show({
        tone: 'done',
        text: words.job.renamed(accepted, format.count(accepted)),
        ...(renames.length === 1 && only !== undefined
          ? { action: { label: words.app.undo, run: () => guarded(undo(only)) } }
          : {}),
      });
    }

    async function undo(renameId: string, photoIds?: readonly string[]): Promise<void> {
      const result = await client.undo(renameId, photoIds);
      // A message that still offers this undo would be wrong now.
      toasts.clear();
      toasts.show({
        tone: result.count === 0 ? 'attention' : 'done',
        text: words.job.undone(result.count, format.count(result.count)),
        detail: [
          undoDetail(result.skipped, words, format),
          result.count > 0 && preferences.get().hasDownloaded ? words.history.downloads : '',
        ]
          .filter(Boolean)
          .join(' '),
      });
    }

    const download = createDownload(rollcall, words, format);
    const downloadWhole = createDownloadWhole(rollcall, download);
    const withXmp = () => preferences.get().xmpFiles;
    const takeHome = (work: Promise<void>): void =>
      guarded(work.then(() => preferences.change({ hasDownloaded: true })));

    async function remove(ids: readonly string[]): Promise<void> {
      for (const id of ids) await client.deletePhoto(id);
      selection.remove(ids);
      toasts.show({
        tone: 'done',
        text: words.selection.deleted(ids.length, format.count(ids.length)),
        action: { label: words.app.undo, run: () => guarded(bringBack(ids)) },
      });
    }

    async function bringBack(ids: readonly string[]): Promise<void> {
      for (const id of ids) await client.restorePhoto(id);
      toasts.show({ tone: 'done', text: words.selection.restored(ids.length, format.count(ids.length)) });
    }

    async function copy(text: string, said: string): Promise<void> {
      await navigator.clipboard.writeText(text);
      toasts.show({ tone: 'done', text: said });
    }

    const idleOf = (ids: readonly string[]): string[] =>
      ids.filter((id) => {
        const state = photos.get(id)?.state;
        return state !== undefined && !['preparing', 'waiting', 'analysing'].includes(state);
      });

    return {
      accept: (ids: readonly string[]) => guarded(accept(ids)),
      undo: (renameId: string) => guarded(undo(renameId)),
      /** The same, for those who have to know when it is over. */
      undone: (renameId: string, photoIds?: readonly string[]): Promise<void> =>
        undo(renameId, photoIds).catch(toasts.problem),
      download: (ids: readonly string[]) => takeHome(download(ids, withXmp())),
      downloadJob: (jobId: string) => takeHome(downloadWhole.job(jobId, withXmp())),
      downloadAll: () => takeHome(downloadWhole.everything(rollcall.list.loadAll, withXmp())),
      remove: (ids: readonly string[]) => guarded(remove(ids)),
      bringBack: (ids: readonly string[]): Promise<void> => bringBack(ids).catch(toasts.problem),
      copyName: (id: string) => guarded(copy(photos.get(id)?.name ?? '', words.selection.copied)),
      copy: (text: string, said: string) => guarded(copy(text, said)),
      start: (ids: readonly string[], choices: JobChoices) => rollcall.startBatch(ids, choices),
      selectAll: () => guarded(rollcall.list.loadAll().then((ids) => selection.select(ids))),

      /** No dialog, the settings of last time. A name given by hand is only changed where the person ticks that. */
      aiRename: (ids: readonly string[]): void => {
        const idle = idleOf(ids);
        if (idle.length === 0) return;
        if (idle.some((id) => photos.get(id)?.nameSource === 'hand')) return view.renaming.set(idle);
        guarded(
          rollcall.startBatch(idle, { ...jobChoices(preferences.get(), language), alreadyNamed: 'again' }),
        );
      },
      /** Asks the model anew. For one photo at once, its price stands at the button; else the dialog says the price. */
      lookAgain: (ids: readonly string[]): void => {
        const idle = idleOf(ids);
        const [only] = idle;
        if (only === undefined) return;
        if (idle.length === 1 && photos.get(only)?.nameSource !== 'hand')
          return guarded(rollcall.startBatch(idle, lookAgainChoices(preferences.get(), language)));
        view.lookingAgain.set(true);
        view.renaming.set(idle);
      },
    };
  }, [rollcall, view, preferences, words, format, language]);
}

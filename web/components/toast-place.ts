import { useShownJobs } from '../job/use-shown-jobs.ts';
import { usePage } from '../use-page.ts';
import { useCell, useSelectionSize } from '../use-rollcall.ts';
import { useOpenDisk, useRoute } from '../use-route.ts';

/** Where messages stand: over nothing that can be pressed, in whatever is open. */
export function useToastPlace(): string {
  const { view } = usePage();
  const route = useRoute();
  const onDisk = useOpenDisk() !== '';
  const [job] = useShownJobs();
  const docked = useCell(view.jobPanel) === 'open';
  const selected = useSelectionSize() > 0;
  const renaming = useCell(view.renaming);
  const bulkRenaming = useCell(view.bulkRenaming);
  const detail = useCell(view.openId) !== null;
  // Over the head of a dialog, beside its button to close.
  if (renaming !== null || bulkRenaming !== null)
    return 'left-1/2 top-3 max-sm:left-3 max-sm:max-w-[calc(100vw-76px)] max-sm:translate-x-0';
  // Above the film strip.
  if (detail) return 'left-1/2 bottom-[104px]';
  // Above the foot with "Accept" and "Back to the photos".
  if (route === 'review') return 'left-1/2 bottom-[70px] max-sm:bottom-24';
  // Centred in what its panel leaves of the page; in a narrow one above its button.
  if (onDisk)
    return 'left-1/2 md:left-[calc((100%-340px)/2)] lg:left-[calc((100%-392px)/2)] bottom-5 max-md:bottom-32';
  if (route !== 'library') return 'left-1/2 bottom-5';
  // Centred in what the job panel leaves of the page.
  const beside = docked && job !== undefined;
  const side = beside ? 'left-1/2 sm:left-[calc((100%-340px)/2)] lg:left-[calc((100%-392px)/2)]' : 'left-1/2';
  return `${side} ${selected ? 'bottom-[76px] max-sm:bottom-56' : 'bottom-5 max-sm:bottom-24'}`;
}

import { ScanText, TextCursorInput } from 'lucide-react';
import { useSyncExternalStore } from 'react';
import { Button } from '../components/ui/button.tsx';
import { Menu, MenuItem } from '../components/ui/menu.tsx';
import { useSpeech } from '../i18n/use-words.tsx';
import { isOver } from '../job/job-store.ts';
import { editOf, type Part } from '../rename/pattern-edit.ts';
import { usePage } from '../use-page.ts';
import { useCell, useJobs, useRollcall } from '../use-rollcall.ts';
import type { DiskScreen } from './disk-screen.ts';
import type { DiskState } from './disk-state.ts';
import { needsNames, photoIdsToName, unnamedPhotoIds } from './names-wanted.ts';

/** What the names are made of, and the way to other ones. */
export function DiskNames({ screen }: { screen: DiskScreen }) {
  const { words, format } = useSpeech();
  const { view } = usePage();
  const state = useCell(screen);
  const jobs = useJobs();
  const made = useNamesMadeBy(state);
  const { unnamed, all, toRename, done } = state.counts;
  if (all === 0 || needsNames(state)) return null;
  // What a job is at now is not offered to another.
  const someUnnamed = unnamed > 0 && toRename + done > 0 && jobs.every(isOver);
  return (
    <>
      <div className="mt-3.5 flex min-h-7 items-center gap-2">
        {made === null ? (
          <span className="flex-1" />
        ) : (
          <>
            {made.parts.length > 0 ? (
              <>
                <span className="flex-none text-muted-foreground">{words.onDisk.pattern}</span>
                <span className="flex min-w-0 flex-wrap gap-1">
                  {made.parts.map((part, at) => (
                    // oxlint-disable-next-line react/no-array-index-key -- the same part may stand twice
                    <PatternPart key={at} part={part} />
                  ))}
                </span>
              </>
            ) : null}
            <span className="min-w-0 flex-1 truncate text-muted-foreground" title={made.by}>
              {made.by}
            </span>
          </>
        )}
        <Menu
          align="end"
          trigger={
            <Button
              look="ghost"
              size="small"
              className="-mr-2.5 text-sm"
              aria-label={words.onDisk.changeNames}
            >
              {words.onDisk.change}
            </Button>
          }
        >
          <MenuItem
            icon={<ScanText aria-hidden />}
            onSelect={() => {
              view.namingAgain.set(true);
              view.renaming.set(photoIdsToName(screen.get()));
            }}
          >
            {words.selection.aiRename}
          </MenuItem>
          <MenuItem
            icon={<TextCursorInput aria-hidden />}
            onSelect={() => view.bulkRenaming.set(photoIdsToName(screen.get()))}
          >
            {words.bulk.open}
          </MenuItem>
        </Menu>
      </div>
      {someUnnamed ? (
        <div className="num flex min-h-7 items-center gap-2 text-muted-foreground">
          <span className="min-w-0 flex-1">{words.onDisk.withoutName(unnamed, format.count(unnamed))}</span>
          <Button
            look="ghost"
            size="small"
            className="-mr-2.5 text-sm text-foreground"
            onClick={() => view.renaming.set(unnamedPhotoIds(screen.get()))}
          >
            {words.selection.aiRename}
          </Button>
        </div>
      ) : null}
    </>
  );
}

function PatternPart({ part }: { part: Part }) {
  const { words } = useSpeech();
  return (
    <span
      className={
        part.kind === 'token'
          ? 'inline-flex h-[22px] items-center rounded-chip bg-primary-soft px-[7px] text-xs font-strong text-primary'
          : 'inline-flex h-[22px] items-center rounded-chip bg-muted px-[7px] text-xs font-medium'
      }
    >
      {part.kind === 'token' ? words.rename.parts[part.name] : part.text}
    </span>
  );
}

/** How the names came about, as the first photo tells that is renamed or was; null while none is known. */
function useNamesMadeBy(state: DiskState): { parts: readonly Part[]; by: string } | null {
  const { words } = useSpeech();
  const { photos } = useRollcall();
  const { preferences } = usePage();
  const { template, bulkTemplate } = useCell(preferences);
  const jobs = useJobs();
  const shown = state.rows.map((id) => state.files.get(id));
  const first =
    shown.find((file) => file?.status === 'ready') ?? shown.find((file) => file?.status === 'done');
  const photoId = first?.photoId ?? '';
  const photo = useSyncExternalStore(
    (listener) => photos.subscribe(photoId, listener),
    () => photos.get(photoId),
  );
  if (!photo) return null;
  switch (photo.nameSource) {
    case 'job':
    case 'review': {
      const job = jobs.find(({ id }) => id === photo.jobId);
      const { parts } = editOf((job?.options.template ?? template).pattern);
      const { analysis } = photo;
      if (analysis === null) return { parts, by: '' };
      return {
        parts,
        by: analysis.provider === 'on-device' ? words.onDisk.seenHere : words.onDisk.seenBy(analysis.model),
      };
    }
    case 'template':
      return { parts: editOf(bulkTemplate.pattern).parts, by: '' };
    case 'hand':
      return { parts: [], by: words.onDisk.byHand };
    case 'upload':
    case 'undo':
    default:
      return null;
  }
}
